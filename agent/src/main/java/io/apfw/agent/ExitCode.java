package io.apfw.agent;

/** How a program of apfw ends, by sysexits. These leave the box: never change one. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int USAGE = 64;
  public static final int IMAGE_REFUSED = 65;
  public static final int PEER_UNAVAILABLE = 69;
  public static final int BUG = 70;
  public static final int STORAGE_IO = 74;
  public static final int TRY_LATER = 75;
  public static final int BAD_CONFIGURATION = 78;

  private ExitCode() {}
}
