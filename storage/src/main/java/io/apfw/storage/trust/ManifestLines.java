package io.apfw.storage.trust;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines {@code key: value} of a manifest, each taken once. */
final class ManifestLines {
  private static final int LINE_CHARS_MAX = 8192;
  private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]{0,63}): ([ -~]+)");

  private final Map<String, String> values = new LinkedHashMap<>();

  private ManifestLines() {}

  static ManifestLines parse(byte[] text) throws ImageRefusedException {
    if (text.length > ImageHead.MANIFEST_BYTES_MAX) {
      throw Manifest.malformed(text.length + " bytes, allowed are " + ImageHead.MANIFEST_BYTES_MAX);
    }
    if (text.length == 0 || text[text.length - 1] != '\n') {
      throw Manifest.malformed("the last line does not end");
    }
    ManifestLines lines = new ManifestLines();
    String[] all =
        new String(text, 0, text.length - 1, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      Matcher line = LINE.matcher(all[i]);
      if (all[i].length() > LINE_CHARS_MAX || !line.matches()) {
        throw Manifest.malformed(
            "line " + (i + 1) + " is not 'key: value' in printable ASCII: " + printable(all[i]));
      }
      if (i == 0 && !line.group(1).equals("apfw-image")) {
        throw Manifest.malformed("the first key is " + line.group(1) + ", must be apfw-image");
      }
      if (lines.values.put(line.group(1), line.group(2)) != null) {
        throw Manifest.malformed(line.group(1) + " stands there twice");
      }
    }
    return lines;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Takes the value of a key that must be there. */
  String take(String key) throws ImageRefusedException {
    String value = values.remove(key);
    if (value == null) {
      throw Manifest.malformed(key + " is missing");
    }
    return value;
  }

  /** Refuses what nobody took; keys that begin with {@code x-} may be ignored. */
  void end() throws ImageRefusedException {
    for (Map.Entry<String, String> rest : values.entrySet()) {
      if (!rest.getKey().startsWith("x-")) {
        throw Manifest.malformed(
            rest.getKey()
                + ": "
                + printable(rest.getValue())
                + " is unknown; only keys that begin with x- may be ignored");
      }
    }
  }

  private static String printable(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return shown.replaceAll("[^ -~…]", "?");
  }
}
