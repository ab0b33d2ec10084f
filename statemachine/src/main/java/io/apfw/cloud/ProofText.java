package io.apfw.cloud;

import java.util.List;

/**
 * What a proof is about. Ours, for the capture does not show it: everything that makes the exchange
 * what it is, so that no part of it can be exchanged for another's.
 *
 * @param challenge decimal digits, as the cloud sent them
 * @param session as the cloud named it
 * @param guid X-Guid
 * @param ap X-Ap-Info
 * @param members the lines of the body, without CRLF
 */
public record ProofText(
    String challenge, String session, String guid, String ap, List<String> members) {
  public ProofText {
    members = List.copyOf(members);
  }

  static ProofText of(CloudConfig config, CloudAnswer.Challenge challenge) {
    return new ProofText(
        challenge.digits(),
        challenge.session(),
        config.guid(),
        config.ap().line(),
        config.members().stream().map(ApInfo::line).toList());
  }

  /** The parts in this order, each ended by CRLF, ASCII: no part contains one. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String part : List.of(challenge, session, guid, ap)) {
      text.append(part).append("\r\n");
    }
    members.forEach(member -> text.append(member).append("\r\n"));
    return text.toString();
  }
}
