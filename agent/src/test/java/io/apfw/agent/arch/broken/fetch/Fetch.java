package io.apfw.agent.arch.broken.fetch;

import io.apfw.agent.arch.broken.agent.transport.Transport;

public record Fetch(Transport known) {}
