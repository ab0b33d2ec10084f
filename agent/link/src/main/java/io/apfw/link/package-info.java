/** The WTP's way to an AC: sockets, DTLS sessions and the codec in one piece, events out. */
@NullMarked
package io.apfw.link;

import org.jspecify.annotations.NullMarked;
