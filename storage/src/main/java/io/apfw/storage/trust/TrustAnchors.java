package io.apfw.storage.trust;

import io.apfw.storage.device.StorageException;
import java.util.function.Consumer;

/**
 * The roots that count: those that the last image has brought; where they cannot be read, those
 * before them; and where there are none, the configured ones. An AP is never left without a root.
 */
public final class TrustAnchors implements SignerPolicy.Roots {
  private final TrustStore configured;
  private final BroughtRoots brought;
  private final Consumer<String> warnings;

  /**
   * @param warnings hears when roots cannot be read and older ones are taken
   */
  public TrustAnchors(TrustStore configured, BroughtRoots brought, Consumer<String> warnings) {
    this.configured = configured;
    this.brought = brought;
    this.warnings = warnings;
  }

  @Override
  public TrustStore trusted() {
    BroughtRoots.Status status = status();
    return load(status.current().serial() > 0 ? status.current() : status.previous(), status);
  }

  private TrustStore load(BroughtRoots.Generation generation, BroughtRoots.Status status) {
    if (generation.serial() == 0 || status.current().serial() == 0) {
      return configured;
    }
    try {
      return brought.load(generation);
    } catch (StorageException e) {
      boolean last = generation.equals(status.previous());
      warnings.accept(
          e.detail() + ": going on with the " + (last ? "configured" : "earlier") + " roots");
      return last ? configured : load(status.previous(), status);
    }
  }

  @Override
  public long serial() {
    return status().floor();
  }

  private BroughtRoots.Status status() {
    try {
      return brought.status();
    } catch (StorageException e) {
      warnings.accept(e.detail() + ": going on with the configured roots");
      return new BroughtRoots.Status(
          BroughtRoots.Generation.CONFIGURED, BroughtRoots.Generation.CONFIGURED, 0);
    }
  }
}
