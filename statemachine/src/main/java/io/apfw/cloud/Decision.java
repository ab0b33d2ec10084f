package io.apfw.cloud;

import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.CloudVerdict.Member;
import io.apfw.cloud.CloudVerdict.Outcome;
import io.apfw.update.Inventory;
import io.apfw.update.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer means for this AP and its cluster. In this order:
 *
 * <pre>
 * this model's class is not known           refused, CLASS_UNKNOWN
 * the answer has no image of the class      NOT_OFFERED
 * the URL is not allowed, tells no version  refused
 * the version runs, or is not wanted        NOT_WANTED
 * the running image is on trial             ON_TRIAL
 * a controller manages the AP               MANAGED, unless the configuration has both at a time
 * the version is in quarantine              QUARANTINED
 * the other slot holds it, verified         STORED: activated
 * else                                      OFFERED
 * </pre>
 *
 * <p>The version is that of the file name. It decides only whether the image is fetched: what is
 * installed has to say the same in its signed manifest.
 *
 * <p>What is wrong with another member's image is that member's: it does not keep this AP from its
 * own.
 */
record Decision(CloudConfig config, UrlRule rule, CloudMemory memory) {

  CloudVerdict on(CloudAnswer answer) throws CloudRefusedException {
    Inventory inventory = memory.inventory();
    List<Member> members = new ArrayList<>();
    for (ApInfo ap : config.everybody()) {
      members.add(member(ap, answer));
    }
    Member own = members.get(0);
    if (own.failure().isPresent()) {
      throw new CloudRefusedException(own.failure().get());
    }
    return new CloudVerdict(outcome(own), inventory.running(), Optional.empty(), members);
  }

  private Member member(ApInfo ap, CloudAnswer answer) {
    Optional<String> known =
        Optional.ofNullable(config.classes().get(ap.model())).or(() -> KnownClasses.of(ap.model()));
    if (known.isEmpty()) {
      return refused(ap, known, new CloudFailure(Cause.CLASS_UNKNOWN, "model " + ap.model()));
    }
    try {
      Optional<String> url = answer.url(known.get());
      if (url.isEmpty()) {
        return new Member(ap, known, url, Optional.empty(), Optional.empty());
      }
      Optional<CloudFailure> refusal = rule.refusal(url.get());
      if (refusal.isPresent()) {
        return refused(ap, known, refusal.get());
      }
      Optional<String> version = ImageName.of(url.get()).map(ImageName::version);
      if (version.isEmpty()) {
        return refused(
            ap,
            known,
            new CloudFailure(
                Cause.URL_NO_VERSION,
                shown(url.get()) + ": Product_Class_version_build is the form"));
      }
      return new Member(ap, known, url, version, Optional.empty());
    } catch (CloudRefusedException e) {
      return refused(ap, known, e.failure());
    }
  }

  private static Member refused(ApInfo ap, Optional<String> imageClass, CloudFailure failure) {
    return new Member(ap, imageClass, Optional.empty(), Optional.empty(), Optional.of(failure));
  }

  private Outcome outcome(Member own) {
    Inventory inventory = memory.inventory();
    if (own.version().isEmpty()) {
      return Outcome.NOT_OFFERED;
    }
    String version = own.version().get();
    boolean wanted =
        config.wanted() == CloudConfig.Wanted.NEWER
            ? VersionOrder.compare(version, inventory.running()) > 0
            : !version.equals(inventory.running());
    if (!wanted) {
      return Outcome.NOT_WANTED;
    } else if (inventory.onTrial()) {
      return Outcome.ON_TRIAL;
    } else if (memory.managed() && !config.whileManaged()) {
      return Outcome.MANAGED;
    } else if (inventory.quarantined().contains(version)) {
      return Outcome.QUARANTINED;
    }
    return inventory.stored().equals(Optional.of(version)) ? Outcome.STORED : Outcome.OFFERED;
  }

  /** What follows from the verdict. */
  static Optional<CloudAction> action(CloudConfig config, CloudVerdict verdict) {
    if (verdict.outcome() != Outcome.OFFERED && verdict.outcome() != Outcome.STORED) {
      return Optional.empty();
    }
    Member own = verdict.members().get(0);
    String version = own.version().orElseThrow();
    if (verdict.outcome() == Outcome.STORED) {
      return Optional.of(new CloudAction.ActivateUpdate(version));
    }
    String url = own.url().orElseThrow();
    return Optional.of(
        new CloudAction.OfferUpdate(
            new Offer(
                Offer.Source.CLOUD,
                shown(url),
                version,
                config.family(),
                OptionalLong.empty(),
                Optional.empty(),
                false),
            url));
  }

  /** A URL for the log: its query may be a signed permission to fetch. */
  static String shown(String url) {
    return CloudResponse.withoutPermissions(url);
  }
}
