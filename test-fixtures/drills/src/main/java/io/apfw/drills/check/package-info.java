/** Expectations: log lines in order, values as they should be. */
@NullMarked
package io.apfw.drills.check;

import org.jspecify.annotations.NullMarked;
