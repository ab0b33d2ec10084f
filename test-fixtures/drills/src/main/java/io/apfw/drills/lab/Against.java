package io.apfw.drills.lab;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * A controller that somebody else runs.
 *
 * @param control its control channel
 * @param data its data channel
 * @param keys directory with what an AP shows and believes there: {@code ap.key}, {@code ap.pem},
 *     {@code network-roots.pem} and {@code image-roots.pem}
 */
public record Against(InetSocketAddress control, InetSocketAddress data, Path keys) {}
