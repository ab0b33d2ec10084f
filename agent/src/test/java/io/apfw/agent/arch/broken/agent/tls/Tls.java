package io.apfw.agent.arch.broken.agent.tls;

import io.apfw.agent.arch.broken.agent.config.Config;
import org.jspecify.annotations.Nullable;

public record Tls(@Nullable Config known) {}
