package io.apfw.drills.ac;

import io.apfw.capwap.wire.Octets;
import io.apfw.drills.controller.ImageFile;
import io.apfw.drills.lab.FileDigest;
import io.apfw.storage.image.ImageReader;
import io.apfw.storage.trust.ImageRefusedException;
import io.apfw.storage.trust.Manifest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an image file says of itself. */
final class ImageFiles {
  private ImageFiles() {}

  /**
   * A file that is an image of the family that it is named by.
   *
   * @param version by its manifest, whose signature is the AP's to judge
   */
  record Held(ImageFile image, String version, Path file) {}

  /**
   * Looks at one file.
   *
   * @throws IOException also when it is no image, or one of another family
   */
  static Held look(Path file, String family) throws IOException {
    Manifest manifest;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      manifest = Manifest.parse(new ImageReader(in).readHead().manifest());
    } catch (ImageRefusedException e) {
      throw new IOException("it is no image: " + e.getMessage(), e);
    }
    if (!family.equals(manifest.family())) {
      throw new IOException("it is an image of " + manifest.family() + ", not of " + family);
    }
    return new Held(
        new ImageFile(family, Files.size(file), Octets.wrap(FileDigest.md5(file))),
        manifest.version(),
        file);
  }

  /**
   * Looks at every file of a directory; hidden ones aside.
   *
   * @throws IOException also when one is no image, or named otherwise than its family, or when
   *     there is none
   */
  static List<Held> all(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
    }
    List<Held> images = new ArrayList<>();
    for (Path file : files) {
      try {
        images.add(look(file, file.getFileName().toString()));
      } catch (IOException e) {
        throw new IOException(file + ": " + e.getMessage() + "; each is named by its family", e);
      }
    }
    if (images.isEmpty()) {
      throw new IOException(
          directory + " has no image: put one there under its family's name, such as ap1g8");
    }
    return images;
  }
}
