package io.apfw.drills.controller;

import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.ResultCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one controller is.
 *
 * @param acName its name, 1 to 512 bytes of UTF-8
 * @param address its literal IPv4 address, as the WTPs see it
 * @param imageVersion the version every WTP is to run: the Join Response's Image Identifier; empty
 *     when the response has none
 * @param images what it can send, by family
 * @param blockBytes image bytes in one Image Data Request, 1 to {@value #BLOCK_BYTES_MAX}
 * @param joinResult how it answers Join Requests
 * @param dataChannels what the data channel may be, one of them at least
 * @param download whether an accepted request is followed by blocks
 * @param timers its timers
 * @param bend how it departs from the RFC, if it does
 * @param window Image Data Requests outstanding, if the WTP takes so many; 1 is the RFC's rule
 * @param refersTo addresses of the ACs that its Join Response names, RFC 5415 4.6.2 and 4.6.3
 * @param location where WTPs that can are sent for the image, in place of blocks
 */
public record ControllerConfig(
    String acName,
    String address,
    String imageVersion,
    Map<String, ImageFile> images,
    int blockBytes,
    ResultCode joinResult,
    Set<DataChannel> dataChannels,
    Download download,
    Timers timers,
    Optional<Bend> bend,
    int window,
    List<String> refersTo,
    Optional<ImageLocation> location) {

  /** What fits one DTLS record of AES-GCM on a path of MTU 1500 beside the headers. */
  public static final int BLOCK_BYTES_MAX = 1410;

  private static final int FIRST_SEQUENCE_BENT = 250;

  public ControllerConfig {
    if (blockBytes < 1 || blockBytes > BLOCK_BYTES_MAX) {
      throw new IllegalArgumentException("blockBytes " + blockBytes + ": 1 to " + BLOCK_BYTES_MAX);
    }
    if (window < 1 || window > ImageWindow.REQUESTS_MAX) {
      throw new IllegalArgumentException("window " + window + ": 1 to " + ImageWindow.REQUESTS_MAX);
    }
    images = Map.copyOf(images);
    refersTo = List.copyOf(refersTo);
    dataChannels = Set.copyOf(dataChannels);
    if (dataChannels.isEmpty()) {
      throw new IllegalArgumentException("dataChannels: at least one of CLEAR and DTLS");
    }
  }

  /** One that keeps to the RFC. */
  public ControllerConfig(
      String acName,
      String address,
      String imageVersion,
      Map<String, ImageFile> images,
      int blockBytes,
      ResultCode joinResult,
      Set<DataChannel> dataChannels,
      Download download,
      Timers timers) {
    this(
        acName,
        address,
        imageVersion,
        images,
        blockBytes,
        joinResult,
        dataChannels,
        download,
        timers,
        Optional.empty(),
        1,
        List.of(),
        Optional.empty());
  }

  /** The same, bent. */
  public ControllerConfig with(Optional<Bend> other) {
    return changed(draft -> draft.bend = other);
  }

  /** The same with another window. */
  public ControllerConfig withWindow(int requests) {
    return changed(draft -> draft.window = requests);
  }

  /** The same under another name, at another address. */
  public ControllerConfig as(String otherName, String otherAddress) {
    return changed(
        draft -> {
          draft.acName = otherName;
          draft.address = otherAddress;
        });
  }

  /** The same, refusing each WTP (Result Code 1 of 4.6.35) and naming these ACs instead. */
  public ControllerConfig referringTo(List<String> addresses) {
    return changed(
        draft -> {
          draft.joinResult = ResultCode.FAILURE_AC_LIST;
          draft.refersTo = addresses;
        });
  }

  /** The same, which says where its image is. */
  public ControllerConfig with(ImageLocation where) {
    return changed(draft -> draft.location = Optional.of(where));
  }

  /** The same, which wants another version; empty for none. */
  public ControllerConfig wanting(String version) {
    return changed(draft -> draft.imageVersion = version);
  }

  /** The same with other timers. */
  public ControllerConfig withTimers(Timers other) {
    return changed(draft -> draft.timers = other);
  }

  private ControllerConfig changed(Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    return draft.done();
  }

  /** What a copy may have otherwise. */
  private final class Draft {
    private String acName = ControllerConfig.this.acName;
    private String address = ControllerConfig.this.address;
    private String imageVersion = ControllerConfig.this.imageVersion;
    private ResultCode joinResult = ControllerConfig.this.joinResult;
    private Timers timers = ControllerConfig.this.timers;
    private Optional<Bend> bend = ControllerConfig.this.bend;
    private int window = ControllerConfig.this.window;
    private List<String> refersTo = ControllerConfig.this.refersTo;
    private Optional<ImageLocation> location = ControllerConfig.this.location;

    ControllerConfig done() {
      return new ControllerConfig(
          acName,
          address,
          imageVersion,
          images,
          blockBytes,
          joinResult,
          dataChannels,
          download,
          timers,
          bend,
          window,
          refersTo,
          location);
    }
  }

  /** Sequence number of the first request in a session. */
  int firstSequence() {
    return bends(Bend.SEQUENCE_WRAPS) ? FIRST_SEQUENCE_BENT : 0;
  }

  /** Whether a session after so many others is not bent any more. */
  boolean bentAlready(int sessionsBefore) {
    return sessionsBefore > 0 && bend.map(Bend::firstSessionOnly).orElse(false);
  }

  boolean bends(Bend one) {
    return bend.equals(Optional.of(one));
  }

  /** How a data channel may run: the AC Descriptor's DTLS policy bits. */
  public enum DataChannel {
    CLEAR,
    DTLS
  }

  /** What follows an Image Data Response of result code 0. */
  public enum Download {
    BLOCKS,
    /** Nothing, as from a controller that cannot fetch its file. */
    SILENCE,
    /** Blocks as soon as the image is here; the shell is asked for it. */
    ON_DEMAND
  }

  /**
   * The AC's timers, RFC 5415 section 4.7, and its retransmission, section 4.5.3.
   *
   * @param waitJoin from the DTLS session to the Join Request
   * @param changeStatePending from the Configuration Status Response to the Change State Event
   *     Request
   * @param dataCheck from there to the first keep-alive
   * @param echoInterval told to the WTP, whole seconds, 1 to 255
   * @param wtpSilence a session is dropped when nothing came for so long; ours
   * @param retransmitInterval before the first retransmission; doubles up to half the echo interval
   * @param maxRetransmit retransmissions before the WTP counts as gone
   */
  public record Timers(
      Duration waitJoin,
      Duration changeStatePending,
      Duration dataCheck,
      Duration echoInterval,
      Duration wtpSilence,
      Duration retransmitInterval,
      int maxRetransmit) {
    /** The RFC's values; a WTP that misses three echoes is gone. */
    public static final Timers RFC5415 =
        new Timers(
            Duration.ofSeconds(60),
            Duration.ofSeconds(25),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            Duration.ofSeconds(3),
            5);
  }
}
