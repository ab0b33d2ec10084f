package io.apfw.fetch;

import io.apfw.fetch.Fetcher.Facts;
import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;

/**
 * What an answer's head says (RFC 9110 sections 13 to 15).
 *
 * @param facts of the file
 * @param end the first byte that the answer does not carry; empty where its length is unknown. No
 *     part of an empty file can be had: the body of that answer is words.
 */
record HttpAnswer(Facts facts, OptionalLong end) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  private static final Pattern STRONG_TAG = Pattern.compile("\"[!#-~]*\"");
  private static final Pattern DATE = Pattern.compile("[ -~]+");

  static HttpAnswer of(Request request, Response response) throws FetchException {
    int status = response.code();
    if (status == 416 && "bytes */0".equals(response.header("Content-Range"))) {
      return new HttpAnswer(
          new Facts(0, OptionalLong.of(0), false, Optional.empty()), OptionalLong.of(0));
    }
    if (status != 200 && status != 206) {
      throw refused(request.location(), status, response.message());
    }
    String encoding = response.header("Content-Encoding", "identity");
    if (!"identity".equalsIgnoreCase(encoding)) {
      throw new FetchException(
          Cause.SERVER_PROTOCOL,
          request.location() + " came as " + encoding + ": the server must send it as it is");
    }
    return status == 206 ? part(request, response) : whole(request, response);
  }

  private static HttpAnswer whole(Request request, Response response) throws FetchException {
    Optional<String> validator = validator(response);
    if (request.validator().isPresent()
        && validator.isPresent()
        && !validator.equals(request.validator())) {
      throw Part.changed(request.location());
    }
    OptionalLong bytes = length(response);
    if (bytes.isPresent()) {
      Part.checkSize(request, bytes.getAsLong());
    }
    boolean asked = request.offset() > 0 || request.bytes().isPresent();
    boolean ranges =
        !asked && !"none".equalsIgnoreCase(response.header("Accept-Ranges", "unknown"));
    return new HttpAnswer(new Facts(0, bytes, ranges, validator), bytes);
  }

  private static HttpAnswer part(Request request, Response response) throws FetchException {
    String text = response.header("Content-Range", "none");
    Matcher range = CONTENT_RANGE.matcher(text == null ? "none" : text);
    if (!range.matches()) {
      throw protocol(request, "a part with the Content-Range " + text);
    }
    long first = Long.parseLong(range.group(1));
    long end = Long.parseLong(range.group(2)) + 1;
    OptionalLong fileBytes =
        range.group(3).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(3)));
    if (fileBytes.isPresent()) {
      Part.checkSize(request, fileBytes.getAsLong());
    }
    long wantedEnd =
        request.bytes().isPresent()
            ? Math.min(
                request.offset() + request.bytes().getAsLong(), fileBytes.orElse(Long.MAX_VALUE))
            : fileBytes.orElse(end);
    if (first != request.offset() || end != wantedEnd) {
      throw protocol(
          request,
          "bytes " + text + " where " + request.offset() + " to " + wantedEnd + " were asked for");
    }
    OptionalLong length = length(response);
    if (length.isPresent() && length.getAsLong() != end - first) {
      throw new FetchException(
          Cause.FILE_SIZE_DIFFERS,
          request.location()
              + ": the server says "
              + text
              + " and sends "
              + length.getAsLong()
              + " bytes: look at the server");
    }
    Optional<String> validator = validator(response);
    if (request.validator().isPresent()
        && validator.isPresent()
        && !validator.equals(request.validator())) {
      throw Part.changed(request.location());
    }
    return new HttpAnswer(new Facts(first, fileBytes, true, validator), OptionalLong.of(end));
  }

  /**
   * A strong ETag or a date: only those may stand in If-Range. A tag may have any octets (RFC 9110,
   * 8.8.3); one with others than ASCII cannot be sent back as it came.
   */
  private static Optional<String> validator(Response response) {
    String tag = response.header("ETag");
    String date = response.header("Last-Modified");
    if (tag != null && STRONG_TAG.matcher(tag).matches()) {
      return Optional.of(tag);
    }
    return Optional.ofNullable(date).filter(text -> DATE.matcher(text).matches());
  }

  private static OptionalLong length(Response response) {
    long length = response.body().contentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  private static FetchException refused(Location location, int status, String message) {
    Cause cause =
        switch (status) {
          case 401, 403, 407 -> Cause.ACCESS_REFUSED;
          case 404, 410 -> Cause.FILE_NOT_FOUND;
          case 408, 425, 429 -> Cause.SERVER_ERROR;
          case 416 -> Cause.FILE_CHANGED;
          default -> status >= 500 ? Cause.SERVER_ERROR : Cause.DOWNLOAD_REFUSED;
        };
    String advice =
        switch (cause) {
          case ACCESS_REFUSED -> "check user and password";
          case FILE_NOT_FOUND -> "check the path";
          case FILE_CHANGED -> "begin again";
          default -> "look at the server";
        };
    return new FetchException(
        cause, location + " was answered with " + status + " " + message + ": " + advice);
  }

  private static FetchException protocol(Request request, String what) {
    return new FetchException(
        Cause.SERVER_PROTOCOL,
        request.location() + ": the server sent " + what + ": look at the server");
  }
}
