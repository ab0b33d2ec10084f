/** The edge of the update machine: its tasks on workers, and the way of an image's bytes. */
@NullMarked
package io.apfw.agent.update;

import org.jspecify.annotations.NullMarked;
