/** Makes the image that a drill hands out: the right size to the byte, signed, cached. */
@NullMarked
package io.apfw.drills.image;

import org.jspecify.annotations.NullMarked;
