package io.apfw.drills.boot;

import java.io.IOException;

/** Starts a fresh agent that knows only what is on disk. */
@FunctionalInterface
public interface AgentLauncher {
  /** Starts one. */
  AgentProcess start() throws IOException;
}
