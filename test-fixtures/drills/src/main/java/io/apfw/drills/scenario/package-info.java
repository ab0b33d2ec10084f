/** The scenarios. */
@NullMarked
package io.apfw.drills.scenario;

import org.jspecify.annotations.NullMarked;
