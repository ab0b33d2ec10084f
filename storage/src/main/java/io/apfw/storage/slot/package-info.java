/** The two partitions, what is on them, and the only way to write one. */
@NullMarked
package io.apfw.storage.slot;

import org.jspecify.annotations.NullMarked;
