package io.apfw.agent.flight;

import com.grack.nanojson.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What JSON is made of: maps, lists, texts, numbers, booleans and null. */
final class Trees {
  /** By text, for what has no order of its own. */
  static final Comparator<@Nullable Object> ORDER = Comparator.comparing(Trees::text);

  private static final int SHOWN_CHARS_MAX = 80;
  private static final int TOLD_CHARS_MAX = 256;
  private static final int DIGEST_BYTES = 8;

  private Trees() {}

  static String text(@Nullable Object tree) {
    return JsonWriter.string(tree);
  }

  /**
   * What became another, by its place ({@code session.exchange.outstanding}); all of it, at the
   * empty place, when it is of another kind now. Of long values, but for that one, there is a
   * digest only: enough to tell whether two are the same.
   */
  static Map<String, @Nullable Object> changes(@Nullable Object before, @Nullable Object after) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    differences("", before, after, changes);
    return changes;
  }

  private static void differences(
      String place,
      @Nullable Object before,
      @Nullable Object after,
      Map<String, @Nullable Object> to) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> old
        && after instanceof Map<?, ?> now
        && old.keySet().equals(now.keySet())
        && Objects.equals(old.get("is"), now.get("is"))) {
      now.forEach(
          (name, value) ->
              differences(
                  place.isEmpty() ? "" + name : place + "." + name, old.get(name), value, to));
    } else {
      to.put(place, place.isEmpty() ? after : told(after));
    }
  }

  private static @Nullable Object told(@Nullable Object value) {
    String text = text(value);
    if (text.length() <= TOLD_CHARS_MAX) {
      return value;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + "...";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Fit for one line. */
  static String shortened(String text) {
    return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "...";
  }
}
