package io.apfw.agent.arch.broken.agent.transport;

import io.apfw.agent.arch.broken.agent.config.Config;
import org.jspecify.annotations.Nullable;

public record Transport(@Nullable Config known) {}
