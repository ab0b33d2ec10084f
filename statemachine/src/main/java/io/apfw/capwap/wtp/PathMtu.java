package io.apfw.capwap.wtp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The longest IP packets that come through to an AC, RFC 5415 section 3.5.
 *
 * @param bytes of the longest one, its IP header included; 0: not known
 * @param search what is on its way to find out
 * @param until when the search goes on; without one, when the next begins, if any does
 */
public record PathMtu(int bytes, Optional<Search> search, Optional<Instant> until) {
  /** Nothing is known or under way. */
  public static final PathMtu UNKNOWN = new PathMtu(0, Optional.empty(), Optional.empty());

  /**
   * Padded requests, each of a length and a Sequence Number of its own.
   *
   * @param ac where they go
   * @param sequence Sequence Number of the first length; the others follow
   * @param lengths of IP packets, longest first
   * @param all whether the shorter ones have been sent, too
   * @param passed the longest one answered; 0: none yet
   */
  public record Search(Endpoint ac, int sequence, List<Integer> lengths, boolean all, int passed) {
    public Search {
      lengths = List.copyOf(lengths);
    }

    /** The length that an answer with this Sequence Number is for; -1: for none. */
    public int place(int answered) {
      int place = (answered - sequence) & 0xff;
      return place < (all ? lengths.size() : 1) ? place : -1;
    }

    /** The same after that length came through. */
    public Search passed(int place) {
      return new Search(ac, sequence, lengths, all, Math.max(passed, lengths.get(place)));
    }

    /** The same with all lengths on their way. */
    public Search widened() {
      return new Search(ac, sequence, lengths, true, passed);
    }
  }

  /** Nothing is known, but this is on its way. */
  public PathMtu searching(Search next, Instant end) {
    return new PathMtu(bytes, Optional.of(next), Optional.of(end));
  }

  /** What the search has found, and when the next one is due. */
  public static PathMtu found(int bytes, Optional<Instant> nextAt) {
    return new PathMtu(bytes, Optional.empty(), nextAt);
  }
}
