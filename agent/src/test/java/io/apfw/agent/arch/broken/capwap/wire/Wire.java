package io.apfw.agent.arch.broken.capwap.wire;

import io.apfw.agent.arch.broken.capwap.exchange.Exchange;
import io.apfw.agent.arch.broken.capwap.wtp.Wtp;
import io.apfw.agent.arch.broken.storage.Storage;

record Wire(Wtp wtp, Exchange exchange, Storage storage) {}
