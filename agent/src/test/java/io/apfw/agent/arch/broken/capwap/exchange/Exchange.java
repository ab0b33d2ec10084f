package io.apfw.agent.arch.broken.capwap.exchange;

import io.apfw.agent.arch.broken.capwap.wtp.Wtp;

public record Exchange(Wtp known) {}
