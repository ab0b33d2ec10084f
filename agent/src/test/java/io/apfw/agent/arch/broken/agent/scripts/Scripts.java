package io.apfw.agent.arch.broken.agent.scripts;

import io.apfw.agent.arch.broken.agent.transport.Transport;

public record Scripts(Transport known) {}
