package io.apfw.agent.arch.broken.agent.dtls;

import io.apfw.agent.arch.broken.agent.ops.Ops;

public record Dtls(Ops known) {}
