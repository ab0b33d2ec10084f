package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.drills.cloud.CloudFault;
import io.apfw.drills.cloud.CloudRules;
import io.apfw.drills.cloud.CloudRules.By;
import io.apfw.drills.cloud.CloudRules.Device;
import io.apfw.drills.cloud.CloudRules.Rule;
import io.apfw.drills.cloud.DrillCloud;
import io.apfw.drills.cloud.LiveCloud;
import io.apfw.drills.cloud.ProofCheck;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.trust.TrustStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cloud, asked by hand, by a running agent and without one. */
class CheckTest {
  private static final String SERIAL = "FGL00000001";
  private static final String CLASS = "77";

  @TempDir private Path directory;
  private Laboratory lab;

  @SuppressWarnings("NullAway.Init") // made before each test
  private LiveCloud cloud;

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    TestAuthority root = TestAuthority.root("cloud root");
    root.writeCertificate(directory.resolve("cloud.pem"));
    cloud = new LiveCloud(root.issue(LeafSpec.server("cloud.example")));
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
    cloud.close();
  }

  private void configure() throws Exception {
    lab.find(
        """
        controller: {addresses: ["127.0.0.1:9"], dataPort: 9}
        discovery: {intervalMillis: 20, maxIntervalMillis: 20}
        cloud: {enabled: true, url: "https://127.0.0.1:%d", domain: cloud.example,
                trust: cloud.pem, guid: abc, classes: {C9105AXI: "%s"},
                certificate: wtp.pem, key: wtp.key,
                bootSpreadMillis: 3600000, privateAddresses: true}"""
            .formatted(cloud.port(), CLASS),
        "127.0.0.1");
    lab.storage();
  }

  private void answer(Map<String, Device> devices, String url) throws Exception {
    cloud.answer(
        new DrillCloud(
            new CloudRules(
                devices,
                Map.of("C9105AXI", CLASS),
                List.of(new Rule(By.EVERYBODY, "", 100, Map.of(CLASS, url)))),
            new ProofCheck(TrustStore.load(directory.resolve("root.pem")), InstantSource.system()),
            CloudFault.NONE,
            1,
            note -> {}));
  }

  private static String cloudResult(JsonObject status) {
    return status.getObject("cloud").getString("result");
  }

  private static JsonObject last(String printed) throws Exception {
    List<String> lines = printed.lines().toList();
    return JsonParser.object().from(lines.get(lines.size() - 1));
  }

  @Test
  void withoutAnAgentTheAnswerIsOnlyShown() throws Exception {
    configure();
    lab.bootLoader();
    answer(Map.of(SERIAL, new Device("f", true)), cloud.url("drill_ap1g8_17.9.4.27_1.tar"));
    assertThat(lab.apfw("check"))
        .contains("awc_init_connection: 2004: connecting to", "new version, running 17.3.3.26");
    JsonObject answer = last(lab.apfw("check", "--json"));
    assertThat(answer.getInt("exit")).isZero();
    assertThat(answer.getString("outcome")).isEqualTo("OFFERED");
    assertThat(answer.getArray("members").getObject(0).getString("version")).isEqualTo("17.9.4.27");
    assertThat(lab.apfw("journal")).contains("No update yet.");
  }

  @Test
  void aRefusalHasItsNumberAndItsExitCode() throws Exception {
    configure();
    lab.bootLoader();
    answer(Map.of(), cloud.url("drill_ap1g8_17.9.4.27_1.tar"));
    JsonObject answer = last(lab.apfw(ExitCode.PEER_UNAVAILABLE, "check", "--json"));
    assertThat(answer.getInt("cause")).isEqualTo(421);
    assertThat(answer.getString("error")).contains("NO_DEVICE");
  }

  @Test
  void aRunningAgentInstallsWhatItIsOffered() throws Exception {
    String url = cloud.image("drill_ap1g8_17.9.4.27_1.tar", lab.image("ap1g8", "17.9.4.27"));
    answer(Map.of(SERIAL, new Device("f", true)), url);
    configure();
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Discovery");
    lab.awaitListening();
    assertThat(lab.apfw("status")).doesNotContain("Cloud");
    JsonObject answer = last(lab.apfw("check", "--json"));
    assertThat(answer.getString("outcome")).isEqualTo("OFFERED");
    JsonObject status = lab.awaitStatus(told -> !cloudResult(told).isEmpty());
    assertThat(cloudResult(status)).isEqualTo("OFFERED");
    agent.awaitLine("status 'Successfully verified image in part1.'");
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aRunningAgentLeavesARecordOfACheckThatFailed() throws Exception {
    answer(Map.of(), cloud.url("drill_ap1g8_17.9.4.27_1.tar"));
    configure();
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Discovery");
    lab.awaitListening();
    lab.apfw(ExitCode.PEER_UNAVAILABLE, "check");
    String record =
        agent.awaitMatch("Flight record of the last steps: (\\S+flight-cloud-\\S+)").group(1);
    agent.stop();
    JsonObject replayed = JsonParser.object().from(lab.apfw("replay", record, "--json"));
    assertThat(replayed.getString("reason")).contains("E421 NO_DEVICE");
    assertThat(replayed.getBoolean("same")).isTrue();
    assertThat(replayed.getObject("states").getString("cloud")).isEqualTo("Idle");
  }

  @Test
  void withoutACloudItSaysSo() throws Exception {
    lab.storage();
    assertThat(lab.apfw(ExitCode.BAD_CONFIGURATION, "check")).contains("cloud.enabled is false");
  }
}
