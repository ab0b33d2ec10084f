package io.apfw.capwap.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loads the frames written by hand; shares nothing with the codec. */
public final class Vectors {
  /** The control messages, each a whole CAPWAP packet. */
  public static final List<String> CONTROL_FRAMES = lines("control-frames.txt");

  private Vectors() {}

  /** The bytes of one file. */
  public static byte[] frame(String name) {
    return bytes(lines(name + ".hex"));
  }

  /** The bytes of each part of a file that begins with a line {@code @ name}. */
  public static Map<String, byte[]> sections(String name) {
    Map<String, byte[]> sections = new LinkedHashMap<>();
    List<String> lines = lines(name + ".hex");
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("@ ")) {
        List<String> rest = lines.subList(i + 1, lines.size());
        long count = rest.stream().takeWhile(line -> !line.startsWith("@")).count();
        sections.put(lines.get(i).substring(2), bytes(rest.subList(0, (int) count)));
      }
    }
    return sections;
  }

  private static byte[] bytes(List<String> lines) {
    StringBuilder digits = new StringBuilder();
    lines.forEach(line -> digits.append(line.replaceFirst("#.*", "").replace(" ", "")));
    return HexFormat.of().parseHex(digits);
  }

  private static List<String> lines(String file) {
    String path = "/io/apfw/vectors/frames/" + file;
    try (InputStream in = Vectors.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no vector " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
