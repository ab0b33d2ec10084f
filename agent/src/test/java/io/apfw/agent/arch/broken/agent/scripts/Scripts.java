package io.apfw.agent.arch.broken.agent.scripts;

import io.apfw.agent.arch.broken.agent.tls.Tls;

public record Scripts(Tls known) {}
