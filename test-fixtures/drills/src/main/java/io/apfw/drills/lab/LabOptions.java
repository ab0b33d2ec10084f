package io.apfw.drills.lab;

import io.apfw.drills.controller.Tap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user chose.
 *
 * @param top root of the checkout, where the agent's launcher is
 * @param work where caches, logs and the runs' files go
 * @param keep whether the run's files stay
 * @param blockBytes image bytes in one message
 * @param dtlsData whether the data channel is DTLS from the first boot on
 * @param window Image Data Requests outstanding, if the agent takes so many
 * @param roundTripMillis how long the way between AP and controller is, there and back
 * @param timeout for everything that is waited for
 * @param jobs how many drills run at once; with several each takes free ports
 * @param against a controller that takes the place of the drill's own
 * @param tap sees the controllers' CAPWAP without DTLS
 */
public record LabOptions(
    Path top,
    Path work,
    boolean keep,
    int blockBytes,
    boolean dtlsData,
    int window,
    int roundTripMillis,
    Duration timeout,
    int jobs,
    Optional<Against> against,
    Tap tap) {
  /** The same with another window and other blocks, on a way that the drill makes itself. */
  public LabOptions sending(int requests, int bytes) {
    return new LabOptions(
        top, work, keep, bytes, dtlsData, requests, 0, timeout, jobs, against, tap);
  }
}
