package io.apfw.drills.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apfw.drills.controller.Bend;
import io.apfw.drills.lab.ImageServer;
import io.apfw.drills.text.Script.Driver;
import io.apfw.drills.text.Script.What;
import io.apfw.drills.text.Script.When;
import io.apfw.drills.yaml.YamlException;
import io.apfw.storage.slot.SlotId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {
  @Test
  void aSummaryIsEnough() throws YamlException {
    Script script = ScriptReader.of("plain", "summary: nothing happens\n");
    assertThat(script.name()).isEqualTo("plain");
    assertThat(script.drivers()).containsExactlyInAnyOrder(Driver.VIRTUAL, Driver.LIVE);
    assertThat(script.controller().wants()).isEqualTo(script.image().version());
    assertThat(script.events()).isEmpty();
  }

  @Test
  void everyKey() throws YamlException {
    Script script =
        ScriptReader.of(
            "all",
            """
            summary: all of it
            drivers: [virtual]
            aps: {count: 3, running: "1.0", backup: "0.9", spread: 2 min, trial: 90 s,
              trialExtensions: 1, disk: io-error}
            image: {version: "2.0", size: 3 MiB, flaw: flipped-bit}
            controller: {wants: nothing, window: 16, blockBytes: 1024, bend: zombie}
            network: {roundTrip: 40 ms, jitter: 5 ms, loss: 2.5 %, duplication: 1 %, reordering: 100 %}
            events:
              - {at: 10 s, do: cut-link}
              - {state: Image Data, do: stop-controller}
              - {blocks: 7, do: cut-power}
              - {log: "^a+$", do: reset, version: "2.0"}
            expect: {within: 1 h, quiet: 5 s, states: [Join, Run], log: [x, y], never: z,
              part1: 2.0 GOOD, running: part1, boots: [part2, part1]}
            """);
    assertThat(script.aps())
        .isEqualTo(
            new Script.Aps(
                3,
                "1.0",
                "0.9",
                Duration.ofMinutes(2),
                Duration.ofSeconds(90),
                1,
                Script.Disk.IO_ERROR));
    assertThat(script.image()).isEqualTo(new Script.Image("2.0", 3 << 20, Script.Flaw.FLIPPED_BIT));
    assertThat(script.controller())
        .isEqualTo(new Script.Controller("", 16, 1024, Optional.of(Bend.ZOMBIE)));
    assertThat(script.network())
        .isEqualTo(
            new Script.Network(Duration.ofMillis(40), Duration.ofMillis(5), 25, 10, 1000, 0, 1500));
    assertThat(script.events()).hasSize(4);
    assertThat(script.events().get(0))
        .isEqualTo(new Script.Event(new When.At(Duration.ofSeconds(10)), What.CUT_LINK, ""));
    assertThat(script.events().get(3).argument()).isEqualTo("2.0");
    assertThat(script.expected().slots()).isEqualTo(Map.of(SlotId.PART1, "2.0 GOOD"));
    assertThat(script.expected().boots()).containsExactly("part2", "part1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aps: {count: 0}                  | bad.yaml:2: aps.count: 0: 1 to 10000",
        "aps: {cuont: 1}                  | bad.yaml:2: aps.cuont: unknown; allowed here: backup, count, ",
        "image: {flaw: rotten}            | bad.yaml:2: image.flaw: rotten: none, untrusted-signer, ",
        "image: {size: 3 MB}              | bad.yaml:2: image.size: 3 MB: a size, such as ",
        "image: {size: 12}                | bad.yaml:2: image.size: 12: 1024 to ",
        "network: {loss: 101 %}           | bad.yaml:2: network.loss: 101 %: a part from 0 % to 100 %",
        "network: {loss: 100.5 %}         | bad.yaml:2: network.loss: 100.5 %: a part from 0 % to 100 %",
        "network: {roundTrip: 3}          | bad.yaml:2: network.roundTrip: 3: a time, such as 20 ms",
        "network: {mtu: 500}              | bad.yaml:2: network.mtu: 500: 576 to 1500",
        "network: {corruption: a bit}     | bad.yaml:2: network.corruption: a bit: a part from 0 % to",
        "events: [{do: cut-power}]        | bad.yaml:2: events[0].at: missing: one of at, state, blocks and log",
        "events: [{at: 1 s}]              | bad.yaml:2: events[0].do: missing: cut-power, cut-link, ",
        "events: [{at: 1 s, do: reset}]   | bad.yaml:2: events[0].version: missing: a version",
        "events: [{at: 1 s, do: set-clock}] | bad.yaml:2: events[0].to: missing: a time of the years",
        "events: [{at: 1 s, do: set-clock, to: now}] | bad.yaml:2: events[0].to: now: a time of the",
        "events: [{at: 1 s, do: set-clock, to: 1969-01-01T00:00:00Z}] | 1969-01-01T00:00:00Z: a time",
        "events: [{at: 1 s, do: cut-link, to: 2019-01-01T00:00:00Z}] | events[0].to: missing: nothing: only",
        "events: [{state: Rnu, do: cut-power}] | bad.yaml:2: events[0].state: Rnu: one of Discovery, ",
        "events: here                     | bad.yaml:2: events: here: a list of mappings",
        "expect: {log: '('}               | bad.yaml:2: expect.log: (: regular expressions",
        "expect: {part1: good}            | bad.yaml:2: expect.part1: good: a version and EMPTY, BAD, ",
        "expect: {states: [Running]}      | bad.yaml:2: expect.states: (a list): Running: one of ",
        "expect: {boots: [part3]}         | bad.yaml:2: expect.boots: (a list): a list of part1 and part2",
        "fileServer: {fault: closed}      | bad.yaml:2: fileServer.kind: missing: tftp, sftp, https",
        "fileServer: {kind: tftp, fault: wrong-password} | wrong-password: wrong-password with kind: sftp",
        "cloud: {has: 1 2}                | bad.yaml:2: cloud.has: 1 2: a version, such as 17.9.4.27, or",
        "cloud: {fault: rain}             | bad.yaml:2: cloud.fault: rain: none, bad-certificate, wrong-",
        "drivers: dead                    | bad.yaml:2: drivers: dead: virtual, live, or both",
      })
  void aMistakeIsNamed(String line, String message) {
    assertThatThrownBy(() -> ScriptReader.of("bad", "summary: x\n" + line + "\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatOnlyAVirtualMachineCanDoIsNotLive() throws YamlException {
    assertThatThrownBy(
            () -> ScriptReader.of("bad", "summary: x\ndrivers: live\nimage: {flaw: hangs}\n"))
        .hasMessageContaining("bad.yaml:2: drivers: live: virtual: a live drill cannot boot what");
    assertThat(
            ScriptReader.of("good", "summary: x\nevents: [{at: 1 s, do: fill-disk}]\n").drivers())
        .containsExactly(Driver.VIRTUAL);
    String narrow = "network: {mtu: 1400}\n";
    assertThat(ScriptReader.of("good", "summary: x\n" + narrow).drivers())
        .containsExactly(Driver.LIVE);
    assertThatThrownBy(() -> ScriptReader.of("bad", "summary: x\ndrivers: virtual\n" + narrow))
        .hasMessageContaining("bad.yaml:2: drivers: virtual: live: messages have no length");
    assertThatThrownBy(() -> ScriptReader.of("bad", "summary: x\naps: {count: 9}\n" + narrow))
        .hasMessageContaining(
            "drivers: missing: nobody can act it out: a live drill has at most 8 APs; mess");
    assertThatThrownBy(
            () ->
                ScriptReader.of(
                    "bad",
                    """
                    summary: x
                    drivers: live
                    aps: {count: 2}
                    events: [{blocks: 5, do: cut-power}]
                    """))
        .hasMessageContaining("a live drill with several APs counts no blocks");
  }

  @Test
  void fileServersAndCloudsAreForLiveDrillsAndAStandInIsNot() throws YamlException {
    Script files = ScriptReader.of("good", "summary: x\nfileServer: {kind: tftp, fault: silent}\n");
    assertThat(files.fileServer())
        .contains(new Script.FileServer(ImageServer.Kind.TFTP, ImageServer.Fault.SILENT));
    assertThat(files.drivers()).containsExactly(Driver.LIVE);
    Script two = ScriptReader.of("good", "summary: x\nstandIn: {wants: nothing, window: 4}\n");
    assertThat(two.standIn()).map(Script.Controller::wants).contains("");
    assertThat(two.drivers()).containsExactly(Driver.VIRTUAL);
    Script cloud = ScriptReader.of("good", "summary: x\ncloud: {has: 2.0, fault: silence}\n");
    assertThat(cloud.cloud()).contains(new Script.Cloud("2.0", Script.Cloud.Trouble.SILENCE));
    assertThat(cloud.drivers()).containsExactly(Driver.LIVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cloud: {}      | network: {loss: 1 %} | bad.yaml:3: network: (a mapping): nothing beside cloud",
        "cloud: {}      | controller: {window: 4} | bad.yaml:3: controller: (a mapping): nothing beside",
        "cloud: {}      | 'events: [{at: 1 s, do: cut-link}]' | bad.yaml:3: events: (a list): cut-power at",
        "cloud: {}      | aps: {count: 2} | nobody can act it out: a live drill with a cloud has one AP",
        "fileServer: {kind: sftp} | 'events: [{at: 1 s, do: stop-controller}]' | events: (a list): none of",
        "fileServer: {kind: sftp} | 'events: [{blocks: 3, do: cut-link}]' | events: (a list): none of",
      })
  void whatDoesNotBelongTogetherIsNamed(String one, String other, String message) {
    assertThatThrownBy(() -> ScriptReader.of("bad", "summary: x\n" + one + "\n" + other + "\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining(message);
  }

  @Test
  void withoutASummaryNobodyKnowsWhatItShows() {
    assertThatThrownBy(() -> ScriptReader.of("bad", "aps: {}\n"))
        .hasMessageContaining("bad.yaml: summary: missing: what it shows, in one line");
  }
}
