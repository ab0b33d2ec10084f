package io.apfw.report;

import io.apfw.cloud.CloudFailure;
import io.apfw.update.ScriptVerb;
import io.apfw.update.UpdateFailure;
import java.util.Optional;

/**
 * One thing that happened and that an operator may want to see. The machines and the edges make
 * these; one table in the agent puts them into the words of a field AP's log. Nothing here is text
 * for people but what scripts and peers said themselves.
 *
 * <p>Event numbers leave the box: append only.
 */
public sealed interface Report {

  /** The stable number of this kind of event; {@code agent/NUMBERS.md} lists them. */
  int number();

  /** The WTP entered a state of RFC 5415 2.3, by its name there, such as {@code Image Data}. */
  record StateEntered(String state) implements Report {
    @Override
    public int number() {
      return 1;
    }
  }

  /** An AC answered our Discovery Request. */
  record Discovered(String ac, String acName) implements Report {
    @Override
    public int number() {
      return 2;
    }
  }

  /** The Join Response named a version; compared before anything else is done with it. */
  record VersionsCompared(String running, String backup, String controller) implements Report {
    @Override
    public int number() {
      return 3;
    }
  }

  /** The verdict on the versions just compared. */
  record VersionVerdict(boolean matches) implements Report {
    @Override
    public int number() {
      return 4;
    }
  }

  /** An Image Data Request for the family went out. */
  record ImageRequested(String ac, String family, int replicaStatus) implements Report {
    @Override
    public int number() {
      return 5;
    }
  }

  /** The AC answered the Image Data Request. */
  record ImageAnswered(String ac, int resultCode) implements Report {
    @Override
    public int number() {
      return 6;
    }
  }

  /** So many Image Data messages have come; reported for each one. */
  record BlockReceived(long messages, long bytes) implements Report {
    @Override
    public int number() {
      return 7;
    }
  }

  /** The source said that this was the last block, and it was taken. */
  record TransferEnded(long messages, long bytes, int lastBlockBytes) implements Report {
    @Override
    public int number() {
      return 8;
    }
  }

  /** The whole payload stands on the inactive slot, not yet judged. */
  record PayloadStored(String family, boolean inRun) implements Report {
    @Override
    public int number() {
      return 9;
    }
  }

  /** A script verb was started. */
  record ScriptStarted(ScriptVerb verb) implements Report {
    @Override
    public int number() {
      return 10;
    }
  }

  /** A line that a script printed, as it stands, bounded by the runner. */
  record ScriptLine(String line) implements Report {
    @Override
    public int number() {
      return 11;
    }
  }

  /** Signature, manifest, block map and read-back of the slot all passed. */
  record ImageVerified(String part, String version, String note) implements Report {
    @Override
    public int number() {
      return 12;
    }
  }

  /** The slot will be tried at the next boot. */
  record SlotActivated(String part, String version, int tries) implements Report {
    @Override
    public int number() {
      return 13;
    }
  }

  /** A message could not be sent in this state and was dropped. */
  record MessageDiscarded(String message, int type, String state, int stateNumber)
      implements Report {
    @Override
    public int number() {
      return 14;
    }
  }

  /** The CAPWAP machine is about to start over. */
  record Restarting(String reason) implements Report {
    @Override
    public int number() {
      return 15;
    }
  }

  /** The update ends before its time. */
  record UpdateAborting(UpdateFailure.Cause cause, String family) implements Report {
    @Override
    public int number() {
      return 16;
    }
  }

  /** The update failed; slots are as {@code inactiveState} says. */
  record UpdateFailed(UpdateFailure failure, String inactiveState) implements Report {
    @Override
    public int number() {
      return 17;
    }
  }

  /** An image that failed before is offered again and is not fetched. */
  record OfferQuarantined(String version) implements Report {
    @Override
    public int number() {
      return 18;
    }
  }

  /** The running image is on trial. */
  record TrialStarted(String part, String version, long deadlineMillis) implements Report {
    @Override
    public int number() {
      return 19;
    }
  }

  /** The trial ended well and the slot is good from now on. */
  record TrialPassed(String part, String version) implements Report {
    @Override
    public int number() {
      return 20;
    }
  }

  /** The trial was given more time because no peer could be reached. */
  record TrialExtended(String part, int extension, int extensionsMax) implements Report {
    @Override
    public int number() {
      return 21;
    }
  }

  /** An image on trial was booted: which boot it is, and how many tries are left. */
  record TrialBoot(String part, String boots) implements Report {
    @Override
    public int number() {
      return 36;
    }
  }

  /** The boot loader, or the agent, went back to the other slot. */
  record FellBack(String part, String version, String reason) implements Report {
    @Override
    public int number() {
      return 22;
    }
  }

  /** The agent is about to end so that the machine reboots. */
  record Rebooting(String reason) implements Report {
    @Override
    public int number() {
      return 23;
    }
  }

  /** A DTLS session could not be made or ended by the peer. */
  record DtlsFailed(String ac, String reason) implements Report {
    @Override
    public int number() {
      return 24;
    }
  }

  /** The data channel's first keep-alive was answered. */
  record DataChannelUp(String ac, boolean dtls) implements Report {
    @Override
    public int number() {
      return 25;
    }
  }

  /** An AC refused us. */
  record Refused(String ac, String message, int resultCode) implements Report {
    @Override
    public int number() {
      return 26;
    }
  }

  /** A request got no answer however often it was sent. */
  record NoAnswer(String ac, String message, int transmissions) implements Report {
    @Override
    public int number() {
      return 27;
    }
  }

  /** The next attempt waits. */
  record BackingOff(String what, long millis) implements Report {
    @Override
    public int number() {
      return 28;
    }
  }

  /** Input from the network was dropped; counted, and reported for the first of a kind. */
  record InputDropped(String from, String reason, Optional<String> detail) implements Report {
    @Override
    public int number() {
      return 29;
    }
  }

  /**
   * A session stands that is weaker than it need be: the AC wants it so, the configuration lets.
   */
  record LegacySecurity(String ac, String what) implements Report {
    @Override
    public int number() {
      return 40;
    }
  }

  /** The manifest passed; the inactive slot is about to be written. */
  record HeadAccepted(String version, String family, long payloadBytes) implements Report {
    @Override
    public int number() {
      return 30;
    }
  }

  /** The agent started. */
  record AgentStarted(String bootedPart, String version) implements Report {
    @Override
    public int number() {
      return 31;
    }
  }

  /** A lookup of ACs ended otherwise than the time before: the addresses, or why there are none. */
  record ControllersLookedUp(String source, String result) implements Report {
    @Override
    public int number() {
      return 32;
    }
  }

  /** An AC failed and ranks behind all others for a while. */
  record ControllerRankedLast(String ac, long millis) implements Report {
    @Override
    public int number() {
      return 33;
    }
  }

  /**
   * All of a payload is on a slot.
   *
   * @param writtenBytes so much was written
   * @param keptBytes so much stood there already
   * @param copiedBytes so much of what was written came from the slot that runs
   */
  record SlotWritten(String part, long writtenBytes, long keptBytes, long copiedBytes)
      implements Report {
    @Override
    public int number() {
      return 34;
    }
  }

  /** The AC will have so many Image Data Requests outstanding, more than the RFC's one. */
  record WindowAgreed(String ac, int requests) implements Report {
    @Override
    public int number() {
      return 41;
    }
  }

  /**
   * The longest IP packets that the AC gets from us from now on.
   *
   * @param measured whether it has answered one of that length; else it answered none
   */
  record PathMtu(String ac, int bytes, boolean measured) implements Report {
    @Override
    public int number() {
      return 42;
    }
  }

  /** The AC does not send the image but says where it is: it is fetched from there. */
  record ImageLocated(String ac, String family) implements Report {
    @Override
    public int number() {
      return 43;
    }
  }

  /**
   * The image could not be fetched from where the AC said; the AC is asked to send it.
   *
   * @param why a failure's line
   */
  record ImageAskedInBlocks(String ac, String why) implements Report {
    @Override
    public int number() {
      return 44;
    }
  }

  /**
   * The image of an offer is being fetched.
   *
   * @param url without credentials
   */
  record FetchStarted(String url, String version) implements Report {
    @Override
    public int number() {
      return 50;
    }
  }

  /**
   * How a fetch goes, about once a second.
   *
   * @param url without credentials
   * @param bytes of the file that are here; after {@link FetchPlanned}, of the parts
   * @param fileBytes its length, or theirs; 0 when it is not known
   * @param bytesPerSecond since the last time
   * @param secondsLeft at that rate; 0 when it is not known
   * @param roundTripMillis to the server and back; 0 when it is not known or shorter
   */
  record FetchProgress(
      String url,
      long bytes,
      long fileBytes,
      long bytesPerSecond,
      long secondsLeft,
      long roundTripMillis)
      implements Report {
    @Override
    public int number() {
      return 51;
    }
  }

  /**
   * A fetch goes on after a pause.
   *
   * @param url without credentials
   * @param why a failure's line
   * @param bytes where in the file it goes on
   */
  record FetchInterrupted(String url, String why, long bytes, long pauseMillis) implements Report {
    @Override
    public int number() {
      return 52;
    }
  }

  /**
   * A file is here.
   *
   * @param url without credentials
   * @param fileBytes its length
   * @param movedBytes what the source sent in all: more where it had to repeat, less where the AP
   *     had parts of it already
   */
  record FetchEnded(String url, long fileBytes, long movedBytes, long millis) implements Report {
    @Override
    public int number() {
      return 53;
    }
  }

  /**
   * The head of an image has passed, and only what is missing is fetched from now on.
   *
   * @param url without credentials
   * @param missingBytes of the file that are to be fetched
   * @param parts in so many pieces
   * @param keptBytes of the payload that stand on the slot already
   * @param copiedBytes of the payload that were copied there from the slot that runs
   */
  record FetchPlanned(String url, long missingBytes, int parts, long keptBytes, long copiedBytes)
      implements Report {
    @Override
    public int number() {
      return 54;
    }
  }

  /** The AC asked for the log of the last update and has it now. */
  record UpdateLogSent(String ac, int bytes) implements Report {
    @Override
    public int number() {
      return 35;
    }
  }

  /** The cloud is asked: its name, and the bound of each receiving and sending. */
  record CloudConnecting(String host, long timeoutMillis) implements Report {
    @Override
    public int number() {
      return 60;
    }
  }

  /** TCP to the cloud stands. */
  record CloudConnected(String host) implements Report {
    @Override
    public int number() {
      return 61;
    }
  }

  /** The cloud's certificate is trusted; its name that matched the domain. */
  record CloudServerVerified(String certificateName, String domain) implements Report {
    @Override
    public int number() {
      return 62;
    }
  }

  /** A request went to the cloud: its head, and the lines of the cluster, as on the wire. */
  record CloudSent(String head, String apInfo) implements Report {
    @Override
    public int number() {
      return 63;
    }
  }

  /** Head or body of an answer of the cloud, secrets covered; its size on the wire. */
  record CloudReceived(String host, int bytes, String message) implements Report {
    @Override
    public int number() {
      return 64;
    }
  }

  /** The connection with the cloud is closed. */
  record CloudDisconnected() implements Report {
    @Override
    public int number() {
      return 65;
    }
  }

  /** What the cloud has for one AP; empty where it has nothing. */
  record CloudImage(
      String model, String serial, String imageClass, String version, String url, String refusal)
      implements Report {
    @Override
    public int number() {
      return 66;
    }
  }

  /** What becomes of the answer, by the name of its outcome. */
  record CloudDecided(String outcome, String running) implements Report {
    @Override
    public int number() {
      return 67;
    }
  }

  /** The check came to nothing. */
  record CloudCheckFailed(CloudFailure failure) implements Report {
    @Override
    public int number() {
      return 68;
    }
  }

  /** When the cloud is asked next. */
  record CloudCheckDue(long millis) implements Report {
    @Override
    public int number() {
      return 69;
    }
  }

  /** The cloud is not asked while a controller manages this AP. */
  record CloudSuspended() implements Report {
    @Override
    public int number() {
      return 70;
    }
  }

  /**
   * What the slot that does not run holds, at the agent's start and whenever it changes.
   *
   * @param version the last known there; empty when none is
   * @param bootable whether it is verified and may be booted as it stands
   */
  record OtherSlot(String part, String version, boolean bootable) implements Report {
    @Override
    public int number() {
      return 71;
    }
  }
}
