package io.apfw.agent.arch.broken.agent.ops;

import io.apfw.agent.arch.broken.agent.scripts.Scripts;

public record Ops(Scripts known) {}
