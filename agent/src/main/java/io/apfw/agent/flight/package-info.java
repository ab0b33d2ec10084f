/**
 * The flight recorder: the last steps of the machines, kept in memory, written to a file when
 * something fails, and run again from there.
 */
@NullMarked
package io.apfw.agent.flight;

import org.jspecify.annotations.NullMarked;
