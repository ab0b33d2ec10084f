package io.apfw.storage.slot;

import java.nio.file.Path;

/**
 * Where a partition is.
 *
 * @param id which of the two
 * @param device a block device, or a file of fixed size
 */
public record Slot(SlotId id, Path device) {}
