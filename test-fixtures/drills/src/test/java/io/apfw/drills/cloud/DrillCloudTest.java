package io.apfw.drills.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.Purpose;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.fixtures.pki.TestIdentity;
import io.apfw.storage.trust.TrustStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The drill's cloud, asked by a client that is written here, not by the agent's. */
class DrillCloudTest {
  private static final TestAuthority ROOT = TestAuthority.root("devices");
  private static final TestIdentity AP = ROOT.issue(LeafSpec.of("AP", Purpose.CAPWAP_WTP));
  private static final String OWN = "SN1, 02:00:5e:10:00:01, C9105AXI";
  private static final String OTHER = "SN2, 02:00:5e:10:00:02, AP-115";

  private final List<CloudNote> notes = new ArrayList<>();

  private DrillCloud cloud(CloudFault fault, Rule... rules) {
    return new DrillCloud(
        new CloudRules(
            Map.of("SN1", new Device("lab", true), "SN2", new Device("attic", false)),
            Map.of("C9105AXI", "77", "AP-115", "26"),
            List.of(rules)),
        new ProofCheck(new TrustStore(List.of(ROOT.certificate())), InstantSource.system()),
        fault,
        1,
        notes::add);
  }

  private static Rule everybody() {
    return new Rule(By.EVERYBODY, "", 100, Map.of("77", "http://x/77", "26", "http://x/26"));
  }

  private static Map<String, String> headers(String ap, String session) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Type", "firmware-check");
    headers.put("X-Guid", "guid");
    headers.put("X-Ap-Info", ap);
    if (!session.isEmpty()) {
      headers.put("X-Session-Id", session);
    }
    return headers;
  }

  private static CloudReply first(DrillCloud cloud, String ap) {
    return cloud.answer(new CloudCall(headers(ap, ""), ""));
  }

  private static CloudReply second(DrillCloud cloud, CloudReply challenged, String ap, String more)
      throws Exception {
    String session = challenged.headers().getOrDefault("X-Session-Id", "");
    byte[] text =
        (challenged.headers().get("X-Challenge")
                + "\r\n"
                + session
                + "\r\nguid\r\n"
                + ap
                + "\r\n"
                + more)
            .getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(AP.key());
    signature.update(text);
    Map<String, String> headers = headers(ap, session);
    headers.put(
        "X-Challenge-Hash",
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
    String proof =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(AP.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n-----BEGIN APFW PROOF-----\n"
            + Base64.getMimeEncoder().encodeToString(signature.sign())
            + "\n-----END APFW PROOF-----\n";
    return cloud.answer(new CloudCall(headers, more + proof));
  }

  private static String code(CloudReply reply) {
    return reply.headers().getOrDefault("X-Status-Code", "none");
  }

  @Test
  void eachMemberOfAClusterGetsItsOwnClass() throws Exception {
    DrillCloud cloud = cloud(CloudFault.NONE, everybody());
    CloudReply reply = second(cloud, first(cloud, OWN), OWN, OTHER + "\r\n");
    assertThat(code(reply)).isEqualTo("success");
    assertThat(reply.body()).isEqualTo("\r\n77 http://x/77\r\n26 http://x/26\r\n");
    assertThat(reply.headers().get("X-Activation-Key")).matches("[A-Z0-9]{8}");
    assertThat(notes).hasSize(2);
  }

  @Test
  void aSessionIsGoodForOneAnswer() throws Exception {
    DrillCloud cloud = cloud(CloudFault.NONE, everybody());
    CloudReply challenged = first(cloud, OWN);
    assertThat(code(second(cloud, challenged, OWN, ""))).isEqualTo("success");
    assertThat(code(second(cloud, challenged, OWN, ""))).isEqualTo("fail-session");
  }

  @Test
  void aProofIsForItsChallengeAndItsAps() throws Exception {
    DrillCloud cloud = cloud(CloudFault.NONE, everybody());
    CloudReply one = first(cloud, OWN);
    CloudReply other = first(cloud, OWN);
    CloudReply mixed =
        new CloudReply(
            200,
            Map.of(
                "X-Challenge", one.headers().get("X-Challenge"),
                "X-Session-Id", other.headers().get("X-Session-Id")),
            "",
            CloudReply.How.WHOLE);
    assertThat(code(second(cloud, mixed, OWN, ""))).isEqualTo("fail-proof");
  }

  @Test
  void whoIsNotKnownOrNotShippedOrHasNoRuleIsToldSo() throws Exception {
    DrillCloud cloud = cloud(CloudFault.NONE, new Rule(By.FOLDER, "attic", 100, Map.of()));
    String stranger = "SN9, 02:00:5e:10:00:09, C9105AXI";
    assertThat(code(second(cloud, first(cloud, stranger), stranger, "")))
        .isEqualTo("fail-prov-no-device");
    assertThat(code(second(cloud, first(cloud, OTHER), OTHER, "")))
        .isEqualTo("fail-prov-no-shipped");
    assertThat(code(second(cloud, first(cloud, OWN), OWN, ""))).isEqualTo("fail-prov-no-rule");
  }

  @Test
  void whatIsNoFirmwareCheckIsABadRequest() {
    DrillCloud cloud = cloud(CloudFault.NONE, everybody());
    assertThat(cloud.answer(new CloudCall(Map.of("X-Ap-Info", OWN), "")).status()).isEqualTo(400);
    assertThat(first(cloud, "no AP").status()).isEqualTo(400);
  }

  @Test
  void itGoesWrongOnDemand() throws Exception {
    DrillCloud replaying = cloud(CloudFault.REPLAYED_CHALLENGE, everybody());
    assertThat(first(replaying, OWN).headers().get("X-Challenge"))
        .isEqualTo(first(replaying, OWN).headers().get("X-Challenge"));
    DrillCloud silent = cloud(CloudFault.SILENCE, everybody());
    assertThat(second(silent, first(silent, OWN), OWN, "").how()).isEqualTo(CloudReply.How.NEVER);
    DrillCloud cut = cloud(CloudFault.TRUNCATED, everybody());
    assertThat(second(cut, first(cut, OWN), OWN, "").how()).isEqualTo(CloudReply.How.HALF);
  }
}
