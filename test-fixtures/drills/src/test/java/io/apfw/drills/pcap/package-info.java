/** Tests of the pcap writer, and of our frames against Wireshark. */
@NullMarked
package io.apfw.drills.pcap;

import org.jspecify.annotations.NullMarked;
