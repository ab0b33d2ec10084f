package io.apfw.fetch;

import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** A file of this machine. */
public final class FileFetcher implements Fetcher {
  @Override
  public void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    Location location = request.location();
    Path path = Path.of(location.path());
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (!file.isRegularFile()) {
        throw new FetchException(
            Cause.LOCATION_UNUSABLE, location + " is not a regular file: name an image's file");
      }
      Part part = Part.of(request, file.size(), Optional.of(validator(file)));
      try (FileChannel channel = FileChannel.open(path)) {
        sink.begins(part.facts());
        copy(channel, part, location, sink, cancellation);
      }
    } catch (NoSuchFileException e) {
      throw new FetchException(Cause.FILE_NOT_FOUND, location + ": check the path");
    } catch (AccessDeniedException e) {
      throw new FetchException(
          Cause.ACCESS_REFUSED, location + ": this process may not read it; check its permissions");
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException("interrupted while reading " + location);
    } catch (IOException e) {
      throw new FetchException(Cause.SERVER_ERROR, "reading " + location + ": " + e);
    }
  }

  @Override
  public void close() {}

  private static void copy(
      FileChannel channel, Part part, Location location, Sink sink, Cancellation cancellation)
      throws IOException, FetchException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long at = part.facts().offset();
    while (at < part.end()) {
      cancellation.check();
      buffer.clear().limit((int) Math.min(buffer.capacity(), part.end() - at));
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw Part.cut(location, at, OptionalLong.of(part.end()));
      }
      sink.bytes(buffer.array(), 0, count);
      at += count;
    }
    cancellation.check();
  }

  private static String validator(BasicFileAttributes file) {
    return file.fileKey() + " " + file.lastModifiedTime() + " " + file.size();
  }
}
