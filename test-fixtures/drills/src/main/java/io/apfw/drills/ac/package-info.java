/** A controller that somebody runs: its configuration file, its images, its log. */
@NullMarked
package io.apfw.drills.ac;

import org.jspecify.annotations.NullMarked;
