package io.apfw.agent;

import java.util.concurrent.Executor;

/**
 * Where tests run what blocks. The JDK's common pool has one thread on a machine with two
 * processors, so that two tasks there that wait for each other wait for ever.
 */
public final class Threads {
  /** A thread of its own for every task. */
  public static final Executor EACH = Threads::start;

  private Threads() {}

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "test task");
    thread.setDaemon(true);
    thread.start();
  }
}
