package io.apfw.cloud;

import java.util.List;
import java.util.Optional;

/**
 * How a check ended.
 *
 * @param outcome what becomes of it
 * @param running the version that ran then
 * @param failure why there is no answer; with FAILED only
 * @param members what the answer has for each AP of the cluster, this one first; empty with FAILED
 */
public record CloudVerdict(
    Outcome outcome, String running, Optional<CloudFailure> failure, List<Member> members) {

  /** What becomes of the answer, for this AP. */
  public enum Outcome {
    /** The answer has no image of this AP's class. */
    NOT_OFFERED,
    /** It has, and it is the version that runs, or one that is not wanted. */
    NOT_WANTED,
    /** The other slot holds it already: it is activated. */
    STORED,
    /** It failed here before and is not fetched again. */
    QUARANTINED,
    /** The running image is on trial: nothing else is fetched now. */
    ON_TRIAL,
    /** A controller manages this AP: the answer is only shown. */
    MANAGED,
    /** It is offered to the update. */
    OFFERED,
    /** There is no answer. */
    FAILED
  }

  /**
   * What the answer has for one AP.
   *
   * @param imageClass class of its model
   * @param url where its image is; empty when the answer has none
   * @param version of that image
   * @param failure why this AP's image is refused
   */
  public record Member(
      ApInfo ap,
      Optional<String> imageClass,
      Optional<String> url,
      Optional<String> version,
      Optional<CloudFailure> failure) {}

  public CloudVerdict {
    members = List.copyOf(members);
  }

  static CloudVerdict failed(String running, CloudFailure failure) {
    return new CloudVerdict(Outcome.FAILED, running, Optional.of(failure), List.of());
  }
}
