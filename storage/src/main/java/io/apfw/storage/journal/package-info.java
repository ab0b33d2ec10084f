/** What became of an update, kept across reboots. */
@NullMarked
package io.apfw.storage.journal;

import org.jspecify.annotations.NullMarked;
