package io.apfw.agent;

/**
 * How long tests wait for what must come. Only a bug lets it pass: it is far above what a machine
 * under any load takes, and nothing is read into how long something took.
 */
public final class Patience {
  /** The bound. */
  public static final int SECONDS = 300;

  /** The same in milliseconds. */
  public static final int MILLIS = SECONDS * 1000;

  private Patience() {}
}
