package io.apfw.drills.controller;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.drills.controller.ControllerAction.SendBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The image files, as Image Data Requests. */
final class Blocks {
  private final Map<String, BlockSource> sources = new HashMap<>();
  private final ImageBlockDialect dialect;

  Blocks(Map<String, Path> files, ImageBlockDialect dialect) throws IOException {
    this.dialect = dialect;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      sources.put(file.getKey(), new BlockSource(file.getValue()));
    }
  }

  ImageDataRequest message(SendBlock block) {
    BlockSource source = sources.get(block.image().family());
    if (source == null) {
      throw new IllegalStateException("no file for family " + block.image().family());
    }
    return new ImageDataRequest(
        dialect.write(
            new ImageBlock(
                block.last() ? ImageBlock.Kind.LAST : ImageBlock.Kind.DATA,
                Octets.wrap(source.read(block.offset(), block.bytes())))));
  }
}
