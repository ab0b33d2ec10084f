package io.apfw.capwap.wtp;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When each state wants to be looked at again; empty when only events move it. */
final class Deadlines implements WtpState.Visitor<Optional<Instant>> {
  static final Deadlines INSTANCE = new Deadlines();

  private Deadlines() {}

  @Override
  public Optional<Instant> start(WtpState.Start state) {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> idle(WtpState.Idle state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> discovery(WtpState.Discovery state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> sulking(WtpState.Sulking state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> dtlsSetup(WtpState.DtlsSetup state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> dtlsConnect(WtpState.DtlsConnect state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> join(WtpState.Join state) {
    return earliest(Stream.of(Optional.of(state.until()), state.session().repeatAt()));
  }

  @Override
  public Optional<Instant> imageData(WtpState.ImageData state) {
    return earliest(
        Stream.of(
            Optional.of(state.fetch().transfer().until()),
            state.session().repeatAt(),
            state.session().echoDue()));
  }

  @Override
  public Optional<Instant> configure(WtpState.Configure state) {
    return state.session().repeatAt();
  }

  @Override
  public Optional<Instant> dataCheck(WtpState.DataCheck state) {
    return earliest(
        Stream.of(
            Optional.of(state.until()),
            state.session().repeatAt(),
            state.channel().map(DataChannel::keepAliveAt)));
  }

  @Override
  public Optional<Instant> run(WtpState.Run state) {
    return earliest(
        Stream.of(
            state.session().repeatAt(),
            state.session().echoDue(),
            state.memory().acs().probe().map(AcBook.Probe::nextAt),
            Optional.of(state.telling().dueAt()),
            state.memory().acs().mtu().until(),
            Optional.of(state.channel().keepAliveAt()),
            state.channel().deadAt(),
            state.fetch().map(fetch -> fetch.transfer().until())));
  }

  @Override
  public Optional<Instant> reset(WtpState.Reset state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> dtlsTeardown(WtpState.DtlsTeardown state) {
    return Optional.of(state.until());
  }

  @Override
  public Optional<Instant> ended(WtpState.Ended state) {
    return Optional.empty();
  }

  private static Optional<Instant> earliest(Stream<Optional<Instant>> deadlines) {
    return deadlines.flatMap(Optional::stream).min(Instant::compareTo);
  }
}
