package io.apfw.capwap.wtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.AcDescriptor;
import io.apfw.capwap.wire.element.AcIpv4List;
import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.CapwapControlIpv4Address;
import io.apfw.capwap.wire.element.CapwapLocalIpv4Address;
import io.apfw.capwap.wire.element.CapwapTimers;
import io.apfw.capwap.wire.element.DecryptionErrorReportPeriod;
import io.apfw.capwap.wire.element.EcnSupport;
import io.apfw.capwap.wire.element.IdleTimeout;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.element.WtpFallback;
import io.apfw.capwap.wire.element.WtpFrameTunnelMode;
import io.apfw.capwap.wire.element.WtpMacType;
import io.apfw.capwap.wire.element.WtpRadioInformation;
import io.apfw.capwap.wire.message.ChangeStateEventResponse;
import io.apfw.capwap.wire.message.ConfigurationStatusResponse;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DiscoveryResponse;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.EchoResponse;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wire.message.PrimaryDiscoveryResponse;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.WtpEventRequest;
import io.apfw.capwap.wire.message.WtpEventResponse;
import io.apfw.machine.Step;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A WTP machine in simulated time, and an AC whose every word the test writes. */
final class Lab {
  static final String RUNNING = "17.3.3.26";
  static final String WANTED = "17.9.4.27";
  static final Endpoint AC = new Endpoint("192.0.2.4", 5246);
  static final Endpoint OTHER_AC = new Endpoint("192.0.2.5", 5246);
  static final Inventory INVENTORY =
      new Inventory(RUNNING, Optional.of("8.10.130.0"), Optional.empty(), Set.of(), false);
  static final WtpIdentity IDENTITY =
      new WtpIdentity(
          "ap-1",
          "lab",
          "C9105AXI",
          "SN1",
          Octets.hex("020000000001"),
          9,
          "1.0",
          "1.1",
          List.of(new WtpIdentity.Radio(1, 13), new WtpIdentity.Radio(2, 10)),
          WtpMacType.LOCAL,
          WtpFrameTunnelMode.LOCAL_BRIDGING,
          "ap1g8");

  final WtpMachine machine;
  final List<WtpAction> actions = new ArrayList<>();
  final long entropy;
  WtpState state;
  List<Candidate> candidates = List.of(candidate(AC, 0), candidate(OTHER_AC, 1));
  Instant now = Instant.EPOCH;
  Reboots reboots = Reboots.NONE;
  int acSequence;

  Lab(WtpConfig config, long entropy) {
    this.machine = new WtpMachine(config);
    this.entropy = entropy;
    this.state = machine.initial();
  }

  Lab() {
    this(config(), 42);
  }

  static Candidate candidate(Endpoint ac, int order) {
    return new Candidate(new Ac(ac, Ac.DATA_PORT), Candidate.Source.STATIC, order, "192.0.2.33");
  }

  static WtpConfig config() {
    return new WtpConfig(
        DiscoveryPolicy.defaults(),
        IDENTITY,
        Timers.defaults(),
        Counters.defaults(),
        ImageBlockDialect.RFC5415,
        false,
        false,
        MtuPolicy.fixed(),
        false);
  }

  /** Steps once and gives what that step did. A lookup ends at once. */
  List<WtpAction> on(WtpEvent event) {
    Step<WtpState, WtpAction> step = machine.step(state, event, now);
    state = step.state();
    actions.addAll(step.actions());
    if (step.actions().stream().anyMatch(WtpAction.FindControllers.class::isInstance)) {
      state = machine.step(state, new WtpEvent.ControllersFound(candidates), now).state();
    }
    return step.actions();
  }

  /** Lets time pass to the next deadline, which must be there, and steps. */
  List<WtpAction> deadline() {
    now = machine.nextDeadline(state).orElseThrow();
    return on(new WtpEvent.DeadlineReached());
  }

  /** Lets so much time pass, stepping at each deadline on the way. */
  List<WtpAction> pass(long millis) {
    Instant end = now.plusMillis(millis);
    List<WtpAction> done = new ArrayList<>();
    while (machine.nextDeadline(state).filter(at -> !at.isAfter(end)).isPresent()) {
      done.addAll(deadline());
    }
    now = end;
    return done;
  }

  /** The same, with an AC that answers Echo and WTP Event Requests; gives the number of Echos. */
  int passEchoing(long millis) {
    Instant end = now.plusMillis(millis);
    int echoes = 0;
    while (machine.nextDeadline(state).filter(at -> !at.isAfter(end)).isPresent()) {
      echoes += serve(deadline());
    }
    now = end;
    return echoes;
  }

  /** Lets so much time pass in Run, with an AC that answers all there is at once. */
  List<WtpAction> passServed(long millis) {
    int before = actions.size();
    Instant end = now.plusMillis(millis);
    while (machine.nextDeadline(state).filter(at -> !at.isAfter(end)).isPresent()) {
      List<WtpAction> done = deadline();
      serve(done);
      if (done.contains(new WtpAction.SendDataKeepAlive(session().id()))) {
        on(new WtpEvent.DataKeepAliveReceived(session().id()));
      }
    }
    now = end;
    return List.copyOf(actions.subList(before, actions.size()));
  }

  /** Answers Echo and WTP Event Requests, and those that go out then; gives the number of Echos. */
  int serve(List<WtpAction> done) {
    int echoes = 0;
    for (ControlMessage message : sent(done)) {
      if (message instanceof EchoRequest) {
        echoes += 1 + serve(answer(new EchoResponse()));
      } else if (message instanceof WtpEventRequest) {
        echoes += serve(answer(new WtpEventResponse()));
      }
    }
    return echoes;
  }

  List<WtpAction> started(Inventory inventory) {
    return on(new WtpEvent.Started(inventory, entropy, reboots));
  }

  /** The AC answers the outstanding request. */
  List<WtpAction> answer(ControlMessage response) {
    WtpState.Connected connected = (WtpState.Connected) state;
    int sequence = connected.session().exchange().outstanding().orElseThrow().sequence();
    return on(new WtpEvent.ControlReceived(sequence, response));
  }

  /** The AC sends a request. */
  List<WtpAction> request(ControlMessage request) {
    return on(new WtpEvent.ControlReceived(acSequence++ & 0xff, request));
  }

  List<WtpAction> block(String data, boolean last) {
    return request(
        imageData(
            new ImageBlock(last ? ImageBlock.Kind.LAST : ImageBlock.Kind.DATA, Octets.utf8(data))));
  }

  // --- the way to each state ---

  Lab inDiscovery() {
    started(INVENTORY);
    return this;
  }

  Lab inDtlsSetup(Inventory inventory) {
    started(inventory);
    deadline();
    on(new WtpEvent.ClearReceived(AC, 0, discoveryResponse("ac-1")));
    deadline();
    assertThat(state).isInstanceOf(WtpState.DtlsSetup.class);
    return this;
  }

  Lab inJoin(Inventory inventory) {
    inDtlsSetup(inventory);
    on(new WtpEvent.DtlsEstablished("CN=ac-1"));
    assertThat(state).isInstanceOf(WtpState.Join.class);
    return this;
  }

  Lab inImageData() {
    inJoin(INVENTORY);
    answer(joinResponse(WANTED));
    assertThat(state).isInstanceOf(WtpState.ImageData.class);
    return this;
  }

  Lab receiving() {
    inImageData();
    on(new WtpEvent.UpdateReady());
    answer(new ImageDataResponse(ResultCode.SUCCESS));
    return this;
  }

  /** After a failed download: silent for so long, then back in Image Data. */
  void rejoin(long millis) {
    assertThat(pass(millis - 1)).isEmpty();
    assertThat(stages(pass(1))).containsExactly("Discovery");
    deadline();
    on(new WtpEvent.ClearReceived(AC, 0, discoveryResponse("ac-1")));
    deadline();
    on(new WtpEvent.DtlsEstablished("ac-1"));
    answer(joinResponse(WANTED));
  }

  Lab inConfigure() {
    inJoin(INVENTORY);
    answer(joinResponse(RUNNING));
    assertThat(state).isInstanceOf(WtpState.Configure.class);
    return this;
  }

  Lab inDataCheck() {
    inConfigure();
    answer(configurationStatusResponse(10, 60));
    assertThat(state).isInstanceOf(WtpState.DataCheck.class);
    return this;
  }

  Lab inRun() {
    inConfigure();
    return toRun();
  }

  /** In Run, asked for another version than it has; PRECHECK is under way. */
  Lab predownloading() {
    inRun();
    request(new ConfigurationUpdateRequest(new ImageIdentifier(9, WANTED)));
    return this;
  }

  /** In Run, blocks may come. */
  Lab receivingInRun() {
    predownloading();
    on(new WtpEvent.UpdateReady());
    answer(new ImageDataResponse(ResultCode.SUCCESS));
    return this;
  }

  /** From Configure. */
  Lab toRun() {
    answer(configurationStatusResponse(10, 60));
    answer(new ChangeStateEventResponse());
    on(new WtpEvent.DataChannelOpened());
    on(new WtpEvent.DataKeepAliveReceived(session().id()));
    assertThat(state).isInstanceOf(WtpState.Run.class);
    return this;
  }

  /** With the second AC, while the first one is away. */
  Lab inRunWithOther() {
    started(INVENTORY);
    deadline();
    on(new WtpEvent.ClearReceived(OTHER_AC, 0, discoveryResponse("ac-2")));
    deadline();
    on(new WtpEvent.DtlsEstablished("CN=ac-2"));
    answer(
        joinResponse(ResultCode.SUCCESS, RUNNING, descriptor(AcDescriptor.POLICY_CLEAR), "ac-2"));
    return toRun();
  }

  Session session() {
    return ((WtpState.Connected) state).session();
  }

  // --- what the AC says ---

  static DiscoveryResponse discoveryResponse(String name) {
    return discoveryResponse(name, 1, 100);
  }

  static DiscoveryResponse discoveryResponse(String name, int wtps, int wtpsMax) {
    return new DiscoveryResponse(
        new AcDescriptor(
            0,
            100,
            wtps,
            wtpsMax,
            AcDescriptor.SECURITY_X509,
            2,
            AcDescriptor.POLICY_CLEAR,
            List.of()),
        new AcName(name),
        new WtpRadioInformation(1, 13),
        new CapwapControlIpv4Address(AC.address(), 1));
  }

  static PrimaryDiscoveryResponse primaryDiscoveryResponse(String name) {
    return new PrimaryDiscoveryResponse(discoveryResponse(name).elements());
  }

  private static JoinResponse joinResponse(
      ResultCode code, String version, AcDescriptor descriptor, String name) {
    List<MessageElement> elements = new ArrayList<>();
    elements.add(code);
    elements.add(descriptor);
    elements.add(new AcName(name));
    elements.add(new WtpRadioInformation(1, 13));
    elements.add(new EcnSupport(EcnSupport.LIMITED));
    elements.add(new CapwapControlIpv4Address(AC.address(), 1));
    elements.add(new CapwapLocalIpv4Address(AC.address()));
    if (!version.isEmpty()) {
      elements.add(new ImageIdentifier(9, version));
    }
    return new JoinResponse(elements);
  }

  static JoinResponse joinResponse(ResultCode code, String version, int policy) {
    return joinResponse(code, version, descriptor(policy), "ac-1");
  }

  /** An AC that says what it runs itself. */
  static JoinResponse joinResponse(String version, String software) {
    return joinResponse(
        ResultCode.SUCCESS,
        version,
        new AcDescriptor(
            0,
            100,
            1,
            100,
            AcDescriptor.SECURITY_X509,
            2,
            AcDescriptor.POLICY_CLEAR,
            List.of(
                new AcDescriptor.Information(
                    9, AcDescriptor.Information.SOFTWARE_VERSION, Octets.utf8(software)))),
        "ac-1");
  }

  static JoinResponse joinResponse(String version) {
    return joinResponse(ResultCode.SUCCESS, version, AcDescriptor.POLICY_CLEAR);
  }

  static ConfigurationStatusResponse configurationStatusResponse(int discovery, int echo) {
    return new ConfigurationStatusResponse(
        new CapwapTimers(discovery, echo),
        new DecryptionErrorReportPeriod(1, 120),
        new IdleTimeout(300),
        new WtpFallback(WtpFallback.ENABLED),
        new AcIpv4List(List.of(AC.address())));
  }

  static ResetRequest resetRequest(String version) {
    return new ResetRequest(new ImageIdentifier(9, version));
  }

  static ImageDataRequest imageData(ImageBlock block) {
    return new ImageDataRequest(ImageBlockDialect.RFC5415.write(block));
  }

  private static AcDescriptor descriptor(int policy) {
    return new AcDescriptor(0, 100, 1, 100, AcDescriptor.SECURITY_X509, 2, policy, List.of());
  }

  // --- what was seen ---

  List<Report> reports() {
    return reports(actions);
  }

  static List<Report> reports(List<WtpAction> actions) {
    return actions.stream()
        .filter(WtpAction.Say.class::isInstance)
        .map(action -> ((WtpAction.Say) action).report())
        .toList();
  }

  static List<String> stages(List<WtpAction> actions) {
    return reports(actions).stream()
        .filter(Report.StateEntered.class::isInstance)
        .map(report -> ((Report.StateEntered) report).state())
        .toList();
  }

  /** The control messages among the actions. */
  static List<ControlMessage> sent(List<WtpAction> actions) {
    return actions.stream()
        .filter(WtpAction.SendControl.class::isInstance)
        .map(action -> ((WtpAction.SendControl) action).message())
        .toList();
  }

  static long code(ControlMessage response) {
    return response.first(ResultCode.class).orElseThrow().code();
  }
}
