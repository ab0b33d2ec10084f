package io.apfw.drills.controller;

import java.util.Locale;
import java.util.Optional;

/**
 * One way in which a controller departs from RFC 5415, or from what an AP may hope for, and what
 * must come of it: the image runs in the end, at the first attempt or after one failure, or the AP
 * stays what it is and asks again and again.
 */
public enum Bend {
  NO_IMAGE_INFORMATION("it tells neither the image's size nor its MD5", "", true),
  EMPTY_LAST_BLOCK("the last block is empty", "", true),
  SHORT_LAST_BLOCK("no block is marked as the last; one is shorter than the rest", "", true),
  LWAPP_LAYOUT("Image Data as LWAPP has it, with a checksum", "", true),
  WBID_ZERO("the headers name no wireless binding, WBID 0", "", true),
  SEQUENCE_WRAPS("its first request is number 250, the seventh number 0", "", true),
  LENGTH_OF_ELEMENTS("the message length counts the elements only, three bytes less", "", true),
  CONFIGURATION_FIRST("it sends a Configuration Update before the image", "", true),
  ACKNOWLEDGEMENT_LOST("a response is lost, so a block comes twice", "", true),
  NEVER_RETRANSMITS("it sends everything once", "", true),
  IMAGES_BY_VERSION("it knows images by their version, not by the family", "", true),
  REQUEST_IGNORED_ONCE("the first Image Data Request gets no answer, the second does", "", true),
  REQUEST_IGNORED(
      "in the first session no Image Data Request gets an answer",
      "E201 DOWNLOAD_CANNOT_START.*: request not answered within",
      true),
  STOPS_IN_THE_MIDDLE(
      "in the first session the blocks stop in the middle",
      "E202 DOWNLOAD_STALLED.*: no block after \\d+ bytes within",
      true),
  GOES_SILENTLY(
      "without close_notify it forgets the first session, deaf to that port",
      "E202 DOWNLOAD_STALLED.*: no block after \\d+ bytes within",
      true),
  ZOMBIE(
      "it ends in the first session and lives on, deaf to that port for ever",
      "E202 DOWNLOAD_STALLED.*: no block after \\d+ bytes within",
      true),
  REFUSED_16(
      "it refuses the image with result code 16",
      "E203 DOWNLOAD_REFUSED.*: result code 16, ",
      false),
  REFUSED_19(
      "it refuses the image with result code 19",
      "E203 DOWNLOAD_REFUSED.*: result code 19, ",
      false);

  private final String sentence;
  private final String failure;
  private final boolean upgraded;

  Bend(String sentence, String failure, boolean upgraded) {
    this.sentence = sentence;
    this.failure = failure;
    this.upgraded = upgraded;
  }

  /** Its name on a command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the controller does. */
  public String sentence() {
    return sentence;
  }

  /** A regular expression for the failure that the agent has to report; empty when none. */
  public Optional<String> failure() {
    return Optional.of(failure).filter(regex -> !regex.isEmpty());
  }

  /** Whether the image runs in the end. */
  public boolean upgraded() {
    return upgraded;
  }

  /** Whether only a WTP's first session is bent, so that the next attempt goes well. */
  boolean firstSessionOnly() {
    return upgraded && !failure.isEmpty();
  }
}
