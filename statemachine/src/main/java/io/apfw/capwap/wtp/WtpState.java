package io.apfw.capwap.wtp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a WTP stands, with all data and deadlines of that state. */
public sealed interface WtpState {

  /** The state's name and number. */
  default Stage stage() {
    return accept(Stages.INSTANCE);
  }

  /** When the state wants to be looked at again; empty when only events move it. */
  default Optional<Instant> deadline() {
    return accept(Deadlines.INSTANCE);
  }

  /** Hands the state to the method that is for its kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method for each state.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    R start(Start state);

    R idle(Idle state);

    R discovery(Discovery state);

    R sulking(Sulking state);

    R dtlsSetup(DtlsSetup state);

    R dtlsConnect(DtlsConnect state);

    R join(Join state);

    R imageData(ImageData state);

    R configure(Configure state);

    R dataCheck(DataCheck state);

    R run(Run state);

    R reset(Reset state);

    R dtlsTeardown(DtlsTeardown state);

    R ended(Ended state);
  }

  /** A state that remembers. */
  sealed interface Remembering extends WtpState {
    /** What outlives the session. */
    Memory memory();

    /** The same with another memory. */
    WtpState with(Memory memory);
  }

  /** A state with a session. */
  sealed interface Connected extends Remembering {
    /** The session. */
    Session session();

    /** The same with another session. */
    WtpState with(Session session);
  }

  /** Before the first event. */
  record Start() implements WtpState {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.start(this);
    }
  }

  /**
   * Waiting to begin, again or for the first time.
   *
   * @param until when Discovery begins
   */
  record Idle(Memory memory, Instant until) implements Remembering {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.idle(this);
    }

    @Override
    public Idle with(Memory other) {
      return new Idle(other, until);
    }
  }

  /**
   * Looking for an AC.
   *
   * @param rounds DiscoveryCount
   * @param listening requests have gone out and DiscoveryInterval runs; else a random wait before
   *     them
   * @param asked where requests went in this Discovery, the latest {@link AcBook#CANDIDATES_MAX}
   * @param found the ACs that answered
   * @param until end of that wait
   */
  record Discovery(
      Memory memory,
      int rounds,
      boolean listening,
      List<Candidate> asked,
      List<Found> found,
      Instant until)
      implements Remembering {
    public Discovery {
      asked =
          List.copyOf(
              asked.subList(Math.max(0, asked.size() - AcBook.CANDIDATES_MAX), asked.size()));
      found = List.copyOf(found);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discovery(this);
    }

    @Override
    public Discovery with(Memory other) {
      return new Discovery(other, rounds, listening, asked, found, until);
    }
  }

  /**
   * Silent after too many failures.
   *
   * @param until end of SilentInterval
   */
  record Sulking(Memory memory, Instant until) implements Remembering {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sulking(this);
    }

    @Override
    public Sulking with(Memory other) {
      return new Sulking(other, until);
    }
  }

  /**
   * The session is being made.
   *
   * @param until end of WaitDTLS
   */
  record DtlsSetup(Memory memory, Found ac, Instant until) implements Remembering {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsSetup(this);
    }

    @Override
    public DtlsSetup with(Memory other) {
      return new DtlsSetup(other, ac, until);
    }
  }

  /**
   * The AC is authorized, the session not yet up.
   *
   * @param until end of WaitDTLS
   */
  record DtlsConnect(Memory memory, Found ac, Instant until) implements Remembering {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsConnect(this);
    }

    @Override
    public DtlsConnect with(Memory other) {
      return new DtlsConnect(other, ac, until);
    }
  }

  /**
   * The Join Request is out.
   *
   * @param until end of WaitDTLS
   */
  record Join(Memory memory, Session session, Instant until) implements Connected {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.join(this);
    }

    @Override
    public Join with(Memory other) {
      return new Join(other, session, until);
    }

    @Override
    public Join with(Session other) {
      return new Join(memory, other, until);
    }
  }

  /**
   * An image is fetched, verified and activated.
   *
   * @param fetch which, and how far it is
   */
  record ImageData(Memory memory, Session session, Fetch fetch) implements Connected {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.imageData(this);
    }

    @Override
    public ImageData with(Memory other) {
      return new ImageData(other, session, fetch);
    }

    @Override
    public ImageData with(Session other) {
      return new ImageData(memory, other, fetch);
    }
  }

  /** The Configuration Status Request is out. */
  record Configure(Memory memory, Session session) implements Connected {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.configure(this);
    }

    @Override
    public Configure with(Memory other) {
      return new Configure(other, session);
    }

    @Override
    public Configure with(Session other) {
      return new Configure(memory, other);
    }
  }

  /**
   * The Change State Event Request is out, then the data channel is made.
   *
   * @param channel the open data channel
   * @param until end of DataCheckTimer
   */
  record DataCheck(Memory memory, Session session, Optional<DataChannel> channel, Instant until)
      implements Connected {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dataCheck(this);
    }

    @Override
    public DataCheck with(Memory other) {
      return new DataCheck(other, session, channel, until);
    }

    @Override
    public DataCheck with(Session other) {
      return new DataCheck(memory, other, channel, until);
    }
  }

  /**
   * Serving.
   *
   * @param channel the data channel
   * @param telling what the AC is to be told
   * @param fetch the image that is fetched meanwhile
   */
  record Run(
      Memory memory, Session session, DataChannel channel, Telling telling, Optional<Fetch> fetch)
      implements Connected {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.run(this);
    }

    @Override
    public Run with(Memory other) {
      return new Run(other, session, channel, telling, fetch);
    }

    @Override
    public Run with(Session other) {
      return new Run(memory, other, channel, telling, fetch);
    }

    /** The same with another data channel. */
    public Run with(DataChannel other) {
      return new Run(memory, session, other, telling, fetch);
    }

    /** The same with other things to tell. */
    public Run with(Telling other) {
      return new Run(memory, session, channel, other, fetch);
    }

    /** The same with another image on its way, or none. */
    public Run with(Optional<Fetch> other) {
      return new Run(memory, session, channel, telling, other);
    }
  }

  /**
   * A stored image becomes the first in boot order before the WTP leaves.
   *
   * @param requested the AC asked in a Reset Request: the WTP reboots in any case
   * @param until how long that may take
   */
  record Reset(Memory memory, Session session, boolean requested, Instant until)
      implements Connected {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reset(this);
    }

    @Override
    public Reset with(Memory other) {
      return new Reset(other, session, requested, until);
    }

    @Override
    public Reset with(Session other) {
      return new Reset(memory, other, requested, until);
    }
  }

  /**
   * Cleaning up.
   *
   * @param lingering the session, as long as a repeated Reset Request gets its answer again
   * @param after what follows
   * @param abortAwaited an update is being taken back
   * @param untold the AC has to hear of a failed update
   * @param until how long that may take
   */
  record DtlsTeardown(
      Memory memory,
      Optional<Session> lingering,
      After after,
      boolean abortAwaited,
      boolean untold,
      Instant until)
      implements Remembering {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dtlsTeardown(this);
    }

    @Override
    public DtlsTeardown with(Memory other) {
      return new DtlsTeardown(other, lingering, after, abortAwaited, untold, until);
    }
  }

  /** Nothing more happens. */
  record Ended() implements WtpState {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ended(this);
    }
  }
}
