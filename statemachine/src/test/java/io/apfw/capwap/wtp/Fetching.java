package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageInformation;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wtp.WtpAction.AbortUpdate;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import io.apfw.capwap.wtp.WtpEvent.UpdateVerified;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.List;

/** What tests of an image on its way have in common. */
final class Fetching {
  static final ImageDataResponse OK = new ImageDataResponse(ResultCode.SUCCESS);

  private Fetching() {}

  static Lab verifying() {
    Lab lab = new Lab().receiving();
    lab.block("all", true);
    return lab;
  }

  static Lab activating() {
    Lab lab = verifying();
    lab.on(new UpdateVerified());
    return lab;
  }

  static Lab announced(long bytes, byte md5) {
    Lab lab = new Lab().inImageData();
    lab.on(new UpdateReady());
    byte[] digest = new byte[ImageInformation.MD5_BYTES];
    digest[0] = md5;
    lab.answer(
        new ImageDataResponse(
            ResultCode.SUCCESS, new ImageInformation(bytes, Octets.wrap(digest))));
    return lab;
  }

  static WtpEvent.UpdateFailed failed(Cause cause) {
    return new WtpEvent.UpdateFailed(new UpdateFailure(cause, "test"));
  }

  static List<Cause> aborts(List<WtpAction> actions) {
    return actions.stream()
        .filter(AbortUpdate.class::isInstance)
        .map(action -> ((AbortUpdate) action).reason().cause())
        .toList();
  }

  static String restartReason(List<WtpAction> actions) {
    return Lab.reports(actions).stream()
        .filter(Report.Restarting.class::isInstance)
        .map(report -> ((Report.Restarting) report).reason())
        .findFirst()
        .orElse("");
  }
}
