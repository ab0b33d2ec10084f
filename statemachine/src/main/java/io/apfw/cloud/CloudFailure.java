package io.apfw.cloud;

import java.util.Map;

/**
 * Why a cloud check came to nothing. Numbers leave the box: append only, never reuse one.
 *
 * @param cause the numbered cause
 * @param detail the thing, its value and what was expected, in one line
 */
public record CloudFailure(Cause cause, String detail) {
  private static final Map<String, Cause> BY_CODE =
      Map.of(
          "fail-prov-no-rule", Cause.NO_RULE,
          "fail-prov-no-device", Cause.NO_DEVICE,
          "fail-prov-no-shipped", Cause.NOT_SHIPPED);

  /** The numbered causes. 40x the way there, 41x and 42x the answer, 43x the image's address. */
  public enum Cause {
    CLOUD_UNREACHABLE(401, "the cloud cannot be reached"),
    CLOUD_TIMEOUT(402, "the cloud did not answer in time"),
    CLOUD_TLS(403, "no TLS session with the cloud"),
    CLOUD_CERTIFICATE(404, "the cloud's certificate does not chain to a trusted root"),
    CLOUD_NAME(405, "the cloud's certificate is for another name"),
    CLOUD_HTTP_STATUS(406, "the cloud answered with an HTTP error"),
    CLOUD_REDIRECTED(407, "the cloud sends us elsewhere, which is not followed"),
    PROOF_FAILED(408, "our proof could not be made"),
    ANSWER_TRUNCATED(410, "the cloud's answer ends too early"),
    ANSWER_TOO_LARGE(411, "the cloud's answer is too large"),
    ANSWER_NOT_TEXT(412, "the cloud's answer is not plain text"),
    ANSWER_MALFORMED(413, "the cloud's answer cannot be read"),
    NO_CHALLENGE(414, "the cloud's first answer has no challenge"),
    CHALLENGE_REPLAYED(415, "the cloud's challenge was used before"),
    NO_SESSION(416, "the cloud's answer has no session"),
    OTHER_SESSION(417, "the cloud's answer is for another session"),
    NO_STATUS_CODE(418, "the cloud's answer has no status code"),
    OTHER_TYPE(419, "the cloud's answer is to another question"),
    NO_RULE(420, "the cloud has no provisioning rule for this AP: add one there"),
    NO_DEVICE(421, "the cloud does not know this AP: add it to the customer's devices there"),
    NOT_SHIPPED(422, "the cloud knows this AP as not shipped yet"),
    REFUSED(423, "the cloud refused the check"),
    URL_MALFORMED(430, "the image's address cannot be read"),
    URL_SCHEME(431, "the image's address has a scheme that is not allowed"),
    URL_ADDRESS(432, "the image's address is in a network that is not allowed"),
    URL_NO_VERSION(433, "the image's file name tells no version"),
    CLASS_UNKNOWN(434, "the image class of this model is not known: add it to cloud.classes");

    private final int number;
    private final String sentence;

    Cause(int number, String sentence) {
      this.number = number;
      this.sentence = sentence;
    }

    /** The number that leaves the box. */
    public int number() {
      return number;
    }

    /** One sentence for a person. */
    public String sentence() {
      return sentence;
    }
  }

  /** What a status code other than success means; the code itself is always told. */
  static CloudFailure ofCode(String code) {
    return new CloudFailure(BY_CODE.getOrDefault(code, Cause.REFUSED), "X-Status-Code " + code);
  }

  /** {@code E421 NO_DEVICE: the cloud does not …: detail}. */
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
