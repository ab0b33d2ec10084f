package io.apfw.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.cloud.CloudConfig.Timing;
import io.apfw.cloud.CloudConfig.Wanted;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine, its clock, and everything that it did. */
final class CloudBench {
  static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
  static final ApInfo AP = new ApInfo("CK0028642", "ac:a3:1e:c5:9a:6e", "AP-215");
  static final ApInfo MEMBER = new ApInfo("CJ0080398", "18:64:72:c1:d3:fa", "AP-115");
  static final String SESSION = "bc00cd7e-0cfa-4bc8-ac88-6cde36da3c36";
  static final String CHALLENGE = "4374056454666926070897998116195810751840747543673957";
  static final String URL = "http://images.example/fw/ArubaInstant_Centaurus_17.9.4.27_56428";
  static final Timing TIMING = new Timing(5_000, 30_000, 60_000, 604_800_000, 60_000, 86_400_000);
  static final CloudProof PROOF = new CloudProof("c0ffee", "proof\r\n");

  final List<CloudAction> actions = new ArrayList<>();
  final CloudCheckMachine machine;
  Instant now = START;
  CloudState state;

  CloudBench(CloudConfig config) {
    machine = new CloudCheckMachine(config, url -> Optional.empty());
    state = machine.initial();
  }

  static CloudConfig config(Map<String, String> classes, Wanted wanted, boolean whileManaged) {
    return new CloudConfig(
        "cloud.example",
        "cloud.example",
        "ccefd96301942b6e277f607117948cff7d657d1127aa8aaa93",
        "Aruba",
        "IAP",
        false,
        "0001100101000000000000000000000000000000001000011000000",
        AP,
        List.of(MEMBER),
        classes,
        "ap1g8",
        wanted,
        whileManaged,
        TIMING);
  }

  static CloudConfig config() {
    return config(Map.of("AP-115", "26"), Wanted.NEWER, false);
  }

  static Inventory inventory() {
    return new Inventory("17.3.3.26", Optional.empty(), Optional.empty(), Set.of(), false);
  }

  CloudBench started() {
    return started(inventory());
  }

  CloudBench started(Inventory inventory) {
    on(new CloudEvent.Started(inventory, 7));
    return this;
  }

  /** Feeds an event; the actions of this step alone. */
  List<CloudAction> on(CloudEvent event) {
    Step<CloudState, CloudAction> step = machine.step(state, event, now);
    state = step.state();
    actions.addAll(step.actions());
    return step.actions();
  }

  /** Lets the time come that the state waits for. */
  List<CloudAction> deadline() {
    now = machine.nextDeadline(state).orElseThrow();
    return on(new CloudEvent.DeadlineReached());
  }

  int attempt() {
    return ((CloudState.Checking) state).exchange().attempt();
  }

  /** The schedule begins an exchange, and the server is verified. */
  CloudBench verified() {
    deadline();
    return accepted();
  }

  CloudBench accepted() {
    on(new CloudEvent.Connected(attempt()));
    on(new CloudEvent.ServerVerified(attempt(), "cloud.example"));
    return this;
  }

  CloudBench challenged(String challenge) {
    on(new CloudEvent.Answered(attempt(), challenge(challenge, SESSION)));
    return this;
  }

  /** Up to the wait for the answer. */
  CloudBench proved(String challenge) {
    verified().challenged(challenge);
    on(new CloudEvent.ProofMade(attempt(), PROOF));
    return this;
  }

  List<CloudAction> answered(String body) {
    return on(new CloudEvent.Answered(attempt(), answer("success", SESSION, body)));
  }

  static CloudResponse challenge(String digits, String session) {
    return new CloudResponse(
        200,
        "OK",
        List.of(
            new Header("Content-Length", "0"),
            new Header("X-Challenge", digits),
            new Header("X-Session-Id", session)),
        "");
  }

  static CloudResponse answer(String code, String session, String body) {
    return new CloudResponse(
        200,
        "OK",
        List.of(
            new Header("Content-Length", Integer.toString(body.length())),
            new Header("X-Activation-Key", "3CNO5NTP"),
            new Header("X-Session-Id", session),
            new Header("X-Status-Code", code),
            new Header("X-Type", "firmware-check"),
            new Header("Connection", "close")),
        body);
  }

  <A extends CloudAction> A only(Class<A> kind) {
    List<A> found = all(kind);
    assertThat(found).as("%s in %s", kind.getSimpleName(), actions).hasSize(1);
    return found.get(0);
  }

  <A extends CloudAction> List<A> all(Class<A> kind) {
    return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <R extends Report> R last(Class<R> kind) {
    List<R> found = new ArrayList<>();
    all(CloudAction.Say.class)
        .forEach(
            say ->
                Optional.of(say.report())
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .ifPresent(found::add));
    Collections.reverse(found);
    assertThat(found).as("%s in %s", kind.getSimpleName(), actions).isNotEmpty();
    return found.get(0);
  }

  /** How the last check ended. */
  CloudVerdict verdict() {
    List<CloudAction.Concluded> all = all(CloudAction.Concluded.class);
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1).verdict();
  }

  CloudFailure.Cause cause() {
    return verdict().failure().orElseThrow().cause();
  }
}
