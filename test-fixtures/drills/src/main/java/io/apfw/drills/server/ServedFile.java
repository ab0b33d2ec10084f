package io.apfw.drills.server;

import io.apfw.drills.server.HttpFileServer.Question;
import io.apfw.drills.server.HttpFileServer.Reply;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file as an honest server has it: ranges, ETag, If-Range. */
public final class ServedFile {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final int PIECE_BYTES = 16 * 1024;

  private final byte[] bytes;
  private final String tag;

  /**
   * @param bytes of the file, which nobody changes any more
   * @param tag the ETag, quotes and all
   */
  public ServedFile(byte[] bytes, String tag) {
    this.bytes = bytes;
    this.tag = tag;
  }

  /** Answers as asked. */
  public void answer(Question question, Reply reply) throws IOException {
    answer(question, reply, bytes.length);
  }

  /**
   * Answers as asked, but stops in the middle.
   *
   * @param bodyBytesMax after as many bytes of the body
   */
  public void answer(Question question, Reply reply, long bodyBytesMax) throws IOException {
    Optional<Matcher> range =
        question
            .header("range")
            .filter(r -> question.header("if-range").map(tag::equals).orElse(true))
            .map(RANGE::matcher)
            .filter(Matcher::matches);
    int from = range.map(r -> Integer.parseInt(r.group(1))).orElse(0);
    int to =
        range
            .map(r -> r.group(2))
            .filter(last -> !last.isEmpty())
            .map(last -> Math.min(bytes.length, Integer.parseInt(last) + 1))
            .orElse(bytes.length);
    if (range.isPresent() && from >= bytes.length) {
      reply.head("416 Range Not Satisfiable", "Content-Range: bytes */" + bytes.length);
      return;
    }
    if (range.isPresent()) {
      reply.head(
          "206 Partial Content",
          "Content-Length: " + (to - from),
          "Content-Range: bytes " + from + "-" + (to - 1) + "/" + bytes.length,
          "ETag: " + tag);
    } else {
      reply.head(
          "200 OK", "Content-Length: " + bytes.length, "Accept-Ranges: bytes", "ETag: " + tag);
    }
    int end = (int) Math.min(to, from + bodyBytesMax);
    for (int at = from; at < end; at += PIECE_BYTES) {
      reply.body(bytes, at, Math.min(PIECE_BYTES, end - at));
    }
  }
}
