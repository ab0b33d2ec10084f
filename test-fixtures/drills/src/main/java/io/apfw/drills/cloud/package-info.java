/** The drill's cloud: a pure brain that answers awc's two requests, and a thin live shell. */
@NullMarked
package io.apfw.drills.cloud;

import org.jspecify.annotations.NullMarked;
