package io.apfw.storage.trust;

/**
 * Why an image is refused. The names are those of the update failures 1xx, which carry the numbers.
 */
public enum ImageFault {
  NOT_AN_IMAGE("not an apfw image"),
  IMAGE_TRUNCATED("the image ends too early"),
  IMAGE_LAYOUT("the image's parts are not those of the format"),
  IMAGE_TRAILING_DATA("data after the end of the image"),
  MANIFEST_MALFORMED("the manifest cannot be read"),
  MANIFEST_UNSUPPORTED("the image format is newer than this agent"),
  SIGNATURE_MALFORMED("the signature cannot be read"),
  SIGNATURE_BAD("the signature does not match the manifest"),
  SIGNER_UNTRUSTED("the signer does not chain to a trusted root"),
  SIGNER_EXPIRED("the signer's certificate has expired"),
  SIGNER_NOT_YET_VALID("the signer's certificate is not valid yet: is the clock set?"),
  SIGNER_COUNT("the image must have exactly one signer"),
  SIGNER_USAGE("the signer's certificate is not for code signing"),
  TIMESTAMP_BAD("the time-stamp of an expired signer is not to be believed"),
  SIGNER_REVOKED("the signer's certificate was revoked"),
  REVOCATION_UNKNOWN("it cannot be told whether the signer's certificate was revoked"),
  BLOCKMAP_MISMATCH("the block map is not the one that was signed"),
  BLOCK_MISMATCH("a block does not match the block map"),
  PAYLOAD_MISMATCH("the payload does not match the manifest"),
  SIGNER_NOT_NAMED("the signer is none of the configured ones"),
  FAMILY_MISMATCH("the image is for another family"),
  VERSION_MISMATCH("the image is not the version offered"),
  HARDWARE_MISMATCH("the image is not for this hardware"),
  AGENT_TOO_OLD("the image needs a newer agent"),
  SECURITY_VERSION_ROLLBACK("the image's security version is below the floor"),
  IMAGE_LARGER_THAN_SLOT("the payload is larger than the slot"),
  VENDOR_MISMATCH("the image is another vendor's"),
  VERSION_DOWNGRADE("the image is older than the running one, and that is not allowed here"),
  TRUST_UPDATE_BAD("the roots that the image brings cannot be taken");

  private final String sentence;

  ImageFault(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for a person. */
  public String sentence() {
    return sentence;
  }
}
