/** Clear CAPWAP in files that Wireshark reads. */
@NullMarked
package io.apfw.drills.pcap;

import org.jspecify.annotations.NullMarked;
