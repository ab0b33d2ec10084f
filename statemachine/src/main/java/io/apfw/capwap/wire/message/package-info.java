/** The control messages of RFC 5415, one record each. */
@NullMarked
package io.apfw.capwap.wire.message;

import org.jspecify.annotations.NullMarked;
