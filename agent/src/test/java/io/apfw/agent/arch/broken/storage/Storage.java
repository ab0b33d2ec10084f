package io.apfw.agent.arch.broken.storage;

import io.apfw.agent.arch.broken.capwap.wtp.Wtp;

public record Storage(Wtp known) {}
