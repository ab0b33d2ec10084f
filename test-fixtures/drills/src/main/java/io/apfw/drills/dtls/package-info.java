/** The AC's side of DTLS 1.2: cookies, handshakes on short-lived threads, sessions on one loop. */
@NullMarked
package io.apfw.drills.dtls;

import org.jspecify.annotations.NullMarked;
