package io.apfw.agent.arch.broken.fetch;

import io.apfw.agent.arch.broken.agent.tls.Tls;

public record Fetch(Tls known) {}
