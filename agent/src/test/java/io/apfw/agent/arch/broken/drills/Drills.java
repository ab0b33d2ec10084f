package io.apfw.agent.arch.broken.drills;

import io.apfw.agent.arch.broken.agent.config.Config;

record Drills(Config known) {}
