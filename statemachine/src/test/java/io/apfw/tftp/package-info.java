/** Tests of the TFTP client, against a server and a network in simulated time. */
@NullMarked
package io.apfw.tftp;

import org.jspecify.annotations.NullMarked;
