/** Tests. */
@NullMarked
package io.apfw.drills.image;

import org.jspecify.annotations.NullMarked;
