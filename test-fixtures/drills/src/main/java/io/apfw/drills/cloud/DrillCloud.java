package io.apfw.drills.cloud;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A cloud as the captures of awc show one: the first request is answered with a challenge and a
 * session, the second one with a status code and a line of class and URL for each image. No clock,
 * thread or socket; every random choice follows from a seed.
 *
 * <p>A session is good for one answer: a proof that is sent again is refused.
 */
public final class DrillCloud {
  private static final int CHALLENGE_DIGITS = 209;
  private static final int SESSIONS_MAX = 1_000;
  private static final String SESSION = "X-Session-Id";

  private final CloudRules rules;
  private final ProofCheck proofs;
  private final CloudFault fault;
  private final Random random;
  private final Consumer<CloudNote> notes;
  private final Map<String, String> challenges = new HashMap<>();
  private Optional<String> firstChallenge = Optional.empty();

  /**
   * A cloud without sessions.
   *
   * @param seed of all its random choices
   * @param notes takes what it does
   */
  public DrillCloud(
      CloudRules rules, ProofCheck proofs, CloudFault fault, long seed, Consumer<CloudNote> notes) {
    this.rules = rules;
    this.proofs = proofs;
    this.fault = fault;
    this.random = new Random(seed);
    this.notes = notes;
  }

  /** Answers a request; one at a time. */
  public CloudReply answer(CloudCall call) {
    Optional<List<CloudCall.Ap>> aps = call.aps();
    if (!call.header("x-type").equals("firmware-check") || aps.isEmpty()) {
      return new CloudReply(400, Map.of(), "", CloudReply.How.WHOLE);
    }
    String session = call.header("x-session-id");
    return session.isEmpty() ? challenge(aps.get().get(0)) : decide(call, session, aps.get());
  }

  private CloudReply challenge(CloudCall.Ap ap) {
    if (challenges.size() == SESSIONS_MAX) {
      challenges.clear();
    }
    String session = new UUID(random.nextLong(), random.nextLong()).toString();
    String challenge = digits();
    if (fault == CloudFault.REPLAYED_CHALLENGE) {
      challenge = firstChallenge.orElse(challenge);
      firstChallenge = Optional.of(challenge);
    }
    challenges.put(session, challenge);
    notes.accept(new CloudNote.Challenged(ap.serial(), session));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Challenge", challenge);
    headers.put(SESSION, session);
    return new CloudReply(200, headers, "", CloudReply.How.WHOLE);
  }

  private String digits() {
    StringBuilder digits = new StringBuilder();
    digits.append(1 + random.nextInt(9));
    while (digits.length() < CHALLENGE_DIGITS) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private CloudReply decide(CloudCall call, String session, List<CloudCall.Ap> aps) {
    String challenge = challenges.remove(session);
    String code;
    Set<String> lines = new LinkedHashSet<>();
    if (challenge == null) {
      code = "fail-session";
    } else if (!proofs.holds(call, challenge, session)) {
      code = "fail-proof";
    } else {
      code = rules.refusal(aps.get(0)).orElse("success");
      if (code.equals("success")) {
        aps.forEach(
            ap ->
                rules
                    .image(ap)
                    .ifPresent(image -> lines.add(image.getKey() + " " + image.getValue())));
      }
    }
    notes.accept(new CloudNote.Answered(aps.get(0).serial(), code, new ArrayList<>(lines)));
    Map<String, String> headers = new LinkedHashMap<>();
    if (code.equals("success")) {
      headers.put("X-Activation-Key", key());
    }
    headers.put(SESSION, session);
    headers.put("X-Status-Code", code);
    headers.put("X-Type", "firmware-check");
    StringBuilder body = new StringBuilder(lines.isEmpty() ? "" : "\r\n");
    lines.forEach(line -> body.append(line).append("\r\n"));
    return new CloudReply(200, headers, body.toString(), how());
  }

  private String key() {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    StringBuilder key = new StringBuilder();
    while (key.length() < 8) {
      key.append(letters.charAt(random.nextInt(letters.length())));
    }
    return key.toString();
  }

  private CloudReply.How how() {
    return switch (fault) {
      case TRUNCATED -> CloudReply.How.HALF;
      case SILENCE -> CloudReply.How.NEVER;
      default -> CloudReply.How.WHOLE;
    };
  }
}
