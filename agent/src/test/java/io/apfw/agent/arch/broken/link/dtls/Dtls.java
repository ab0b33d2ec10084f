package io.apfw.agent.arch.broken.link.dtls;

import io.apfw.agent.arch.broken.agent.ops.Ops;

public record Dtls(Ops known) {}
