/** Requests and responses on the control channel, RFC 5415 section 4.5.3. */
@NullMarked
package io.apfw.capwap.exchange;

import org.jspecify.annotations.NullMarked;
