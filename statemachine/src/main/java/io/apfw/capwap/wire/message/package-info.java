/** The control messages of RFC 5415 and of its IEEE 802.11 binding, RFC 5416, one record each. */
@NullMarked
package io.apfw.capwap.wire.message;

import org.jspecify.annotations.NullMarked;
