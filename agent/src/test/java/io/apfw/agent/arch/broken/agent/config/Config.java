package io.apfw.agent.arch.broken.agent.config;

import io.apfw.agent.arch.broken.agent.ops.Ops;

public record Config(Ops known) {}
