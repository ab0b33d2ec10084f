package io.apfw.link.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TlsAlgorithmsTest {
  @Test
  void everyNameStandsForAnAlgorithmThatBouncyCastleHas() throws GeneralSecurityException {
    TlsAlgorithms.install();

    Set<Provider.Service> services = Security.getProvider("apfw-tls").getServices();
    assertThat(services).hasSize(6);
    for (Provider.Service each : services) {
      assertThat(each.newInstance(null)).isNotNull();
    }
  }
}
