/** The message elements of RFC 5415 section 4.6, one record each, its codec inside. */
@NullMarked
package io.apfw.capwap.wire.element;

import org.jspecify.annotations.NullMarked;
