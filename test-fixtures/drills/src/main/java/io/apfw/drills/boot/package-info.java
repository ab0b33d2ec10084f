/** The stand-in for a boot loader: decides from disk, counts tries down, starts the agent. */
@NullMarked
package io.apfw.drills.boot;

import org.jspecify.annotations.NullMarked;
