package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.DataTransferMode;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ChangeStateEventResponse;
import io.apfw.capwap.wire.message.ClearConfigurationRequest;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.DataTransferRequest;
import io.apfw.capwap.wire.message.EchoRequest;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ResetRequest;
import io.apfw.capwap.wire.message.StationConfigurationRequest;
import io.apfw.capwap.wire.message.UnknownMessage;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Each state in each of its phases, and each event with what is likely and what is not. */
public final class Samples {
  private Samples() {}

  /** Labs that stand in every state, those of one state beside each other. */
  static List<Lab> labs() {
    List<Lab> labs = new ArrayList<>();
    labs.add(new Lab());
    labs.add(idle());
    labs.addAll(discovering());
    labs.add(new Lab().inDtlsSetup(Lab.INVENTORY));
    Lab connecting = new Lab().inDtlsSetup(Lab.INVENTORY);
    connecting.on(new WtpEvent.DtlsPeerAuthorize());
    labs.add(connecting);
    labs.add(new Lab().inJoin(Lab.INVENTORY));
    labs.addAll(fetching());
    labs.add(new Lab().inConfigure());
    labs.addAll(checking());
    labs.addAll(running());
    labs.addAll(leaving());
    Lab sulking = new Lab().inDiscovery();
    while (!(sulking.state instanceof WtpState.Sulking)) {
      sulking.deadline();
    }
    labs.add(sulking);
    Lab ended = new Lab();
    ended.on(new WtpEvent.StopRequested("test", RunEnd.STOPPED));
    labs.add(ended);
    return labs;
  }

  /** The states of those labs. */
  public static List<WtpState> states() {
    return labs().stream().map(lab -> lab.state).toList();
  }

  private static Lab idle() {
    Lab lab = new Lab().inImageData();
    lab.on(new WtpEvent.UpdateFailed(new UpdateFailure(Cause.PRECHECK_FAILED, "test")));
    lab.on(new WtpEvent.UpdateAborted());
    return lab;
  }

  private static List<Lab> discovering() {
    Lab asked = new Lab().inDiscovery();
    asked.deadline();
    Lab found = new Lab().inDiscovery();
    found.deadline();
    found.on(new WtpEvent.ClearReceived(Lab.AC, 0, Lab.discoveryResponse("ac-1")));
    return List.of(new Lab().inDiscovery(), asked, found);
  }

  private static List<Lab> fetching() {
    Lab waiting = new Lab().receiving();
    waiting.block("a", false);
    Lab verifying = new Lab().receiving();
    verifying.block("a", true);
    Lab alone = new Lab().receiving();
    alone.block("a", true);
    alone.on(new WtpEvent.DtlsPeerDisconnect());
    Lab activating = new Lab().receiving();
    activating.block("a", true);
    activating.on(new WtpEvent.UpdateVerified());
    Lab between = new Lab().receiving();
    between.block("a", false);
    between.on(new BlockAccepted(0));
    Lab fallingBack = OutOfBand.elsewhere();
    fallingBack.on(new WtpEvent.UpdateFailed(new UpdateFailure(Cause.FILE_NOT_FOUND, "test")));
    return List.of(
        new Lab().inImageData(),
        new Lab().receiving(),
        OutOfBand.elsewhere(),
        fallingBack,
        waiting,
        between,
        verifying,
        alone,
        activating);
  }

  private static List<Lab> checking() {
    Lab opened = new Lab().inDataCheck();
    opened.answer(new ChangeStateEventResponse());
    opened.on(new WtpEvent.DataChannelOpened());
    return List.of(new Lab().inDataCheck(), opened);
  }

  private static List<Lab> running() {
    Lab echoing = new Lab().inRun();
    echoing.pass(61_000);
    Lab telling = new Lab().inRun();
    telling.on(new WtpEvent.WtpEventRaised(ResultCode.SUCCESS));
    telling.on(new WtpEvent.WtpEventRaised(ResultCode.SUCCESS));
    Lab verifying = new Lab().receivingInRun();
    verifying.block("a", true);
    Lab waiting = new Lab().receivingInRun();
    waiting.block("a", false);
    Lab asked = new Lab().inRun();
    asked.request(crashData());
    Lab uploading = new Lab().inRun();
    uploading.request(crashData());
    uploading.on(new WtpEvent.UpdateLogRead(Octets.utf8("log")));
    return List.of(
        new Lab().inRun(),
        echoing,
        telling,
        asked,
        uploading,
        new Lab().predownloading(),
        new Lab().receivingInRun(),
        waiting,
        verifying,
        OutOfBand.elsewhereInRun(),
        ending(),
        resting(),
        probing());
  }

  private static DataTransferRequest crashData() {
    return new DataTransferRequest(new DataTransferMode(DataTransferMode.CRASH_DATA));
  }

  private static Lab probing() {
    Lab lab = new Lab().inRunWithOther();
    lab.passServed(120_000);
    return lab;
  }

  private static Lab ending() {
    Lab lab = new Lab().receivingInRun();
    lab.on(new WtpEvent.UpdateFailed(new UpdateFailure(Cause.SIGNATURE_BAD, "test")));
    return lab;
  }

  private static Lab resting() {
    Lab lab = ending();
    lab.on(new WtpEvent.UpdateAborted());
    return lab;
  }

  private static List<Lab> leaving() {
    Lab joining = new Lab().inJoin(Lab.INVENTORY.withStored(Lab.WANTED));
    joining.answer(Lab.joinResponse(Lab.WANTED));
    Lab asked = new Lab().inRun();
    asked.on(new WtpEvent.InventoryChanged(Lab.INVENTORY.withStored(Lab.WANTED)));
    asked.request(Lab.resetRequest(Lab.WANTED));
    Lab lingering = new Lab().inRun();
    lingering.request(Lab.resetRequest(Lab.RUNNING));
    Lab aborting = new Lab().receiving();
    aborting.on(new WtpEvent.DtlsPeerDisconnect());
    Lab stopping = new Lab().receiving();
    stopping.on(new WtpEvent.StopRequested("test", RunEnd.STOPPED));
    Lab asking = new Lab().receivingInRun();
    asking.request(Lab.resetRequest(Lab.RUNNING));
    return List.of(joining, asked, lingering, aborting, stopping, asking);
  }

  /** Events of every kind; {@code messages} come both in clear and in the session. */
  public static List<WtpEvent> events(WtpState state) {
    List<WtpEvent> events = new ArrayList<>();
    Octets sessionId =
        state instanceof WtpState.Connected connected ? connected.session().id() : Octets.EMPTY;
    events.add(new WtpEvent.Started(Lab.INVENTORY, 1, Reboots.NONE));
    events.add(new WtpEvent.DeadlineReached());
    events.add(
        new WtpEvent.ControllersFound(List.of(Lab.candidate(new Endpoint("192.0.2.77", 5246), 0))));
    if (state instanceof WtpState.Run run) {
      events.add(
          new WtpEvent.ClearReceived(
              Lab.AC,
              run.memory().acs().probe().orElseThrow().sequence(),
              Lab.primaryDiscoveryResponse("ac-1")));
    }
    for (ControlMessage message : messages()) {
      for (int sequence : List.of(0, 1, 2, 3, 200)) {
        events.add(new WtpEvent.ClearReceived(Lab.AC, sequence, message));
        events.add(new WtpEvent.ControlReceived(sequence, message));
      }
    }
    events.add(new WtpEvent.ControlMalformed("test"));
    events.add(new WtpEvent.DtlsPeerAuthorize());
    events.add(new WtpEvent.DtlsEstablished("test"));
    events.add(new WtpEvent.DtlsEstablishFail("test"));
    events.add(new WtpEvent.DtlsAuthenticateFail("test"));
    events.add(new WtpEvent.DtlsAborted());
    events.add(new WtpEvent.DtlsReassemblyFailure("test"));
    events.add(new WtpEvent.DtlsDecapFailure("test"));
    events.add(new WtpEvent.DtlsPeerDisconnect());
    events.add(new WtpEvent.DataChannelOpened());
    events.add(new WtpEvent.DataChannelFailed("test"));
    events.add(new WtpEvent.DataKeepAliveReceived(Octets.utf8("of nobody's session")));
    events.add(new WtpEvent.DataKeepAliveReceived(sessionId));
    events.add(new WtpEvent.UpdateReady());
    events.add(new WtpEvent.BlockAccepted(0));
    events.add(new WtpEvent.BlockAccepted(1));
    events.add(new WtpEvent.BlockAccepted(255));
    events.add(new WtpEvent.UpdateVerified());
    events.add(new WtpEvent.UpdateActivated());
    for (Cause cause : Cause.values()) {
      events.add(new WtpEvent.UpdateFailed(new UpdateFailure(cause, "test")));
    }
    events.add(new WtpEvent.UpdateAborted());
    events.add(new WtpEvent.InventoryChanged(Lab.INVENTORY.withQuarantined(Set.of("x"))));
    events.add(new WtpEvent.WtpEventRaised(ResultCode.SUCCESS));
    events.add(new WtpEvent.UpdateLogRead(Octets.EMPTY));
    events.add(new WtpEvent.UpdateLogRead(Octets.wrap(new byte[3 * Upload.BLOCK_BYTES_MAX])));
    events.add(new WtpEvent.StopRequested("test", RunEnd.STOPPED));
    events.add(new WtpEvent.StopRequested("test", RunEnd.ROLLED_BACK));
    return events;
  }

  /** Every message type, empty; and the AC's words of the path, as they should be. */
  private static List<ControlMessage> messages() {
    List<ControlMessage> messages = new ArrayList<>();
    IntStream.rangeClosed(1, 28).forEach(type -> messages.add(ControlMessage.of(type, List.of())));
    messages.add(Lab.discoveryResponse("ac-1"));
    messages.add(Lab.joinResponse(Lab.WANTED));
    messages.add(Lab.configurationStatusResponse(1, 1));
    messages.add(Lab.resetRequest(Lab.WANTED));
    messages.add(new ImageDataRequest(new io.apfw.capwap.wire.element.ImageData(1, Octets.EMPTY)));
    messages.add(new ImageDataRequest(new io.apfw.capwap.wire.element.ImageData(2, Octets.EMPTY)));
    messages.add(new ImageDataRequest(new io.apfw.capwap.wire.element.ImageData(5, Octets.EMPTY)));
    messages.add(new ImageDataRequest(new io.apfw.capwap.wire.element.ImageData(99, Octets.EMPTY)));
    return messages;
  }

  /** One state with a session for each in which an AC may send requests. */
  public static List<WtpState> connected() {
    Lab resetting = new Lab().inRun();
    resetting.on(new WtpEvent.InventoryChanged(Lab.INVENTORY.withStored(Lab.WANTED)));
    resetting.request(Lab.resetRequest(Lab.WANTED));
    return List.of(
        new Lab().inJoin(Lab.INVENTORY).state,
        new Lab().receiving().state,
        OutOfBand.elsewhere().state,
        new Lab().inConfigure().state,
        new Lab().inDataCheck().state,
        new Lab().inRun().state,
        new Lab().receivingInRun().state,
        resetting.state);
  }

  /** Requests as an AC makes them, by name. */
  public static Map<String, ControlMessage> requests() {
    Map<String, ControlMessage> requests = new LinkedHashMap<>();
    requests.put("Image Data Request, a block", Lab.imageData(block(ImageBlock.Kind.DATA, "a")));
    requests.put("Image Data Request, the last", Lab.imageData(block(ImageBlock.Kind.LAST, "a")));
    requests.put("Image Data Request, EOF first", Lab.imageData(block(ImageBlock.Kind.LAST, "")));
    requests.put("Image Data Request, abort", Lab.imageData(block(ImageBlock.Kind.ABORT, "")));
    requests.put("Image Data Request, empty", new ImageDataRequest());
    requests.put("Reset Request, running version", Lab.resetRequest(Lab.RUNNING));
    requests.put("Reset Request, other version", Lab.resetRequest("18.1.1.1"));
    requests.put("Configuration Update Request", new ConfigurationUpdateRequest());
    requests.put(
        "Configuration Update Request, other version",
        new ConfigurationUpdateRequest(new ImageIdentifier(9, "18.1.1.1")));
    requests.put("Clear Configuration Request", new ClearConfigurationRequest());
    requests.put("Station Configuration Request", new StationConfigurationRequest());
    requests.put("Data Transfer Request, Crash Data", crashData());
    requests.put(
        "Data Transfer Request, Memory Dump",
        new DataTransferRequest(new DataTransferMode(DataTransferMode.MEMORY_DUMP)));
    requests.put("Echo Request", new EchoRequest());
    requests.put("Reset Request, no Image Identifier", new ResetRequest());
    requests.put("a request of an unknown type", new UnknownMessage(0x0102_0301, List.of()));
    return requests;
  }

  private static ImageBlock block(ImageBlock.Kind kind, String data) {
    return new ImageBlock(kind, Octets.utf8(data));
  }

  /** The configuration of these states. */
  public static WtpConfig config() {
    return Lab.config();
  }

  /** A machine for these states. */
  public static WtpMachine machine() {
    return new WtpMachine(Lab.config());
  }
}
