package io.apfw.cloud;

import io.apfw.update.Inventory;

/** What can happen to a cloud check. */
public sealed interface CloudEvent {

  /** What happens outside of an exchange; every state has an answer. */
  sealed interface Outside extends CloudEvent {
    /** Hands the event to the method that is for its kind. */
    <R> R accept(Visitor<R> visitor);
  }

  /** What happens within an exchange; one that is over has nothing to say any more. */
  sealed interface Within extends CloudEvent {
    /** The number that {@link CloudAction.Begin} gave the exchange. */
    int attempt();

    /** Hands the event to the method that is for its kind. */
    <R> R accept(WithinVisitor<R> visitor);
  }

  /**
   * One method for each kind of event outside of exchanges.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    R started(Started event);

    R deadlineReached(DeadlineReached event);

    R checkRequested(CheckRequested event);

    R managedChanged(ManagedChanged event);

    R inventoryChanged(InventoryChanged event);

    R updateFailed(UpdateFailed event);
  }

  /**
   * One method for each kind of event within an exchange.
   *
   * @param <R> what the methods return
   */
  interface WithinVisitor<R> {
    R connected(Connected event);

    R serverVerified(ServerVerified event);

    R sent(Sent event);

    R answered(Answered event);

    R proofMade(ProofMade event);

    R failed(Failed event);
  }

  /**
   * First event, once.
   *
   * @param entropy a random number, from which all random choices follow
   */
  record Started(Inventory inventory, long entropy) implements Outside {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.started(this);
    }
  }

  /** {@link CloudCheckMachine#nextDeadline} has passed. */
  record DeadlineReached() implements Outside {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.deadlineReached(this);
    }
  }

  /** An operator wants to know now; {@link CloudAction.Concluded} answers. */
  record CheckRequested() implements Outside {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.checkRequested(this);
    }
  }

  /** A controller manages this AP, or does so no more. */
  record ManagedChanged(boolean managed) implements Outside {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.managedChanged(this);
    }
  }

  /** The versions to decide by have changed. */
  record InventoryChanged(Inventory inventory) implements Outside {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.inventoryChanged(this);
    }
  }

  /** The update that an answer began has come to nothing. */
  record UpdateFailed() implements Outside {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateFailed(this);
    }
  }

  /** TCP stands. */
  record Connected(int attempt) implements Within {
    @Override
    public <R> R accept(WithinVisitor<R> visitor) {
      return visitor.connected(this);
    }
  }

  /**
   * TLS stands; the server's chain leads to a root of ours and has the domain's name.
   *
   * @param name the certificate's name that matched
   */
  record ServerVerified(int attempt, String name) implements Within {
    @Override
    public <R> R accept(WithinVisitor<R> visitor) {
      return visitor.serverVerified(this);
    }
  }

  /** A request has gone out, all of it. */
  record Sent(int attempt, CloudRequest request) implements Within {
    @Override
    public <R> R accept(WithinVisitor<R> visitor) {
      return visitor.sent(this);
    }
  }

  /** The answer to the request that is out, complete. */
  record Answered(int attempt, CloudResponse response) implements Within {
    @Override
    public <R> R accept(WithinVisitor<R> visitor) {
      return visitor.answered(this);
    }
  }

  /** The proof asked for. */
  record ProofMade(int attempt, CloudProof proof) implements Within {
    @Override
    public <R> R accept(WithinVisitor<R> visitor) {
      return visitor.proofMade(this);
    }
  }

  /** The way to the cloud, or the proof, failed. */
  record Failed(int attempt, CloudFailure failure) implements Within {
    @Override
    public <R> R accept(WithinVisitor<R> visitor) {
      return visitor.failed(this);
    }
  }
}
