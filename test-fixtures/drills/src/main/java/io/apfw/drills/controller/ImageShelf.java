package io.apfw.drills.controller;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Where a controller that sends images on demand has them from. */
@FunctionalInterface
public interface ImageShelf {
  /**
   * Looks for the image of a WTP. Called on the controller's thread, so it does not block.
   *
   * @param identifier what the WTP asks for: its family
   * @param later hears once, from any thread, what became of an image that was {@link Coming}
   */
  Answer find(String identifier, Consumer<Answer> later);

  /** What it found. */
  sealed interface Answer {}

  /** The image is here. */
  record Found(ImageFile image, Path file) implements Answer {}

  /** It is being fetched. */
  record Coming() implements Answer {}

  /** There is none. */
  record Missing() implements Answer {}
}
