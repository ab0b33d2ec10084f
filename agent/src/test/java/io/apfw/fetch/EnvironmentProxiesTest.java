package io.apfw.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
  private static final Map<String, String> BOTH =
      Map.of(
          "http_proxy", "http://proxy.example:3128",
          "HTTPS_PROXY", "joe:pw@secure.example",
          "no_proxy", "localhost, .corp.example,192.0.2.7,[2001:db8::1],lab.example:8080");

  @ParameterizedTest
  @CsvSource({
    "http://images.example/b, proxy.example, 3128",
    "https://images.example/b, secure.example, 80",
    "http://lab.example/b, proxy.example, 3128",
    "http://notcorp.example/b, proxy.example, 3128",
  })
  void goesThroughTheProxy(String url, String host, int port) {
    Proxy proxy = new EnvironmentProxies(BOTH).select(URI.create(url)).get(0);
    assertThat(proxy.address()).isEqualTo(InetSocketAddress.createUnresolved(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/b",
    "https://corp.example/b",
    "http://a.b.corp.example/b",
    "http://192.0.2.7/b",
    "http://[2001:db8::1]/b",
    "http://lab.example:8080/b",
  })
  void goesStraight(String url) {
    assertThat(new EnvironmentProxies(BOTH).select(URI.create(url)))
        .containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void knowsTheProxysCredentials() {
    EnvironmentProxies proxies = new EnvironmentProxies(BOTH);
    assertThat(proxies.credentials(URI.create("https://h/b"))).contains("joe:pw");
    assertThat(proxies.credentials(URI.create("http://h/b"))).isEmpty();
  }

  @Test
  void ignoresWhatAClientOfACgiCanSet() {
    assertThat(
            new EnvironmentProxies(Map.of("HTTP_PROXY", "http://evil.example"))
                .select(URI.create("http://h/b")))
        .containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void saysThatAProxyIsNoUrlWithoutItsPassword() {
    assertThatThrownBy(
            () ->
                new EnvironmentProxies(Map.of("all_proxy", "socks5://joe:pw@h"))
                    .select(URI.create("http://h/b")))
        .hasMessageContaining("http_proxy")
        .hasMessageNotContaining("pw@");
  }
}
