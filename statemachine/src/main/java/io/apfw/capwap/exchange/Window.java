package io.apfw.capwap.exchange;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ControlMessageCodec;
import io.apfw.capwap.wire.message.ImageDataRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A peer that has several Image Data Requests outstanding, as {@link ImageWindow} agrees. What
 * comes out of order is kept until its turn; what lies outside the window is not taken. The peer
 * waits for the oldest answer that it misses, so the last {@value ImageWindow#REQUESTS_MAX} are
 * remembered, whatever the window: a peer that goes beyond what was agreed is slow, not stuck.
 *
 * @param size how many requests may be outstanding
 * @param expected number of the next request to be handed up, or of the one that is worked on
 * @param working message type of the one that is worked on, if one is
 * @param kept requests that overtook {@code expected}, by number; fewer than {@code size}
 * @param keptBytes their length on the wire
 * @param answers the last responses, oldest first
 */
public record Window(
    int size,
    int expected,
    Optional<Integer> working,
    Map<Integer, ControlMessage> kept,
    int keptBytes,
    List<ControlMessage> answers)
    implements Inbox {
  /** What is kept takes no more, in bytes on the wire; 49 of the field's blocks take 70,000. */
  public static final int KEPT_BYTES_MAX = 128 * 1024;

  public Window {
    Bounds.range("window", size, 1, ImageWindow.REQUESTS_MAX);
    Bounds.u8("next sequence number", expected);
    kept = Map.copyOf(kept);
    answers = List.copyOf(answers);
  }

  /** Nothing heard yet. */
  public static Window of(int size, int firstSequence) {
    return new Window(size, firstSequence, Optional.empty(), Map.of(), 0, List.of());
  }

  @Override
  public Incoming incoming(int sequence, ControlMessage request) {
    int ahead = Math.floorMod(sequence - expected, Exchange.SEQUENCES);
    if (ahead == 0) {
      return working.isPresent() ? new Incoming.Early() : fresh(sequence, request);
    }
    if (ahead < size) {
      return keep(sequence, request);
    }
    int behind = Exchange.SEQUENCES - ahead;
    return behind <= answers.size()
        ? new Incoming.Repeated(answers.get(answers.size() - behind))
        : new Incoming.Stale();
  }

  /** One that was kept and comes again is worked on once all the same. */
  private Incoming fresh(int sequence, ControlMessage request) {
    Window without = without(sequence);
    return new Incoming.Fresh(
        new Window(
            size,
            expected,
            Optional.of(request.type()),
            without.kept(),
            without.keptBytes(),
            answers));
  }

  /** Other requests than for Image Data are alone outstanding: before their turn they are lost. */
  private Incoming keep(int sequence, ControlMessage request) {
    if (!(request instanceof ImageDataRequest) || kept.containsKey(sequence)) {
      return new Incoming.Early();
    }
    int bytes = keptBytes + bytes(request);
    if (bytes > KEPT_BYTES_MAX) {
      return new Incoming.Early();
    }
    Map<Integer, ControlMessage> more = new HashMap<>(kept);
    more.put(sequence, request);
    return new Incoming.Kept(new Window(size, expected, working, more, bytes, answers));
  }

  private Window without(int sequence) {
    ControlMessage request = kept.get(sequence);
    if (request == null) {
      return this;
    }
    Map<Integer, ControlMessage> rest = new HashMap<>(kept);
    rest.remove(sequence);
    return new Window(size, expected, working, rest, keptBytes - bytes(request), answers);
  }

  private static int bytes(ControlMessage request) {
    return ControlMessageCodec.encode(0, request).length();
  }

  @Override
  public Window answer(ControlMessage response) {
    List<ControlMessage> more = new ArrayList<>(answers);
    more.add(response);
    if (more.size() > ImageWindow.REQUESTS_MAX) {
      more.remove(0);
    }
    return new Window(
        size, (expected + 1) % Exchange.SEQUENCES, Optional.empty(), kept, keptBytes, more);
  }

  @Override
  public Optional<Integer> unanswered() {
    return working.map(type -> expected);
  }

  @Override
  public Optional<Integer> unanswered(int type) {
    return working.filter(kind -> kind == type).map(kind -> expected);
  }

  @Override
  public Optional<Turn> take() {
    return Optional.ofNullable(kept.get(expected))
        .filter(request -> working.isEmpty())
        .map(request -> new Turn(without(expected), expected, request));
  }
}
