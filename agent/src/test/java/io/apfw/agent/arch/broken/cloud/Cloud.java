package io.apfw.agent.arch.broken.cloud;

import io.apfw.agent.arch.broken.capwap.wtp.Wtp;

public record Cloud(Wtp known) {}
