package io.apfw.tftp;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.OutOfBoundsException;
import io.apfw.machine.Step;
import io.apfw.tftp.TftpAction.Reason;
import io.apfw.tftp.TftpState.Receiving;
import io.apfw.tftp.TftpState.Requesting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads one file from a TFTP server.
 *
 * <pre>
 * Idle        Begin                 -> Requesting   read request with options
 * Requesting  OACK                  -> Receiving    acknowledges block 0
 *             DATA 1                -> Receiving    the server knows no options: 512 bytes, no window
 *             ERROR 8               -> Requesting   once more, without options
 *             time                  -> Requesting   repeated, twice the wait; at last Ended
 * Receiving   the block wanted      -> Receiving    stored; acknowledged at a window's end
 *             a short block         -> Dallying     complete
 *             a gap                 -> Receiving    the last block in order acknowledged, once
 *             time                  -> Receiving    the same, repeated; at last Ended
 * Dallying    the last block again  -> Dallying     acknowledged again
 *             time                  -> Ended
 * </pre>
 *
 * <p>A block that came before is answered only when half of the server's time-out has passed since
 * our last acknowledgement. Then it is the server's repetition, because ours was lost; an earlier
 * one is a copy that the network made, and answering it would double every later block where the
 * server answers copies too (the Sorcerer's Apprentice of RFC 1123 section 4.2.3.1).
 *
 * <p>A datagram from another port gets error 5 and harms nothing.
 */
public final class TftpClient {
  private static final int WAIT_DOUBLINGS_MAX = 3;

  private final String file;
  private final TftpConfig config;

  /**
   * A transfer of {@code file}.
   *
   * @throws IllegalArgumentException if the request would be longer than 512 bytes or the name is
   *     empty or has a NUL
   */
  public TftpClient(String file, TftpConfig config) {
    this.file = file;
    this.config = config;
    try {
      request(true).encode();
    } catch (OutOfBoundsException tooLong) {
      throw new IllegalArgumentException(
          "a TFTP request must fit into 512 bytes; the file name is too long: " + file, tooLong);
    }
  }

  /** One step; deadlines that have passed count as {@link TftpEvent.Tick}. */
  public Step<TftpState, TftpAction> step(TftpState state, TftpEvent event, Instant now) {
    if (event instanceof TftpEvent.Begin) {
      return state instanceof TftpState.Idle ? ask(true, 0, now) : Step.to(state);
    }
    if (event instanceof TftpEvent.Arrived arrived) {
      return arrived(state, arrived, now);
    }
    if (state.nextDeadline().filter(deadline -> !deadline.isAfter(now)).isEmpty()) {
      return Step.to(state);
    }
    if (state instanceof Requesting requesting) {
      return requesting.repetitions() < config.repetitionsMax()
          ? ask(requesting.options(), requesting.repetitions() + 1, now)
          : failed(
              Reason.NO_ANSWER,
              "the TFTP server did not answer " + (config.repetitionsMax() + 1) + " requests");
    }
    if (state instanceof Receiving receiving) {
      return receiving.repetitions() < config.repetitionsMax()
          ? acknowledge(receiving, receiving.repetitions() + 1, true, now, List.of())
          : failed(Reason.STALLED, "the TFTP server stopped after " + receiving.bytes() + " bytes");
    }
    return Step.to(new TftpState.Ended());
  }

  private Step<TftpState, TftpAction> ask(boolean options, int repetitions, Instant now) {
    return new Step<>(
        new Requesting(options, repetitions, now.plus(waiting(repetitions))),
        List.of(new TftpAction.Ask(request(options).encode())));
  }

  private TftpPacket.ReadRequest request(boolean options) {
    Map<String, String> wanted = new LinkedHashMap<>();
    if (options) {
      wanted.put("tsize", "0");
      wanted.put("timeout", Integer.toString(config.timeoutSeconds()));
      if (config.blockBytes() != TftpConfig.PLAIN_BLOCK_BYTES) {
        wanted.put("blksize", Integer.toString(config.blockBytes()));
      }
      if (config.windowBlocks() != 1) {
        wanted.put("windowsize", Integer.toString(config.windowBlocks()));
      }
    }
    return new TftpPacket.ReadRequest(file, wanted);
  }

  private Duration waiting(int repetitions) {
    return Duration.ofSeconds(
        (long) config.timeoutSeconds() << Math.min(repetitions, WAIT_DOUBLINGS_MAX));
  }

  private Step<TftpState, TftpAction> arrived(
      TftpState state, TftpEvent.Arrived arrived, Instant now) {
    TftpPacket packet;
    try {
      packet = TftpPacket.decode(arrived.datagram());
    } catch (MalformedException stranger) {
      return Step.to(state);
    }
    if (state instanceof Requesting requesting) {
      return answered(requesting, packet, arrived.port(), now);
    }
    if (state instanceof Receiving receiving) {
      return receiving.port() == arrived.port()
          ? received(receiving, packet, now)
          : tellOff(state, packet, arrived.port());
    }
    if (state instanceof TftpState.Dallying dallying
        && dallying.port() == arrived.port()
        && packet instanceof TftpPacket.Data data
        && data.block() == dallying.lastBlock()) {
      return new Step<>(
          state,
          List.of(
              new TftpAction.Send(
                  dallying.port(), new TftpPacket.Ack(dallying.lastBlock()).encode())));
    }
    return Step.to(state);
  }

  /** An error is never answered, or two ends could tell each other off for ever. */
  private static Step<TftpState, TftpAction> tellOff(TftpState state, TftpPacket packet, int port) {
    return packet instanceof TftpPacket.Failure
        ? Step.to(state)
        : new Step<>(
            state,
            List.of(
                new TftpAction.Send(
                    port, new TftpPacket.Failure(5, "unknown transfer id").encode())));
  }

  private Step<TftpState, TftpAction> answered(
      Requesting state, TftpPacket packet, int port, Instant now) {
    if (packet instanceof TftpPacket.Failure failure) {
      return failure.code() == 8 && state.options()
          ? ask(false, 0, now)
          : failed(reason(failure), text(failure));
    }
    if (packet instanceof TftpPacket.OptionAck options && state.options()) {
      return agreed(options.options(), port, now);
    }
    if (packet instanceof TftpPacket.Data data && data.block() == 1) {
      return received(
          Receiving.begun(port, TftpConfig.PLAIN_BLOCK_BYTES, 1, OptionalLong.empty(), now),
          data,
          now);
    }
    return Step.to(state);
  }

  private Step<TftpState, TftpAction> agreed(Map<String, String> options, int port, Instant now) {
    long blockBytes = TftpConfig.PLAIN_BLOCK_BYTES;
    long windowBlocks = 1;
    OptionalLong announced = OptionalLong.empty();
    for (Map.Entry<String, String> option : options.entrySet()) {
      long value = number(option.getValue());
      boolean fine;
      switch (option.getKey()) {
        case "blksize" -> {
          fine = value >= 8 && value <= config.blockBytes();
          blockBytes = value;
        }
        case "windowsize" -> {
          fine = value >= 1 && value <= config.windowBlocks();
          windowBlocks = value;
        }
        case "timeout" -> fine = value == config.timeoutSeconds();
        case "tsize" -> {
          fine = value >= 0;
          announced = OptionalLong.of(Math.max(0, value));
        }
        default -> fine = false;
      }
      if (!fine) {
        return refused(
            port,
            8,
            Reason.PROTOCOL,
            "the TFTP server granted the option "
                + option.getKey()
                + " with "
                + option.getValue()
                + ", which was not asked for");
      }
    }
    if (announced.orElse(0) > config.bytesMax()) {
      return tooLong(port, announced.getAsLong());
    }
    Receiving receiving =
        Receiving.begun(port, (int) blockBytes, (int) windowBlocks, announced, now);
    List<TftpAction> known =
        announced.isPresent()
            ? List.of(new TftpAction.Announced(announced.getAsLong()))
            : List.of();
    return acknowledge(receiving, 0, false, now, known);
  }

  /** At most 18 digits; anything else is -1, which no option allows. */
  private static long number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  private Step<TftpState, TftpAction> received(Receiving state, TftpPacket packet, Instant now) {
    if (packet instanceof TftpPacket.Failure failure) {
      return failed(reason(failure), text(failure));
    }
    if (packet instanceof TftpPacket.OptionAck && state.next() == 1) {
      return repeated(state, now);
    }
    if (!(packet instanceof TftpPacket.Data data)) {
      return Step.to(state);
    }
    Receiving numbered = state.numbered(data.block());
    int ahead = (data.block() - numbered.rollover().number(numbered.next())) & 0xffff;
    if (ahead == 0) {
      return stored(numbered, data.bytes(), now);
    }
    if (ahead < numbered.windowBlocks()) {
      return numbered.told()
          ? Step.to(numbered)
          : acknowledge(numbered, numbered.repetitions(), true, now, List.of());
    }
    return repeated(numbered, now);
  }

  private Step<TftpState, TftpAction> repeated(Receiving state, Instant now) {
    Instant answerable =
        state.acknowledgedAt().plus(Duration.ofSeconds(config.timeoutSeconds()).dividedBy(2));
    return now.isBefore(answerable)
        ? Step.to(state)
        : acknowledge(state, state.repetitions(), false, now, List.of());
  }

  private Step<TftpState, TftpAction> stored(Receiving state, Octets data, Instant now) {
    long bytes = state.bytes() + data.length();
    boolean last = data.length() < state.blockBytes();
    OptionalLong announced = state.announcedBytes();
    if (data.length() > state.blockBytes()) {
      return refused(
          state.port(),
          4,
          Reason.PROTOCOL,
          "the TFTP server sent a block of "
              + data.length()
              + " bytes; "
              + state.blockBytes()
              + " were agreed on");
    }
    if (bytes > config.bytesMax()) {
      return tooLong(state.port(), bytes);
    }
    if (announced.isPresent()
        && (last ? bytes != announced.getAsLong() : bytes > announced.getAsLong())) {
      return refused(
          state.port(),
          0,
          Reason.LENGTH_DIFFERS,
          "the TFTP server announced "
              + announced.getAsLong()
              + " bytes and sent "
              + bytes
              + (last ? "" : " and more"));
    }
    List<TftpAction> actions = new ArrayList<>();
    if (!data.isEmpty()) {
      actions.add(new TftpAction.Store(data));
    }
    if (last) {
      int number = state.rollover().number(state.next());
      actions.add(new TftpAction.Send(state.port(), new TftpPacket.Ack(number).encode()));
      actions.add(new TftpAction.Complete(bytes));
      return new Step<>(
          new TftpState.Dallying(state.port(), number, now.plus(waiting(1))), actions);
    }
    Receiving next = state.advanced(bytes, now.plus(waiting(0)));
    return next.unacknowledged() < state.windowBlocks()
        ? new Step<>(next, actions)
        : acknowledge(next, 0, false, now, actions);
  }

  private Step<TftpState, TftpAction> acknowledge(
      Receiving state, int repetitions, boolean told, Instant now, List<TftpAction> before) {
    List<TftpAction> actions = new ArrayList<>(before);
    int number = state.rollover().number(state.next() - 1);
    actions.add(new TftpAction.Send(state.port(), new TftpPacket.Ack(number).encode()));
    return new Step<>(
        state.acknowledged(repetitions, told, now, now.plus(waiting(repetitions))), actions);
  }

  private Step<TftpState, TftpAction> tooLong(int port, long bytes) {
    return refused(
        port,
        3,
        Reason.TOO_LONG,
        "the file has " + bytes + " bytes or more; at most " + config.bytesMax() + " are accepted");
  }

  private static Step<TftpState, TftpAction> refused(
      int port, int code, Reason reason, String text) {
    return new Step<>(
        new TftpState.Ended(),
        List.of(
            new TftpAction.Send(port, new TftpPacket.Failure(code, text).encode()),
            new TftpAction.Failed(reason, text)));
  }

  private static Step<TftpState, TftpAction> failed(Reason reason, String text) {
    return new Step<>(new TftpState.Ended(), List.of(new TftpAction.Failed(reason, text)));
  }

  private static Reason reason(TftpPacket.Failure failure) {
    return switch (failure.code()) {
      case 1 -> Reason.NO_SUCH_FILE;
      case 2 -> Reason.ACCESS_REFUSED;
      default -> Reason.SERVER_ERROR;
    };
  }

  private static String text(TftpPacket.Failure failure) {
    return "the TFTP server says error " + failure.code() + ": " + failure.message();
  }
}
