/** Where bytes are kept: the block device port, files as devices, and what can go wrong below. */
@NullMarked
package io.apfw.storage.device;

import org.jspecify.annotations.NullMarked;
