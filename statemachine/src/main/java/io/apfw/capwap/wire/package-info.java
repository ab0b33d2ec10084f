/** Bytes to records and back, RFC 5415 section 4; knows neither time nor state. */
@NullMarked
package io.apfw.capwap.wire;

import org.jspecify.annotations.NullMarked;
