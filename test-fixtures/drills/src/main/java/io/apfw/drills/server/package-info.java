/** Servers that images are fetched from, and that can be told to misbehave. */
@NullMarked
package io.apfw.drills.server;

import org.jspecify.annotations.NullMarked;
