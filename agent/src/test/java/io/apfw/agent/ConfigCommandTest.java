package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.agent.config.ConfigSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
  private static final String TEXT =
      """
      controller: {addresses: [192.0.2.10, "[2001:db8::1]:5300"]}
      wtp: {model: C9105AXI, serial: FGL0001, baseMac: "02:00:5E:10:00:01", vendorId: 9}
      dtls: {certificate: pem, key: pem, trust: pem}
      image: {family: ap1g8, hardware: [C9105AXI], trust: pem}
      slots: {part1: part1, part2: part2}
      boot: {environment: boot.env}
      scripts: {upgrade: pem}
      """;

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.createFile(directory.resolve("pem"));
    Files.writeString(directory.resolve("apfw.yaml"), TEXT);
  }

  private int run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.add("--config=" + directory.resolve("apfw.yaml"));
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments.toArray(String[]::new));
  }

  @Test
  void checkSaysThatItIsInOrder() {
    assertThat(run("config", "check")).isZero();
    assertThat(out.toString()).contains("apfw.yaml is in order; it sets 15 keys");
  }

  @Test
  void checkSaysEveryMistakeAndEndsWith78() throws IOException {
    Files.writeString(directory.resolve("apfw.yaml"), TEXT + "log: {level: loud}\nbot: {}\n");

    assertThat(run("config", "check")).isEqualTo(ExitCode.BAD_CONFIGURATION);
    assertThat(err.toString())
        .contains(
            "apfw.yaml:8: log.level: loud: one of trace, debug, info, warn, error",
            "apfw.yaml:9: bot: unknown; did you mean boot?");
  }

  @Test
  void showTellsValueSourceDefaultAndMeaning() {
    assertThat(run("config", "show", "controller")).isZero();
    assertThat(out.toString())
        .startsWith(
            "controller.addresses: [192.0.2.10, \"[2001:db8::1]:5300\"]\n    "
                + directory.resolve("apfw.yaml")
                + ":1; default [255.255.255.255]\n    Where Discovery Requests go")
        .contains("controller.prefer: order\n    default\n    What decides first")
        .doesNotContain("wtp.model");
  }

  @Test
  void showAsJsonHasEveryKey() throws Exception {
    assertThat(run("config", "show", "--json")).isZero();
    JsonArray keys = JsonParser.array().from(out.toString());
    assertThat(keys).hasSize(ConfigSchema.KEYS.size());
    JsonObject first = keys.getObject(0);
    assertThat(first.getString("key")).isEqualTo("controller.addresses");
    assertThat(first.getString("default")).isEqualTo("[255.255.255.255]");
    assertThat(first.getInt("line")).isEqualTo(1);
  }

  @Test
  void aKeyThatThereIsNotIsNamed() {
    assertThat(run("config", "show", "controler")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("controler: no such key or section");
  }
}
