package io.apfw.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The requests, held to the capture. */
class CloudRequestTest {
  private static final String CAPTURE = "/io/apfw/vectors/transcripts/awc_firmware_check_2016.txt";

  /** The second request as the capture's log has it, which shows CRLF as "^M ". */
  private static String captured() throws Exception {
    try (InputStream in = CloudRequestTest.class.getResourceAsStream(CAPTURE)) {
      String log = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      int begin = log.indexOf("Sent header '") + "Sent header '".length();
      return log.substring(begin, log.indexOf('\n', begin));
    }
  }

  @Test
  void theSecondRequestIsTheCapturesHeaderForHeader() throws Exception {
    CloudConfig config = CloudBench.config();
    int members = 38;
    CloudRequest request =
        CloudRequest.second(
            config,
            "6.4.2.6",
            CloudBench.SESSION,
            new CloudProof("c0ffee", "x".repeat(2542 - members)));
    // The capture's publisher took out the host and the version, and the log ends before the hash.
    String cut =
        request
            .head()
            .replace("Host: cloud.example", "Host:")
            .replace("X-Current-Version: 6.4.2.6", "X-Current-Version:")
            .replace(" c0ffee\r\n\r\n", "")
            .replace("\r\n", "^M ");
    assertThat(cut).isEqualTo(captured());
  }

  @Test
  void theFirstRequestHasNoSessionAndKeepsTheConnection() {
    assertThat(CloudRequest.first(CloudBench.config(), "6.4.2.6").head())
        .isEqualTo(
            String.join(
                "\r\n",
                "POST /firmware HTTP/1.1",
                "Host: cloud.example",
                "Content-Length: 38",
                "Connection: keep-alive",
                "X-Type: firmware-check",
                "X-Guid: ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93",
                "X-OEM-Tag: Aruba",
                "X-Mode: IAP",
                "X-Factory-Default: No",
                "X-Current-Version: 6.4.2.6",
                "X-Ap-Info: CK0028642, ac:a3:1e:c5:9a:6e, AP-215",
                "X-Features: 0001100101000000000000000000000000000000001000011000000",
                "",
                ""));
  }

  @Test
  void nothingGetsIntoTheHeadersThatWouldMakeAnother() {
    assertThatThrownBy(() -> new ApInfo("a\r\nX-Evil: 1", "18:64:72:c1:d3:fa", "AP-115"))
        .hasMessageContaining("visible ASCII");
    assertThatThrownBy(() -> new ApInfo("a", "18:64:72:c1:d3:fa", "b, c"))
        .hasMessageContaining("comma");
    assertThatThrownBy(() -> new ApInfo("a", "18-64-72-c1-d3-fa", "b"))
        .hasMessageContaining("colons");
    assertThat(ApInfo.parse("CJ0080398, 18:64:72:c1:d3:fa, AP-115")).contains(CloudBench.MEMBER);
    assertThat(ApInfo.parse("CJ0080398, 18:64:72:c1:d3:fa")).isEmpty();
  }
}
