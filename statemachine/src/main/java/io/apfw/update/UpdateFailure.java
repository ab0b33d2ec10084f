package io.apfw.update;

/**
 * Why an update failed. Numbers leave the box (status files, events, exit reports): append only,
 * never reuse one.
 *
 * @param cause the numbered cause
 * @param detail the thing, its value and what was expected, in one line
 */
public record UpdateFailure(Cause cause, String detail) {

  /** A server's own words may be in the detail: no line ends and no escape sequences pass. */
  public UpdateFailure {
    detail = detail.replaceAll("\\p{Cc}+", " ");
  }

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
    NOT_AN_IMAGE(101, Blame.IMAGE, "not an apfw image", "offer an image made by apfw-image"),
    IMAGE_TRUNCATED(
        102,
        Blame.IMAGE,
        "the image ends too early",
        "compare its size with the original, copy it again"),
    IMAGE_LAYOUT(
        103,
        Blame.IMAGE,
        "the image's parts are not those of the format",
        "build the image again with apfw-image"),
    IMAGE_TRAILING_DATA(
        104,
        Blame.IMAGE,
        "data after the end of the image",
        "build the image again with apfw-image"),
    MANIFEST_MALFORMED(
        105, Blame.IMAGE, "the manifest cannot be read", "build the image again with apfw-image"),
    MANIFEST_UNSUPPORTED(
        106,
        Blame.IMAGE,
        "the image format is newer than this agent",
        "upgrade to an image between the two first"),
    SIGNATURE_MALFORMED(
        110, Blame.IMAGE, "the signature cannot be read", "sign the image again with apfw-image"),
    SIGNATURE_BAD(
        111,
        Blame.IMAGE,
        "the signature does not match the manifest",
        "sign the image again, and ask who changed it"),
    SIGNER_UNTRUSTED(
        112,
        Blame.IMAGE,
        "the signer does not chain to a trusted root",
        "sign with a key under a root of `apfw trust`"),
    SIGNER_EXPIRED(
        113,
        Blame.IMAGE,
        "the signer's certificate has expired",
        "sign again, or add a time-stamp: apfw-image timestamp"),
    SIGNER_NOT_YET_VALID(
        114,
        Blame.AP,
        "the signer's certificate is not valid yet: is the clock set?",
        "set the clock of this AP"),
    SIGNER_COUNT(
        115,
        Blame.IMAGE,
        "the image must have exactly one signer",
        "sign the image once with apfw-image"),
    SIGNER_USAGE(
        116,
        Blame.IMAGE,
        "the signer's certificate is not for code signing",
        "sign with a certificate for code signing"),
    TIMESTAMP_BAD(
        117,
        Blame.IMAGE,
        "the time-stamp of an expired signer is not to be believed",
        "time-stamp again by an authority of image.timestampTrust"),
    SIGNER_REVOKED(
        118,
        Blame.IMAGE,
        "the signer's certificate was revoked",
        "sign the image again with another key"),
    REVOCATION_UNKNOWN(
        119,
        Blame.AP,
        "it cannot be told whether the signer's certificate was revoked",
        "see to the lists of image.crls"),
    BLOCKMAP_MISMATCH(
        120,
        Blame.IMAGE,
        "the block map is not the one that was signed",
        "build the image again with apfw-image"),
    BLOCK_MISMATCH(
        121,
        Blame.IMAGE,
        "a block does not match the block map",
        "check the file with apfw-image verify, copy it again"),
    PAYLOAD_MISMATCH(
        122,
        Blame.IMAGE,
        "the payload does not match the manifest",
        "build the image again with apfw-image"),
    SIGNER_NOT_NAMED(
        123,
        Blame.IMAGE,
        "the signer is none of the configured ones",
        "sign with a certificate that image.signers names"),
    FAMILY_MISMATCH(
        130, Blame.IMAGE, "the image is for another family", "offer the image of this AP's family"),
    VERSION_MISMATCH(
        131,
        Blame.IMAGE,
        "the image is not the version offered",
        "offer the file under its own version"),
    HARDWARE_MISMATCH(
        132,
        Blame.IMAGE,
        "the image is not for this hardware",
        "offer an image that names this hardware"),
    AGENT_TOO_OLD(
        133,
        Blame.IMAGE,
        "the image needs a newer agent",
        "upgrade to an image between the two first"),
    SECURITY_VERSION_ROLLBACK(
        134,
        Blame.IMAGE,
        "the image's security version is below the floor",
        "offer a newer image: this one has known holes"),
    IMAGE_LARGER_THAN_SLOT(
        135,
        Blame.IMAGE,
        "the payload is larger than the slot",
        "make the payload smaller or the slots larger"),
    VENDOR_MISMATCH(
        136, Blame.IMAGE, "the image is another vendor's", "offer an image of the same vendor"),
    VERSION_DOWNGRADE(
        137,
        Blame.IMAGE,
        "the image is older than the running one, and that is not allowed here",
        "offer a newer image, or set image.allowDowngrade"),
    TRUST_UPDATE_BAD(
        138,
        Blame.IMAGE,
        "the roots that the image brings cannot be taken",
        "see the detail; `apfw trust` shows what is trusted now"),
    ANNOUNCED_MD5_MISMATCH(
        140,
        Blame.IMAGE,
        "the image's MD5 is not the one announced",
        "see to the controller's file: it is not the one it announces"),
    ANNOUNCED_SIZE_MISMATCH(
        141,
        Blame.IMAGE,
        "the image is not as long as announced",
        "see to the controller's file: it is not the one it announces"),
    DOWNLOAD_CANNOT_START(
        201,
        Blame.SOURCE,
        "the source accepted the request and sent no block",
        "see whether the controller has the image and its server answers"),
    DOWNLOAD_STALLED(
        202,
        Blame.SOURCE,
        "the source stopped in the middle",
        "see to the way to the controller; it is tried again"),
    DOWNLOAD_REFUSED(
        203,
        Blame.SOURCE,
        "the source refused the request",
        "see the controller's log for why; it is asked again"),
    DOWNLOAD_ABORTED_BY_SOURCE(
        204,
        Blame.SOURCE,
        "the source aborted the transfer",
        "see the controller's log for why; it is asked again"),
    SOURCE_LOST(
        205,
        Blame.SOURCE,
        "the connection to the source was lost",
        "see to the way to the controller; it is tried again"),
    OFFER_UNCHANGED(
        206,
        Blame.SOURCE,
        "the image offered is the one that failed here before",
        "offer another image, or `apfw quarantine clear`"),
    LOCATION_UNUSABLE(210, Blame.SOURCE, "the image's URL cannot be used", "correct the URL"),
    FILE_NOT_FOUND(
        211,
        Blame.SOURCE,
        "the server has no such file",
        "see to path and name of the file on the server"),
    ACCESS_REFUSED(
        212,
        Blame.SOURCE,
        "the server refuses access to the file",
        "see to the user's rights on the server, or to the password"),
    SERVER_UNTRUSTED(
        213,
        Blame.SOURCE,
        "the server's certificate or host key is not trusted",
        "see to fetch.trust or the host keys, and whether it is the right server"),
    SERVER_UNREACHABLE(
        214,
        Blame.SOURCE,
        "no connection to the server",
        "see whether the server runs and a firewall lets us pass"),
    SERVER_NAME_UNKNOWN(
        215,
        Blame.SOURCE,
        "the server's name cannot be resolved",
        "see to the name, and to this AP's DNS"),
    SERVER_SILENT(
        216,
        Blame.SOURCE,
        "the server did not answer or go on in time",
        "see whether the server runs and a firewall lets us pass"),
    TRANSFER_CUT(
        217,
        Blame.SOURCE,
        "the transfer ended before the file did",
        "see to the way to the server; it is tried again"),
    FILE_TOO_LARGE(
        218,
        Blame.SOURCE,
        "the file is larger than an image may be",
        "see whether the URL is that of an image"),
    FILE_SIZE_DIFFERS(
        219,
        Blame.SOURCE,
        "the file is not as long as the server said",
        "see to the server or a proxy before it; it is tried again"),
    REDIRECT_REFUSED(
        220,
        Blame.SOURCE,
        "the server sent us where we do not go",
        "name the URL where the file really is"),
    FILE_CHANGED(
        221,
        Blame.SOURCE,
        "the file changed on the server between two parts of it",
        "let the file stand while APs fetch it; it is tried again"),
    SERVER_ERROR(
        222,
        Blame.SOURCE,
        "the server reports an error of its own",
        "see the server's log; it is tried again"),
    SERVER_PROTOCOL(
        223,
        Blame.SOURCE,
        "the server's answer is not what its protocol allows",
        "see whether the port is that of this protocol"),
    FETCH_DEADLINE(
        224,
        Blame.SOURCE,
        "the fetch took longer than it may",
        "see to the speed of the way to the server; it is tried again"),
    ANNOUNCED_SHA256_MISMATCH(
        225,
        Blame.SOURCE,
        "the file is not the one whose SHA-256 was announced",
        "see to the file on the server: it is not the one announced"),
    PRECHECK_FAILED(
        301,
        Blame.AP,
        "PRECHECK refused the update",
        "see the detail: what the script says must be mended first"),
    SCRIPT_FAILED(
        302, Blame.AP, "an upgrade script failed", "see the detail and the log of the update"),
    SLOT_UNUSABLE(
        303,
        Blame.AP,
        "the inactive slot cannot be used",
        "see the detail; `apfw slots` shows both slots"),
    SLOT_WRITE(
        304, Blame.AP, "writing the inactive slot failed", "see the detail and the kernel's log"),
    READ_BACK_MISMATCH(
        305,
        Blame.AP,
        "the slot does not read back as written",
        "the medium loses what is written: have it replaced"),
    JOURNAL_WRITE(
        306,
        Blame.AP,
        "the update journal or another state file cannot be read or written",
        "see to the partition of state.dir: is it full, read-only or failing?"),
    BOOT_ENVIRONMENT_WRITE(
        307,
        Blame.AP,
        "the boot environment cannot be read or written",
        "see to the boot environment: `apfw slots` says where it is"),
    BOOTED_SLOT_UNKNOWN(
        308,
        Blame.AP,
        "cannot tell which slot booted",
        "see to apfw.slot= on the kernel's command line, or set boot.booted"),
    ON_TRIAL(
        309,
        Blame.AP,
        "the running image is on trial: the other slot is its way back",
        "wait for the end of the trial, or `apfw confirm` or `apfw rollback`"),
    TRIAL_FAILED(
        310,
        Blame.IMAGE,
        "the image did not pass its trial",
        "see the detail; mend the image and give it another version"),
    STOPPED(311, Blame.AP, "the agent was told to stop", "start the agent: it tries again"),
    UPDATE_IN_PROGRESS(
        312,
        Blame.AP,
        "another update is in progress",
        "wait for the other update, or `apfw abort`"),
    SLOT_IN_USE(
        313,
        Blame.AP,
        "the inactive slot is in use",
        "find out who has it open or mounted: fuser, findmnt"),
    SLOT_FULL(
        314, Blame.AP, "no space is left for the inactive slot", "free the space behind the slot"),
    SLOT_IO_ERROR(
        315,
        Blame.AP,
        "the medium of the inactive slot failed",
        "see the kernel's log: the medium is failing"),
    SLOT_READ_ONLY(
        316,
        Blame.AP,
        "the inactive slot is write-protected",
        "take the write protection away: blockdev --getro"),
    SLOT_TOO_SHORT(
        317,
        Blame.AP,
        "the inactive slot ends before the image",
        "see the partition table: the slot is shorter than it was"),
    SLOT_GONE(
        318,
        Blame.AP,
        "the device of the inactive slot has vanished",
        "see the kernel's log: where is the device?");

    private final int number;
    private final Blame blame;
    private final String sentence;
    private final String advice;

    Cause(int number, Blame blame, String sentence, String advice) {
      this.number = number;
      this.blame = blame;
      this.sentence = sentence;
      this.advice = advice;
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

    /** What that person can do about it. */
    public String advice() {
      return advice;
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
