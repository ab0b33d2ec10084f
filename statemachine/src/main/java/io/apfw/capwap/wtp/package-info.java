/** The WTP's side of the CAPWAP state machine, RFC 5415 section 2.3. */
@NullMarked
package io.apfw.capwap.wtp;

import org.jspecify.annotations.NullMarked;
