package io.apfw.agent.arch.broken.agent.tls;

import io.apfw.agent.arch.broken.agent.transport.Transport;

public record Tls(Transport known) {}
