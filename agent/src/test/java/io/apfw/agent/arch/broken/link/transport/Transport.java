package io.apfw.agent.arch.broken.link.transport;

import io.apfw.agent.arch.broken.link.dtls.Dtls;

public record Transport(Dtls known) {}
