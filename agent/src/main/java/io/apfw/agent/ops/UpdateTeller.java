package io.apfw.agent.ops;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Puts the report stream into WTP Events for the AC: how an update goes, and how many events were
 * discarded. Only Run may send them (RFC 5415 section 9.4), so the last one that came up elsewhere
 * is kept for the next Run; what it replaces is counted as discarded.
 *
 * <p>The element is a Vendor Specific Payload of this AP's maker, element id {@value #ELEMENT_ID},
 * ours:
 *
 * <pre>
 *  8 bits  layout, 1
 *  8 bits  state: 0 started, 1 in progress, 2 failed, 3 aborted, 4 complete, as controllers number
 *          the states of a predownload
 * 16 bits  cause of a failure, by its number in NUMBERS.md; else 0
 * 32 bits  events discarded since the agent started
 * 64 bits  bytes of the image file received
 * rest     version, UTF-8, at most 64 bytes
 * </pre>
 *
 * <p>Owned by the event loop.
 */
public final class UpdateTeller {
  static final int ELEMENT_ID = 1;
  private static final byte LAYOUT = 1;
  private static final int HEAD_BYTES = 16;
  private static final int VERSION_BYTES_MAX = 64;
  private static final long PROGRESS_BYTES = 8L * 1024 * 1024;

  private static final int STARTED = 0;
  private static final int IN_PROGRESS = 1;
  private static final int FAILED = 2;
  private static final int ABORTED = 3;
  private static final int COMPLETE = 4;

  private final long vendorId;
  private Optional<MessageElement> kept = Optional.empty();
  private boolean inRun;
  private String version = "";
  private long bytes;
  private int discarded;

  /** Tells under this enterprise number. */
  public UpdateTeller(long vendorId) {
    this.vendorId = vendorId;
  }

  /** What the AC is to be told now. */
  public Optional<MessageElement> saw(Report report) {
    if (report instanceof Report.StateEntered entered) {
      inRun = entered.state().equals("Run");
      return inRun ? release() : Optional.empty();
    } else if (report instanceof Report.VersionsCompared versions) {
      version = versions.controller();
    } else if (report instanceof Report.MessageDiscarded) {
      discarded++;
    } else if (report instanceof Report.ImageRequested) {
      bytes = 0;
      return tell(STARTED, 0);
    } else if (report instanceof Report.BlockReceived block) {
      boolean due = bytes / PROGRESS_BYTES != block.bytes() / PROGRESS_BYTES;
      bytes = block.bytes();
      return due ? tell(IN_PROGRESS, 0) : Optional.empty();
    } else if (report instanceof Report.FetchStarted fetch) {
      version = fetch.version();
      bytes = 0;
      return tell(STARTED, 0);
    } else if (report instanceof Report.FetchProgress fetch) {
      boolean due = bytes / PROGRESS_BYTES != fetch.bytes() / PROGRESS_BYTES;
      bytes = fetch.bytes();
      return due ? tell(IN_PROGRESS, 0) : Optional.empty();
    } else if (report instanceof Report.UpdateFailed failed) {
      return tell(aborted(failed.failure()) ? ABORTED : FAILED, failed.failure().cause().number());
    } else if (report instanceof Report.OfferQuarantined) {
      return tell(FAILED, Cause.OFFER_UNCHANGED.number());
    } else if (report instanceof Report.ImageVerified) {
      return tell(COMPLETE, 0);
    }
    return Optional.empty();
  }

  private static boolean aborted(UpdateFailure failure) {
    return failure.cause() == Cause.DOWNLOAD_ABORTED_BY_SOURCE || failure.cause() == Cause.STOPPED;
  }

  private Optional<MessageElement> tell(int state, int cause) {
    MessageElement element = element(state, cause);
    if (inRun) {
      return Optional.of(element);
    }
    if (kept.isPresent()) {
      discarded++;
    }
    kept = Optional.of(element);
    return Optional.empty();
  }

  private Optional<MessageElement> release() {
    Optional<MessageElement> last = kept;
    kept = Optional.empty();
    return last;
  }

  private MessageElement element(int state, int cause) {
    byte[] name = version.getBytes(StandardCharsets.UTF_8);
    int nameBytes = Math.min(name.length, VERSION_BYTES_MAX);
    ByteBuffer data = ByteBuffer.allocate(HEAD_BYTES + nameBytes);
    data.put(LAYOUT).put((byte) state).putShort((short) cause).putInt(discarded).putLong(bytes);
    data.put(name, 0, nameBytes).flip();
    return new VendorSpecificPayload(vendorId, ELEMENT_ID, Octets.copyOf(data));
  }
}
