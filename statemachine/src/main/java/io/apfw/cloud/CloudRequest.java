package io.apfw.cloud;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One POST to {@code /firmware}, as the capture of awc shows the second one.
 *
 * <pre>
 * POST /firmware HTTP/1.1
 * Host, Content-Length, Connection, X-Type, X-Guid, X-OEM-Tag, X-Mode, X-Factory-Default,
 * X-Session-Id, X-Current-Version, X-Ap-Info, X-Features, X-Challenge-Hash
 *
 * serial, mac, model              one line with CRLF for each further AP of the cluster
 * the proof                       what the prover has to say
 * </pre>
 *
 * <p>The capture does not show the headers of the first POST. Ours are those of the second without
 * X-Session-Id and X-Challenge-Hash, of which nothing is known yet, and with {@code Connection:
 * keep-alive}: the capture has one connection for both.
 *
 * @param headers in the order of the wire, complete
 * @param members the lines of the cluster
 * @param proof what follows them
 */
public record CloudRequest(List<Header> headers, String members, String proof) {
  /** Where both POSTs go. */
  public static final String PATH = "/firmware";

  static final String TYPE = "firmware-check";
  private static final String CRLF = "\r\n";

  public CloudRequest {
    headers = List.copyOf(headers);
  }

  /** The POST that asks for a challenge. */
  static CloudRequest first(CloudConfig config, String running) {
    return of(config, running, "", new CloudProof("", ""));
  }

  /** The POST that answers it. */
  static CloudRequest second(CloudConfig config, String running, String session, CloudProof proof) {
    return of(config, running, session, proof);
  }

  private static CloudRequest of(
      CloudConfig config, String running, String session, CloudProof proof) {
    StringBuilder members = new StringBuilder();
    config.members().forEach(member -> members.append(member.line()).append(CRLF));
    boolean last = !session.isEmpty();
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Host", config.host()));
    headers.add(
        new Header(
            "Content-Length", Integer.toString(bytes(members.toString()) + bytes(proof.body()))));
    headers.add(new Header("Connection", last ? "close" : "keep-alive"));
    headers.add(new Header("X-Type", TYPE));
    headers.add(new Header("X-Guid", config.guid()));
    headers.add(new Header("X-OEM-Tag", config.oemTag()));
    headers.add(new Header("X-Mode", config.mode()));
    headers.add(new Header("X-Factory-Default", config.factoryDefault() ? "Yes" : "No"));
    if (last) {
      headers.add(new Header("X-Session-Id", session));
    }
    headers.add(new Header("X-Current-Version", running));
    headers.add(new Header("X-Ap-Info", config.ap().line()));
    headers.add(new Header("X-Features", config.features()));
    if (last) {
      headers.add(new Header("X-Challenge-Hash", proof.hash()));
    }
    return new CloudRequest(headers, members.toString(), proof.body());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII).length;
  }

  /** The whole body, ASCII. */
  public String body() {
    return members + proof;
  }

  /** The request line and the headers as they go out, with the empty line behind them. */
  public String head() {
    StringBuilder head = new StringBuilder("POST " + PATH + " HTTP/1.1" + CRLF);
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append(CRLF));
    return head.append(CRLF).toString();
  }
}
