/**
 * Judges what power cuts could leave of a disk whose writes were recorded: the log of a virtual
 * machine, every prefix of it, with what was not flushed missing or torn.
 */
@NullMarked
package io.apfw.drills.writes;

import org.jspecify.annotations.NullMarked;
