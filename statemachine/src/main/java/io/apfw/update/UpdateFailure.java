package io.apfw.update;

/**
 * Why an update failed. Numbers leave the box (status files, events, exit reports): append only,
 * never reuse one.
 *
 * @param cause the numbered cause
 * @param detail the thing, its value and what was expected, in one line
 */
public record UpdateFailure(Cause cause, String detail) {

  /** What the failure says about the image, which decides whether it is worth another try. */
  public enum Blame {
    /** The image itself is bad or not for this AP: the same image fails again. */
    IMAGE,
    /** The source or the way to it: try again later. */
    SOURCE,
    /** This AP's storage, scripts or state: try again later. */
    AP
  }

  /** The numbered causes. 1xx image, 2xx source, 3xx this AP. */
  public enum Cause {
    NOT_AN_IMAGE(101, Blame.IMAGE, "not an apfw image"),
    IMAGE_TRUNCATED(102, Blame.IMAGE, "the image ends too early"),
    IMAGE_LAYOUT(103, Blame.IMAGE, "the image's parts are not those of the format"),
    IMAGE_TRAILING_DATA(104, Blame.IMAGE, "data after the end of the image"),
    MANIFEST_MALFORMED(105, Blame.IMAGE, "the manifest cannot be read"),
    MANIFEST_UNSUPPORTED(106, Blame.IMAGE, "the image format is newer than this agent"),
    SIGNATURE_MALFORMED(110, Blame.IMAGE, "the signature cannot be read"),
    SIGNATURE_BAD(111, Blame.IMAGE, "the signature does not match the manifest"),
    SIGNER_UNTRUSTED(112, Blame.IMAGE, "the signer does not chain to a trusted root"),
    SIGNER_EXPIRED(113, Blame.IMAGE, "the signer's certificate has expired"),
    SIGNER_NOT_YET_VALID(
        114, Blame.AP, "the signer's certificate is not valid yet: is the clock set?"),
    SIGNER_COUNT(115, Blame.IMAGE, "the image must have exactly one signer"),
    SIGNER_USAGE(116, Blame.IMAGE, "the signer's certificate is not for code signing"),
    TIMESTAMP_BAD(117, Blame.IMAGE, "the time-stamp of an expired signer is not to be believed"),
    SIGNER_REVOKED(118, Blame.IMAGE, "the signer's certificate was revoked"),
    REVOCATION_UNKNOWN(
        119, Blame.AP, "it cannot be told whether the signer's certificate was revoked"),
    BLOCKMAP_MISMATCH(120, Blame.IMAGE, "the block map is not the one that was signed"),
    BLOCK_MISMATCH(121, Blame.IMAGE, "a block does not match the block map"),
    PAYLOAD_MISMATCH(122, Blame.IMAGE, "the payload does not match the manifest"),
    SIGNER_NOT_NAMED(123, Blame.IMAGE, "the signer is none of the configured ones"),
    FAMILY_MISMATCH(130, Blame.IMAGE, "the image is for another family"),
    VERSION_MISMATCH(131, Blame.IMAGE, "the image is not the version offered"),
    HARDWARE_MISMATCH(132, Blame.IMAGE, "the image is not for this hardware"),
    AGENT_TOO_OLD(133, Blame.IMAGE, "the image needs a newer agent"),
    SECURITY_VERSION_ROLLBACK(134, Blame.IMAGE, "the image's security version is below the floor"),
    IMAGE_LARGER_THAN_SLOT(135, Blame.IMAGE, "the payload is larger than the slot"),
    VENDOR_MISMATCH(136, Blame.IMAGE, "the image is another vendor's"),
    VERSION_DOWNGRADE(
        137, Blame.IMAGE, "the image is older than the running one, and that is not allowed here"),
    TRUST_UPDATE_BAD(138, Blame.IMAGE, "the roots that the image brings cannot be taken"),
    ANNOUNCED_MD5_MISMATCH(140, Blame.IMAGE, "the image's MD5 is not the one announced"),
    ANNOUNCED_SIZE_MISMATCH(141, Blame.IMAGE, "the image is not as long as announced"),
    DOWNLOAD_CANNOT_START(201, Blame.SOURCE, "the source accepted the request and sent no block"),
    DOWNLOAD_STALLED(202, Blame.SOURCE, "the source stopped in the middle"),
    DOWNLOAD_REFUSED(203, Blame.SOURCE, "the source refused the request"),
    DOWNLOAD_ABORTED_BY_SOURCE(204, Blame.SOURCE, "the source aborted the transfer"),
    SOURCE_LOST(205, Blame.SOURCE, "the connection to the source was lost"),
    OFFER_UNCHANGED(206, Blame.SOURCE, "the image offered is the one that failed here before"),
    LOCATION_UNUSABLE(210, Blame.SOURCE, "the image's URL cannot be used"),
    FILE_NOT_FOUND(211, Blame.SOURCE, "the server has no such file"),
    ACCESS_REFUSED(212, Blame.SOURCE, "the server refuses access to the file"),
    SERVER_UNTRUSTED(213, Blame.SOURCE, "the server's certificate or host key is not trusted"),
    SERVER_UNREACHABLE(214, Blame.SOURCE, "no connection to the server"),
    SERVER_NAME_UNKNOWN(215, Blame.SOURCE, "the server's name cannot be resolved"),
    SERVER_SILENT(216, Blame.SOURCE, "the server did not answer or go on in time"),
    TRANSFER_CUT(217, Blame.SOURCE, "the transfer ended before the file did"),
    FILE_TOO_LARGE(218, Blame.SOURCE, "the file is larger than an image may be"),
    FILE_SIZE_DIFFERS(219, Blame.SOURCE, "the file is not as long as the server said"),
    REDIRECT_REFUSED(220, Blame.SOURCE, "the server sent us where we do not go"),
    FILE_CHANGED(221, Blame.SOURCE, "the file changed on the server between two parts of it"),
    SERVER_ERROR(222, Blame.SOURCE, "the server reports an error of its own"),
    SERVER_PROTOCOL(223, Blame.SOURCE, "the server's answer is not what its protocol allows"),
    FETCH_DEADLINE(224, Blame.SOURCE, "the fetch took longer than it may"),
    ANNOUNCED_SHA256_MISMATCH(
        225, Blame.SOURCE, "the file is not the one whose SHA-256 was announced"),
    PRECHECK_FAILED(301, Blame.AP, "PRECHECK refused the update"),
    SCRIPT_FAILED(302, Blame.AP, "an upgrade script failed"),
    SLOT_UNUSABLE(303, Blame.AP, "the inactive slot cannot be used"),
    SLOT_WRITE(304, Blame.AP, "writing the inactive slot failed"),
    READ_BACK_MISMATCH(305, Blame.AP, "the slot does not read back as written"),
    JOURNAL_WRITE(
        306, Blame.AP, "the update journal or another state file cannot be read or written"),
    BOOT_ENVIRONMENT_WRITE(307, Blame.AP, "the boot environment cannot be read or written"),
    BOOTED_SLOT_UNKNOWN(308, Blame.AP, "cannot tell which slot booted"),
    ON_TRIAL(309, Blame.AP, "the running image is on trial: the other slot is its way back"),
    TRIAL_FAILED(310, Blame.IMAGE, "the image did not pass its trial"),
    STOPPED(311, Blame.AP, "the agent was told to stop"),
    UPDATE_IN_PROGRESS(312, Blame.AP, "another update is in progress"),
    SLOT_IN_USE(313, Blame.AP, "the inactive slot is in use"),
    SLOT_FULL(314, Blame.AP, "no space is left for the inactive slot"),
    SLOT_IO_ERROR(315, Blame.AP, "the medium of the inactive slot failed"),
    SLOT_READ_ONLY(316, Blame.AP, "the inactive slot is write-protected"),
    SLOT_TOO_SHORT(317, Blame.AP, "the inactive slot ends before the image"),
    SLOT_GONE(318, Blame.AP, "the device of the inactive slot has vanished");

    private final int number;
    private final Blame blame;
    private final String sentence;

    Cause(int number, Blame blame, String sentence) {
      this.number = number;
      this.blame = blame;
      this.sentence = sentence;
    }

    /** The number that leaves the box. */
    public int number() {
      return number;
    }

    /** What the failure says about the image. */
    public Blame blame() {
      return blame;
    }

    /** One sentence for a person. */
    public String sentence() {
      return sentence;
    }
  }

  /** {@code E111 SIGNATURE_BAD: the signature …: detail}. */
  public String line() {
    return "E"
        + cause.number()
        + " "
        + cause.name()
        + ": "
        + cause.sentence()
        + (detail.isEmpty() ? "" : ": " + detail);
  }
}
