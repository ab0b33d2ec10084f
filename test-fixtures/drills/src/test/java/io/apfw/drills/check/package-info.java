/** Tests. */
@NullMarked
package io.apfw.drills.check;

import org.jspecify.annotations.NullMarked;
