/** The cloud check, with time as a number. */
@NullMarked
package io.apfw.cloud;

import org.jspecify.annotations.NullMarked;
