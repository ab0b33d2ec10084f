package io.apfw.fetch;

import io.apfw.fetch.Fetcher.Facts;
import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure.Cause;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of a file of known length that a request means, where the transport has ranges.
 *
 * @param end the first byte that is not wanted
 */
record Part(Facts facts, long end) {
  static Part of(Request request, long fileBytes, Optional<String> validator)
      throws FetchException {
    checkSize(request, fileBytes);
    if (request.validator().isPresent() && !request.validator().equals(validator)) {
      throw changed(request.location());
    }
    if (request.offset() > fileBytes) {
      throw new FetchException(
          Cause.FILE_CHANGED,
          request.location()
              + " has "
              + fileBytes
              + " bytes, and byte "
              + request.offset()
              + " was to follow: begin again");
    }
    long wanted = request.bytes().orElse(Long.MAX_VALUE);
    return new Part(
        new Facts(request.offset(), OptionalLong.of(fileBytes), true, validator),
        request.offset() + Math.min(wanted, fileBytes - request.offset()));
  }

  static void checkSize(Request request, long bytes) throws FetchException {
    if (bytes > request.bytesMax()) {
      throw new FetchException(
          Cause.FILE_TOO_LARGE,
          request.location()
              + " has "
              + bytes
              + " bytes or more, at most "
              + request.bytesMax()
              + " are accepted: is it an image for this AP?");
    }
  }

  static FetchException changed(Location location) {
    return new FetchException(
        Cause.FILE_CHANGED,
        location + " is not the file that the part before came from: begin again");
  }

  static FetchException cut(Location location, long at, OptionalLong of) {
    return new FetchException(
        Cause.TRANSFER_CUT,
        location
            + " ended after "
            + at
            + (of.isPresent() ? " of " + of.getAsLong() + " bytes" : " bytes")
            + ": try again");
  }
}
