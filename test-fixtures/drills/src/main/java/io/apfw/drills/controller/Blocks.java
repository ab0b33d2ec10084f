package io.apfw.drills.controller;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The image files, as Image Data Requests. */
final class Blocks {
  /** Different images on their way at one time. */
  private static final int SOURCES_MAX = 64;

  private final Map<ImageFile, BlockSource> sources = new LinkedHashMap<>(16, 0.75f, true);
  private final ImageBlockDialect dialect;

  Blocks(Map<String, Path> files, Map<String, ImageFile> images, ImageBlockDialect dialect)
      throws IOException {
    this.dialect = dialect;
    for (Map.Entry<String, ImageFile> image : images.entrySet()) {
      Path file = files.get(image.getKey());
      if (file != null) {
        add(image.getValue(), file);
      }
    }
  }

  /** Knows an image from now on; its file may go, for it is mapped. */
  void add(ImageFile image, Path file) throws IOException {
    if (!sources.containsKey(image)) {
      sources.put(image, new BlockSource(file));
      if (sources.size() > SOURCES_MAX) {
        sources.remove(sources.keySet().iterator().next());
      }
    }
  }

  ImageDataRequest message(SendBlock block) {
    BlockSource source = sources.get(block.image());
    if (source == null) {
      throw new IllegalStateException("no file for " + block.image());
    }
    return new ImageDataRequest(
        dialect.write(
            new ImageBlock(
                block.last() ? ImageBlock.Kind.LAST : ImageBlock.Kind.DATA,
                Octets.wrap(source.read(block.offset(), block.bytes())))));
  }
}
