package io.apfw.drills.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.drills.lab.DrillPki;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.trust.Pem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code drill cloud}, from its example file to its sockets. */
class CloudServiceTest {
  private static final Path EXAMPLE = Path.of("cloud.example.yaml");

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void makeALaboratory() throws IOException {
    new DrillPki().write(directory.resolve("keys"));
    Files.createDirectory(directory.resolve("images"));
    Files.writeString(directory.resolve("images/ap1g8"), "an image");
  }

  private CloudService start(String text) throws IOException, YamlException {
    Path file = Files.writeString(directory.resolve("cloud.yaml"), text);
    return CloudService.start(file, new PrintWriter(out, true), Clock.systemUTC());
  }

  private static String example() throws IOException {
    return Files.readString(EXAMPLE)
        .replace("#port: 8443", "port: 0")
        .replace("#imagesPort: 8080", "imagesPort: 0");
  }

  @Test
  void theExampleServes() throws Exception {
    try (CloudService cloud = start(example())) {
      KeyStore roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      roots.setCertificateEntry(
          "root", Pem.certificates(directory.resolve("keys/network-roots.pem")).get(0));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(roots);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(tls)
              .build()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("https://127.0.0.1:" + cloud.port() + "/firmware"))
                      .header("X-Type", "firmware-check")
                      .header("X-Ap-Info", "SN0000001, 02:00:5e:10:00:01, C9105AXI")
                      .POST(HttpRequest.BodyPublishers.noBody())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-Challenge")).isPresent();
      assertThat(out.toString()).contains("TLS; 1 devices, 1 rules", "SN0000001 is challenged");
    }
  }

  @Test
  void everyMistakeIsNamed() throws IOException {
    String text =
        example()
            .replace("percent: 100", "percent: 101")
            .replace("{77: ap1g8}", "{77: ap1g9}")
            .replace("by: folder, value: lab", "by: folder")
            .replace("certificate: keys/cloud.pem", "certificate: keys/none.pem")
            .replace("#fault: none", "fault: slow");
    assertThatThrownBy(() -> start(text))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("tls.certificate: keys/none.pem: a readable file")
        .hasMessageContaining("rules[0].value: missing: the folder that it is for")
        .hasMessageContaining("rules[0].percent: 101: 0 to 100")
        .hasMessageContaining("which 77=ap1g9 is not")
        .hasMessageContaining("fault: slow: none, replayed-challenge, silence, truncated");
  }

  @Test
  void nothingOutsideOfTheImagesIsServed() throws IOException {
    assertThatThrownBy(() -> start(example().replace("{77: ap1g8}", "{77: ../keys/ac.key}")))
        .hasMessageContaining("which 77=../keys/ac.key is not");
  }
}
