/** Tests. */
@NullMarked
package io.apfw.drills.ac;

import org.jspecify.annotations.NullMarked;
