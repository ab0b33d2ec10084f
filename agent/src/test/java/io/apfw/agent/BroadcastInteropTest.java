package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RFC 5415 3.3: an AP and an AC that know no address of each other, on two ends of a wire between
 * network namespaces of their own. Needs root, ip and unshare; all of it dies with the test.
 */
@Tag("interop")
class BroadcastInteropTest {
  private static final List<String> GROUPS = List.of("224.0.1.140", "ff02::18c", "ff05::18c");

  /** $1 is the directory, $2 the class path, $3 Java; a shell's number names the AC's namespace. */
  private static final String WIRE =
      """
      set -e
      mkfifo "$1/pid" "$1/go" "$1/ready"
      export CLASSPATH="$2"
      run="$3 -Xmx128m -XX:TieredStopAtLevel=1 io.apfw.agent.DiscoveryByAllMeans"
      unshare --net sh -ec '
        echo $$ >"$0/pid"
        read -r go <"$0/go"
        ip link set lo up
        ip link set ac0 addrgenmode none
        ip link set ac0 up
        ip addr add 10.9.0.1/24 broadcast + dev ac0
        ip addr add fe80::1/64 dev ac0 nodad
        ip addr add fd09::1/64 dev ac0 nodad
        exec "$@"' "$1" $run ac ac0 "$1/ready" %s &
      read -r pid <"$1/pid"
      ip link set lo up
      ip link add ap0 type veth peer name ac0
      ip link set ac0 netns "$pid"
      echo go >"$1/go"
      ip link set ap0 addrgenmode none
      ip link set ap0 up
      ip addr add 10.9.0.2/24 broadcast + dev ap0
      ip addr add fe80::2/64 dev ap0 nodad
      ip addr add fd09::2/64 dev ap0 nodad
      ip route add default dev ap0
      read -r ready <"$1/ready"
      exec $run ap "$1" 255.255.255.255 10.9.0.255 %s
      """;

  @TempDir Path directory;

  @Test
  void anAcAnswersWhereverItIsAskedAndIsTaken() throws Exception {
    String groups = String.join(" ", GROUPS);
    Path output = directory.resolve("output");
    Process wire =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                WIRE.formatted(groups, groups),
                "sh",
                directory.toString(),
                System.getProperty("java.class.path"),
                Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = wire.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
      String all = Files.readString(output);
      assertThat(ended).as("it ended; it said: %s", all).isTrue();
      assertThat(wire.exitValue()).as("%s", all).isZero();
      assertThat(all.lines().filter(line -> line.startsWith(DiscoveryByAllMeans.HEARD)))
          .extracting(line -> line.replaceFirst("%\\d+", ""))
          .containsExactly(
              heard("255.255.255.255", "10.9.0.1"),
              heard("10.9.0.255", "10.9.0.1"),
              heard("224.0.1.140", "10.9.0.1"),
              heard("ff02::18c", "fe80:0:0:0:0:0:0:1"),
              heard("ff05::18c", "fd09:0:0:0:0:0:0:1"));
    } finally {
      wire.destroyForcibly();
    }
  }

  private static String heard(String destination, String ac) {
    return DiscoveryByAllMeans.HEARD
        + destination
        + ": Discovery Response from "
        + ac
        + ", AC name ac of the namespace";
  }
}
