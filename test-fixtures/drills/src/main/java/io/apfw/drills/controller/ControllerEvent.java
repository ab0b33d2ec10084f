package io.apfw.drills.controller;

import io.apfw.capwap.wire.message.Decoded;

/** What happens to one session. */
public sealed interface ControllerEvent {
  /** A control message came through the session. */
  record Received(Decoded decoded) implements ControllerEvent {}

  /** A keep-alive with this session's ID came on the data channel. */
  record KeptAlive(ControllerConfig.DataChannel channel) implements ControllerEvent {}

  /** An operator wants the WTP to start over. */
  record ResetWanted() implements ControllerEvent {}

  /** An operator wants the WTP to boot this version. */
  record ResetToWanted(String version) implements ControllerEvent {}

  /** An operator wants this version on the WTP, in Run, without a reboot. */
  record PredownloadWanted(String version) implements ControllerEvent {}

  /** An operator wants to read the log of the WTP's last update. */
  record LogWanted() implements ControllerEvent {}

  /** The image that the WTP waits for is here. */
  record ImageFound(ImageFile image) implements ControllerEvent {}

  /** It is being fetched. */
  record ImageComing() implements ControllerEvent {}

  /** There is none. */
  record ImageMissing() implements ControllerEvent {}

  /** The DTLS session of the control channel is gone. */
  record Disconnected(String reason) implements ControllerEvent {}

  /** The time of {@link DrillController#nextDeadline} has come. */
  record DeadlineReached() implements ControllerEvent {}
}
