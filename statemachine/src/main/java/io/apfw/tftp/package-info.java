/**
 * A TFTP client as a function: RFC 1350 with the options of RFC 2347, 2348, 2349 and 7440. It knows
 * ports, bytes and time; the socket is the edge's.
 */
@NullMarked
package io.apfw.tftp;

import org.jspecify.annotations.NullMarked;
