/** Runs the board's upgrade scripts: one verb, one process, bounded in time and output. */
@NullMarked
package io.apfw.agent.scripts;

import org.jspecify.annotations.NullMarked;
