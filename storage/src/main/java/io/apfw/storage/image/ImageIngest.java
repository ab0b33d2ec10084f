package io.apfw.storage.image;

import io.apfw.storage.device.BlockDevice;
import io.apfw.storage.device.StorageException;
import io.apfw.storage.trust.Expectation;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.ImageVerifier;
import io.apfw.storage.trust.TrustedClock;
import io.apfw.storage.trust.VerifiedHead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An image from a stream to the inactive slot, in a straight line: read the head, verify it, ask
 * the gate, copy the payload block by checked block, force. What stands on the slot already is not
 * written again. Read-back is a step of its own ({@link ImageVerifier#verifySlot}). Meant for a
 * worker thread that a bounded queue feeds.
 */
public final class ImageIngest {
  private final ImageVerifier verifier;
  private final Expectation expectation;
  private final TrustedClock clock;

  /**
   * An ingest of one image.
   *
   * @param clock tells where the signer must be valid, and learns from it
   */
  public ImageIngest(ImageVerifier verifier, Expectation expectation, TrustedClock clock) {
    this.verifier = verifier;
    this.expectation = expectation;
    this.clock = clock;
  }

  /**
   * Takes the whole stream. After any exception before the gate opened the slots are as they were;
   * after one behind it the inactive slot holds part of a payload and stays marked bad.
   *
   * @return how the payload came to its place, when all of it is on the medium
   * @throws IOException from the stream
   */
  public BlockWriter.Tally run(InputStream image, HeadGate gate)
      throws ImageRefusedException, StorageException, IOException, InterruptedException {
    return run(image, gate, Optional::empty);
  }

  /**
   * The same for a stream that perhaps can have parts asked for. Then the head is all of the stream
   * that has to come: what stands on the slot, and what the running slot has, are kept and copied,
   * and only the rest is asked for.
   *
   * @param parts asked once the gate is open
   */
  public BlockWriter.Tally run(
      InputStream image, HeadGate gate, Supplier<Optional<PartSource>> parts)
      throws ImageRefusedException, StorageException, IOException, InterruptedException {
    ImageReader reader = new ImageReader(image);
    VerifiedHead head = verifier.verifyHead(reader.readHead(), expectation, clock.reading());
    clock.prove(head.provenTime());
    try (BlockWriter writer = gate.open(head)) {
      Optional<PartSource> source = parts.get();
      if (source.isPresent()) {
        copyMissing(reader, head, writer, source.get());
      } else {
        reader.copyPayload(head, writer.inOrder());
      }
      writer.finish();
      return writer.tally();
    }
  }

  private static void copyMissing(
      ImageReader reader, VerifiedHead head, BlockWriter writer, PartSource source)
      throws ImageRefusedException, StorageException, IOException {
    reader.readPayloadHeader(head.manifest());
    long payload = reader.position();
    writer.keepStanding();
    copyFrom(source.running(), writer);
    PartPlan plan = PartPlan.of(head.blocks(), writer.missing(), payload, writer.tally());
    source.ask(plan);
    reader.copyParts(head, plan, writer);
  }

  private static void copyFrom(Optional<BlockDevice> running, BlockWriter writer)
      throws StorageException {
    if (running.isPresent()) {
      try (BlockDevice device = running.get()) {
        writer.copyFrom(device);
      } catch (IOException e) {
        // What cannot be copied is asked for.
      }
    }
  }
}
