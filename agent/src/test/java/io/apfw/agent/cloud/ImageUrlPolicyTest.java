package io.apfw.agent.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.cloud.CloudFailure;
import io.apfw.cloud.CloudFailure.Cause;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageUrlPolicyTest {
  private static final ImageUrlPolicy STRICT = new ImageUrlPolicy(false, false);
  private static final ImageUrlPolicy PRIVATE = new ImageUrlPolicy(false, true);

  private static Optional<Cause> cause(ImageUrlPolicy policy, String url) {
    return policy.refusal(url).map(CloudFailure::cause);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://images.example/x_y_1.2",
        "HTTPS://images.example:8443/x",
        "http://203.0.113.7/x",
        "https://[2001:db8::1]/x"
      })
  void publicPlacesAreAllowed(String url) {
    assertThat(STRICT.refusal(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/passwd, URL_SCHEME",
    "ftp://images.example/x, URL_SCHEME",
    "tftp://images.example/x, URL_SCHEME",
    "http:///x, URL_MALFORMED",
    "http://, URL_MALFORMED",
    "http://images.example\\@127.0.0.1/x, URL_MALFORMED",
    "http://user:secret@images.example/x, URL_MALFORMED",
    "http://127.0.0.1/x, URL_ADDRESS",
    "http://localhost/x, URL_ADDRESS",
    "http://a.localhost/x, URL_ADDRESS",
    "http://127.1/x, URL_MALFORMED",
    "http://2130706433/x, URL_MALFORMED",
    "http://0x7f.0.0.1/x, URL_MALFORMED",
    "http://0177.0.0.1/x, URL_MALFORMED",
    "http://[::1]/x, URL_ADDRESS",
    "http://[::ffff:127.0.0.1]/x, URL_ADDRESS",
    "http://[::ffff:10.0.0.1]/x, URL_ADDRESS",
    "http://[fe80::1]/x, URL_ADDRESS",
    "http://[fd00::1]/x, URL_ADDRESS",
    "http://169.254.169.254/x, URL_ADDRESS",
    "http://10.1.2.3/x, URL_ADDRESS",
    "http://172.16.0.1/x, URL_ADDRESS",
    "http://192.168.1.1/x, URL_ADDRESS",
    "http://100.64.0.1/x, URL_ADDRESS",
    "http://0.0.0.0/x, URL_ADDRESS",
    "http://224.0.0.1/x, URL_ADDRESS"
  })
  void otherPlacesAreNot(String url, Cause cause) {
    assertThat(cause(STRICT, url)).contains(cause);
  }

  @Test
  void privateAddressesAreAllowedWhereTheImagesAreThereAndLinkLocalNever() {
    assertThat(cause(PRIVATE, "http://192.168.1.1/x")).isEmpty();
    assertThat(cause(PRIVATE, "http://localhost:8080/x")).isEmpty();
    assertThat(cause(PRIVATE, "http://[fd00::1]/x")).isEmpty();
    assertThat(cause(PRIVATE, "http://169.254.169.254/x")).contains(Cause.URL_ADDRESS);
    assertThat(cause(PRIVATE, "http://0.0.0.0/x")).contains(Cause.URL_ADDRESS);
  }

  @Test
  void httpsCanBeRequired() {
    ImageUrlPolicy https = new ImageUrlPolicy(true, false);
    assertThat(cause(https, "http://images.example/x")).contains(Cause.URL_SCHEME);
    assertThat(cause(https, "https://images.example/x")).isEmpty();
  }

  @Test
  void noPasswordIsSaid() {
    assertThat(STRICT.refusal("http://user:secret@images.example/x").orElseThrow().line())
        .doesNotContain("secret");
  }
}
