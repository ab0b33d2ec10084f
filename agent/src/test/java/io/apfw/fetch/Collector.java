package io.apfw.fetch;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that comes. */
final class Collector implements Fetcher.Sink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Fetcher.Facts> facts = new ArrayList<>();
  private int largest;

  @Override
  public void begins(Fetcher.Facts told) {
    facts.add(told);
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length) throws FetchException {
    if (facts.isEmpty()) {
      throw new IllegalStateException("bytes before facts");
    }
    largest = Math.max(largest, length);
    bytes.write(buffer, offset, length);
  }

  byte[] all() {
    return bytes.toByteArray();
  }

  Fetcher.Facts facts() {
    if (facts.size() != 1) {
      throw new IllegalStateException("facts were told " + facts.size() + " times");
    }
    return facts.get(0);
  }

  boolean hasBegun() {
    return !facts.isEmpty();
  }

  int largest() {
    return largest;
  }
}
