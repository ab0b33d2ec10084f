package io.apfw.agent.discovery;

import io.apfw.capwap.wtp.Candidate.Source;
import java.net.InetAddress;

/**
 * An address at which a source says that a controller is.
 *
 * @param control UDP port of its control channel
 * @param data UDP port of its data channel
 * @param order the source's preference, from 0; equal where it has none
 */
record Place(InetAddress address, int control, int data, Source source, int order) {}
