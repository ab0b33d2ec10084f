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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The images of a directory; each file is named by its family, and its manifest names the version.
 *
 * @param files by family
 * @param images the same, as the controller tells them
 * @param version what all of them are
 */
record LocalImages(Map<String, Path> files, Map<String, ImageFile> images, String version) {
  LocalImages {
    files = Map.copyOf(files);
    images = Map.copyOf(images);
  }

  /**
   * Looks at every file; hidden ones aside.
   *
   * @throws IOException also when a file is no image, is named otherwise than its family, or has
   *     another version than the rest
   */
  static LocalImages of(Path directory) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Map<String, ImageFile> images = new TreeMap<>();
    String version = "";
    for (Path file : list(directory)) {
      Manifest manifest = manifest(file);
      String name = file.getFileName().toString();
      if (!name.equals(manifest.family())) {
        throw new IOException(file + " is an image of " + manifest.family() + ": name it so");
      }
      if (!version.isEmpty() && !version.equals(manifest.version())) {
        throw new IOException(
            "%s has version %s, other images in %s have %s: a controller asks for one"
                .formatted(file, manifest.version(), directory, version));
      }
      version = manifest.version();
      files.put(name, file);
      images.put(name, new ImageFile(name, Files.size(file), Octets.wrap(FileDigest.md5(file))));
    }
    if (files.isEmpty()) {
      throw new IOException(
          directory + " has no image: put one there under its family's name, such as ap1g8");
    }
    return new LocalImages(files, images, version);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static Manifest manifest(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Manifest.parse(new ImageReader(in).readHead().manifest());
    } catch (ImageRefusedException e) {
      throw new IOException(file + " is no image: " + e.getMessage(), e);
    }
  }
}
