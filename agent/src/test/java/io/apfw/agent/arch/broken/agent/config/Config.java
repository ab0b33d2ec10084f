package io.apfw.agent.arch.broken.agent.config;

import io.apfw.agent.arch.broken.agent.dtls.Dtls;

public record Config(Dtls known) {}
