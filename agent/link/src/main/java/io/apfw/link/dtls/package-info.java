/** The WTP's side of DTLS 1.2 over Bouncy Castle, RFC 5415 sections 2.3.2 and 2.4. */
@NullMarked
package io.apfw.link.dtls;

import org.jspecify.annotations.NullMarked;
