package io.apfw.cloud;

import java.time.Instant;
import java.util.Optional;

/** Where the cloud check is. */
public sealed interface CloudState {

  /** When {@link CloudEvent.DeadlineReached} is due. */
  Optional<Instant> nextDeadline();

  /** An exchange is under way, bounded as a whole. */
  sealed interface Checking extends CloudState {
    Exchange exchange();

    /** The same with another exchange. */
    Checking with(Exchange other);

    @Override
    default Optional<Instant> nextDeadline() {
      return Optional.of(exchange().deadline());
    }
  }

  /**
   * What all states of an exchange have.
   *
   * @param deadline when it has failed
   * @param asked an operator waits for its verdict
   */
  record Exchange(CloudMemory memory, Instant deadline, boolean asked) {
    int attempt() {
      return memory.attempt();
    }

    Exchange with(CloudMemory other) {
      return new Exchange(other, deadline, asked);
    }
  }

  /** Before the start. */
  record Off() implements CloudState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.empty();
    }
  }

  /** Between checks; the next one is due at that time. */
  record Idle(CloudMemory memory, Instant due) implements CloudState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.of(due);
    }
  }

  /** A controller manages the AP; what was due then waits until it does so no more. */
  record Suspended(CloudMemory memory, Instant due) implements CloudState {
    @Override
    public Optional<Instant> nextDeadline() {
      return Optional.empty();
    }
  }

  /** TCP is under way. */
  record Connecting(Exchange exchange) implements Checking {
    @Override
    public Connecting with(Exchange other) {
      return new Connecting(other);
    }
  }

  /** TLS is under way. */
  record VerifyingServer(Exchange exchange) implements Checking {
    @Override
    public VerifyingServer with(Exchange other) {
      return new VerifyingServer(other);
    }
  }

  /** The first request goes out, or its answer is awaited. */
  record AwaitingChallenge(Exchange exchange) implements Checking {
    @Override
    public AwaitingChallenge with(Exchange other) {
      return new AwaitingChallenge(other);
    }
  }

  /** The proof is being made. */
  record Proving(Exchange exchange, String session) implements Checking {
    @Override
    public Proving with(Exchange other) {
      return new Proving(other, session);
    }
  }

  /** The second request goes out, or its answer is awaited. */
  record AwaitingAnswer(Exchange exchange, String session) implements Checking {
    @Override
    public AwaitingAnswer with(Exchange other) {
      return new AwaitingAnswer(other, session);
    }
  }
}
