package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/a/b.apfw, HTTP, 192.0.2.1, 80, /a/b.apfw",
    "https://images.example:8443/b%20c, HTTPS, images.example, 8443, /b c",
    "HTTPS://[2001:db8::1]/b, HTTPS, 2001:db8::1, 443, /b",
    "tftp://192.0.2.1:6969/b, TFTP, 192.0.2.1, 6969, /b",
    "tftp://192.0.2.1/b;mode=octet, TFTP, 192.0.2.1, 69, /b",
    "sftp://admin@192.0.2.1/srv/b, SFTP, 192.0.2.1, 22, /srv/b",
    "file:///srv/b, FILE, '', 0, /srv/b",
    "/srv/b c.apfw, FILE, '', 0, /srv/b c.apfw",
  })
  void reads(String text, Location.Scheme scheme, String host, int port, String path)
      throws FetchException {
    Location location = Location.parse(text);
    assertThat(location.scheme()).isEqualTo(scheme);
    assertThat(location.host()).isEqualTo(host);
    assertThat(location.port()).isEqualTo(port);
    assertThat(location.path()).isEqualTo(path);
  }

  @Test
  void hidesWhatIsSecret() throws FetchException {
    Location location = Location.parse("https://joe:s%3Acret@images.example/b?sig=abc");
    assertThat(location).hasToString("https://******@images.example/b?******");
    assertThat(location.user()).contains("joe");
    assertThat(location.password()).contains("s:cret");
    assertThat(Location.parse("sftp://joe@h:2222/b")).hasToString("sftp://******@h:2222/b");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/b, its scheme is ftp",
    "image.apfw, it has no scheme",
    "http:///b, names no host",
    "http://h, names no file",
    "http://h/, names no file",
    "http://h:70000/b, port 70000",
    "http://h/%0a, control character",
    "file://server/b, is on this machine",
    "tftp://h/b;mode=netascii, only mode=octet",
    "https://joe:s3cret@h:x/b, names no host",
    "https://joe:s3 cret@h/b, character",
  })
  void refuses(String text, String why) {
    assertThatThrownBy(() -> Location.parse(text))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("E210 LOCATION_UNUSABLE")
        .hasMessageContaining(why)
        .hasMessageNotContaining("s3");
  }

  @Test
  void refusesWhatIsLongerThanAnyUrl() {
    assertThatThrownBy(() -> Location.parse("/" + "x".repeat(3_000)))
        .hasMessageContaining("3001 characters, at most 2048");
  }
}
