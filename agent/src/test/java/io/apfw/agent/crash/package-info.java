/** A disk in memory that remembers every write and shows what a power cut could leave of it. */
@NullMarked
package io.apfw.agent.crash;

import org.jspecify.annotations.NullMarked;
