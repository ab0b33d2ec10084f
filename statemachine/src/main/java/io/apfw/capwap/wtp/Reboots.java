package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.element.WtpRebootStatistics;

/**
 * Why this WTP rebooted and lost its ACs since it was made: RFC 5415 4.6.47. Each count has 16 bits
 * and wraps; of the first two 65535 means "not available" and is left out.
 *
 * <p>What counts as what, for the RFC names the classes and no events. AC Initiated: a Reset
 * Request, and a reboot into an image that an AC asked for. Link: in Run, requests or data channel
 * keep-alives without an answer. Software: the agent ended by itself, and an image went back
 * because it did not pass its trial. Other: in Run, a session that the AC or DTLS ended. Unknown:
 * the machine booted and nobody had said why, which a crash and a power cut have in common; these
 * are the reboots "due to a crash", too. Hardware: nothing here can tell, so it stays 0. A session
 * that the WTP leaves for a preferred AC, or because it is told to stop, is no failure; neither is
 * a reboot into an image of the cloud's. A download that fails in Image Data ends the session and
 * counts, too: as Link when the AC went silent, closed or sent nothing, else as Other.
 *
 * <p>The RFC's classes know nothing of images; {@code reason} does, in the controllers' numbers. It
 * is of the last reboot or lost AC for which there was one.
 */
public record Reboots(
    int crashes,
    int acInitiated,
    int link,
    int software,
    int hardware,
    int other,
    int unknown,
    int lastFailure,
    RebootReason reason) {
  /** Nothing has happened yet. */
  public static final Reboots NONE =
      new Reboots(0, 0, 0, 0, 0, 0, 0, WtpRebootStatistics.NOT_SUPPORTED, RebootReason.NONE);

  /** They cannot be read. */
  public static final Reboots UNAVAILABLE =
      new Reboots(0xffff, 0xffff, 0, 0, 0, 0, 0, WtpRebootStatistics.UNKNOWN, RebootReason.NONE);

  private static final int MASK = 0xffff;

  /** A class of failures; the RFC counts a reset that an AC asked for among them. */
  public enum Failure {
    AC_INITIATED,
    LINK,
    SOFTWARE,
    OTHER,
    /** The machine booted and nobody had said why. */
    CRASH
  }

  /** One more; its reason is not known beyond its class. */
  public Reboots with(Failure failure) {
    return switch (failure) {
      case AC_INITIATED ->
          counting(WtpRebootStatistics.AC_INITIATED, crashes, known(acInitiated), link, software);
      case LINK ->
          counting(
              WtpRebootStatistics.LINK_FAILURE, crashes, acInitiated, link + 1 & MASK, software);
      case SOFTWARE ->
          counting(
              WtpRebootStatistics.SOFTWARE_FAILURE,
              crashes,
              acInitiated,
              link,
              software + 1 & MASK);
      case OTHER ->
          new Reboots(
              crashes,
              acInitiated,
              link,
              software,
              hardware,
              other + 1 & MASK,
              unknown,
              WtpRebootStatistics.OTHER_FAILURE,
              RebootReason.NONE);
      case CRASH ->
          new Reboots(
              known(crashes),
              acInitiated,
              link,
              software,
              hardware,
              other,
              unknown + 1 & MASK,
              WtpRebootStatistics.UNKNOWN,
              RebootReason.NONE);
    };
  }

  private Reboots counting(int last, int crashed, int asked, int lost, int failed) {
    return new Reboots(
        crashed, asked, lost, failed, hardware, other, unknown, last, RebootReason.NONE);
  }

  /** After a run that ended so. */
  public Reboots after(RunEnd end) {
    Reboots counted = end.failure().map(this::with).orElse(this);
    return end.reason() == RebootReason.NONE ? counted : counted.because(end.reason());
  }

  /** The same, for this reason the last time. */
  public Reboots because(RebootReason why) {
    return new Reboots(
        crashes, acInitiated, link, software, hardware, other, unknown, lastFailure, why);
  }

  private static int known(int count) {
    return count == MASK ? MASK : (count + 1) % MASK;
  }

  /** The element. */
  public WtpRebootStatistics element() {
    return new WtpRebootStatistics(
        crashes, acInitiated, link, software, hardware, other, unknown, lastFailure);
  }
}
