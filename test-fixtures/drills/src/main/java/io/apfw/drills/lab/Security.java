package io.apfw.drills.lab;

import io.apfw.capwap.wire.Octets;
import io.apfw.drills.dtls.AcIdentity;
import io.apfw.drills.dtls.Manners;
import io.apfw.drills.dtls.Psk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What controller and AP prove themselves with, and how.
 *
 * @param manners of the controller's DTLS
 * @param controller what it shows, where certificates are shown
 * @param agentKeys the AP's keys under {@code dtls}
 */
record Security(Manners manners, AcIdentity controller, Map<String, Object> agentKeys) {
  private static final String IDENTITY = "drill";
  private static final int KEY_BYTES = 32;
  private static final int FRAGMENT_BYTES = 256;

  /** An MTU of 500 less IP, UDP and CAPWAP DTLS header. */
  private static final int MTU_500_BYTES = 500 - 28 - 4;

  /** So that a wrong key, which looks like loss, takes little of a drill's time. */
  private static final int HANDSHAKE_MILLIS = 3_000;

  Security {
    agentKeys = Map.copyOf(agentKeys);
  }

  /** The same with another certificate of the controller. */
  Security showing(AcIdentity other) {
    return new Security(manners, other, agentKeys);
  }

  /** Certificates both ways over DTLS 1.2, unless that is bent; writes what the AP has to have. */
  static Security of(Optional<DtlsBend> bend, DrillPki pki, DrillAp ap) throws IOException {
    if (bend.isEmpty()) {
      return certificates(Manners.USUAL, pki.controller(), ap, false);
    }
    return switch (bend.get()) {
      case COOKIE_OF_0_BYTES -> certificates(Manners.cookie(0), pki.controller(), ap, false);
      case COOKIE_OF_1_BYTE -> certificates(Manners.cookie(1), pki.controller(), ap, false);
      case COOKIE_OF_255_BYTES -> certificates(Manners.cookie(255), pki.controller(), ap, false);
      case WHOLE_CLIENT_HELLO -> certificates(Manners.wholeHello(), pki.controller(), ap, false);
      case HANDSHAKE_OF_256_BYTES ->
          certificates(Manners.datagrams(FRAGMENT_BYTES), pki.controller(), ap, false);
      case MTU_OF_500 ->
          certificates(Manners.datagrams(MTU_500_BYTES), pki.controller(), ap, false);
      case LEGACY -> certificates(Manners.old(), pki.oldController(), ap, true);
      case LEGACY_UNWANTED -> certificates(Manners.old(), pki.oldController(), ap, false);
      case PRE_SHARED_KEY -> keys(pki, ap, true);
      case WRONG_PRE_SHARED_KEY -> keys(pki, ap, false);
      case CLOCK_NEVER_SET -> certificates(Manners.USUAL, pki.controllerOfTomorrow(), ap, false);
    };
  }

  private static Security certificates(
      Manners manners, AcIdentity controller, DrillAp ap, boolean legacy) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("certificate", path(ap.certificate()));
    agent.put("key", path(ap.key()));
    agent.put("trust", path(ap.networkRoots()));
    agent.put("legacy", legacy);
    return new Security(manners, controller, agent);
  }

  private static Security keys(DrillPki pki, DrillAp ap, boolean same) throws IOException {
    Octets key = random();
    Path file = ap.directory().resolve("ap.psk");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, (same ? key : random()).hex() + "\n");
    return new Security(
        Manners.preShared(new Psk(IDENTITY, key)),
        pki.controller(),
        Map.of(
            "credentials",
            "psk",
            "pskIdentity",
            IDENTITY,
            "pskKeyFile",
            path(file),
            "handshakeMillis",
            HANDSHAKE_MILLIS));
  }

  private static Octets random() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Octets.wrap(bytes);
  }

  private static String path(Path path) {
    return path.toAbsolutePath().toString();
  }
}
