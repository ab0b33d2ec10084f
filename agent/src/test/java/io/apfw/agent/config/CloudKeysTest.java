package io.apfw.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cloud's keys: off unless they say otherwise, and complete when they do. */
class CloudKeysTest {
  private static final Path EXAMPLE = Path.of("..", "packaging", "apfw.example.yaml");

  private static AgentConfig parse(String text) throws ConfigException {
    ConfigLoader loader = new ConfigLoader(new ValueParser(Path.of("/etc/apfw"), path -> true));
    loader.add("cloud.yaml", text);
    return loader.finish().config();
  }

  /** The example file with one line in the place of another. */
  private static AgentConfig with(String line, String other) throws Exception {
    String enabled =
        Files.readString(EXAMPLE).replace("\n  enabled: false\n", "\n  enabled: true\n");
    assertThat(enabled).contains("\n  " + line + "\n");
    return parse(
        enabled.replace("\n  " + line + "\n", other.isEmpty() ? "\n" : "\n  " + other + "\n"));
  }

  @Test
  void theExampleAsksNoCloud() throws Exception {
    assertThat(parse(Files.readString(EXAMPLE)).cloud()).isEmpty();
  }

  @Test
  void whatIsEnabledIsComplete() throws Exception {
    CloudSettings cloud = with("domain: cloud.example", "").cloud().orElseThrow();
    assertThat(cloud.domain()).as("the URL's host").isEqualTo("cloud.example");
    assertThat(cloud.members())
        .containsExactly(new ApInfo("CJ0080398", "18:64:72:c1:d3:fa", "AP-115"));
    assertThat(cloud.classes()).containsEntry("AP-115", "26");
    assertThat(cloud.wanted()).isEqualTo(CloudConfig.Wanted.NEWER);
    assertThat(cloud.proofHash()).isEqualTo("SHA-256");
    assertThat(cloud.proof()).isPresent();
    assertThat(cloud.timing().intervalMillis()).isEqualTo(604_800_000);
  }

  @ParameterizedTest
  @CsvSource({
    "url: https://cloud.example, '', cloud.url",
    "url: https://cloud.example, url: http://cloud.example, cloud.url",
    "url: https://cloud.example, url: https://cloud.example/path, cloud.url",
    "url: https://cloud.example, url: https://a:b@cloud.example, cloud.url",
    "url: https://cloud.example, url: https://cloud.example:70000, cloud.url",
    "trust: /etc/apfw/cloud-roots.pem, '', cloud.trust",
    "guid: ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93, '', cloud.guid",
    "oemTag: Aruba, oemTag: Ar\u00fcba, cloud.oemTag",
    "key: /etc/apfw/cloud.key, '', cloud.key",
    "classes: {AP-115: 26}, classes: [AP-115], cloud.classes",
    "timeoutMillis: 5000, timeoutMillis: 30001, cloud.exchangeMillis",
    "backOffMaxMillis: 86400000, backOffMaxMillis: 59999, cloud.backOffMaxMillis"
  })
  void aMistakeIsNamedByItsKey(String line, String other, String key) {
    assertThatThrownBy(() -> with(line, other))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(ConfigProblem::key)
                    .as("%s", e.problems())
                    .contains(key));
  }

  @Test
  void aMemberThatIsNoneIsShownWithOneThatIs() {
    assertThatThrownBy(
            () ->
                with(
                    "members: [\"CJ0080398, 18:64:72:c1:d3:fa, AP-115\"]",
                    "members: [\"CJ0080398\"]"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.problems().toString()).contains("18:64:72:c1:d3:fa"));
  }
}
