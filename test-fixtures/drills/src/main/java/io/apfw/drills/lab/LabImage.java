package io.apfw.drills.lab;

import io.apfw.drills.image.DrillImage;
import io.apfw.storage.image.ImageSigner;
import io.apfw.storage.trust.Manifest;
import java.io.IOException;
import java.nio.file.Path;

/** The image that a lab's controller or server hands out: {@link Lab#WANTED_VERSION}. */
final class LabImage {
  private static final long SEED = 17_9_4_27;

  private final DrillImage usual;
  private final Path cache;
  private final Path file;
  private Manifest manifest;

  /** Makes the usual one. */
  LabImage(Scale scale, Path cache, ImageSigner signer, Path file) throws IOException {
    this.usual =
        new DrillImage(
            DrillAp.FAMILY, Lab.WANTED_VERSION, DrillAp.HARDWARE, scale.imageBytes(), SEED);
    this.cache = cache;
    this.file = file;
    this.manifest = usual.make(cache, signer, file);
  }

  Path file() {
    return file;
  }

  Manifest manifest() {
    return manifest;
  }

  /** The same, signed by somebody else. */
  void signBy(ImageSigner other) throws IOException {
    manifest = usual.make(cache, other, file);
  }

  /** Another one: this root file system. */
  void build(Path rootfs, ImageSigner signer) throws IOException {
    manifest =
        DrillImage.build(
            DrillAp.FAMILY, Lab.WANTED_VERSION, DrillAp.HARDWARE, rootfs, signer, file);
  }
}
