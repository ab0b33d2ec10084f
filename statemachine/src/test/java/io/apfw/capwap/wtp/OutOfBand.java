package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ResultCode;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wtp.WtpEvent.UpdateReady;
import java.util.ArrayList;
import java.util.List;

/** The way to an image that the AC only says the location of. */
final class OutOfBand {
  static final ImageLocation LOCATION =
      new ImageLocation(Octets.hex("ab".repeat(32)), "https://192.0.2.9/ap1g8.img");

  static final ImageDataResponse THERE =
      new ImageDataResponse(ResultCode.SUCCESS, LOCATION.toElement());

  private OutOfBand() {}

  static Lab elsewhere() {
    Lab lab = joined(lab(true), Lab.WANTED, true);
    lab.on(new UpdateReady());
    lab.answer(THERE);
    return lab;
  }

  static Lab elsewhereInRun() {
    Lab lab = joined(lab(true), Lab.RUNNING, true).toRun();
    lab.request(located());
    lab.on(new UpdateReady());
    return lab;
  }

  static Lab joined(Lab lab, String version, boolean known) {
    lab.inJoin(Lab.INVENTORY);
    List<MessageElement> elements = new ArrayList<>(Lab.joinResponse(version).elements());
    if (known) {
      elements.add(ImageLocation.OFFER);
    }
    lab.answer(new JoinResponse(elements));
    return lab;
  }

  static Lab lab(boolean locations) {
    WtpConfig config = Lab.config();
    return new Lab(
        new WtpConfig(
            config.discovery(),
            config.identity(),
            config.timers(),
            config.counters(),
            config.dialect(),
            false,
            false,
            MtuPolicy.fixed(),
            locations),
        42);
  }

  static ControlMessage located() {
    return new ConfigurationUpdateRequest(new ImageIdentifier(9, Lab.WANTED), LOCATION.toElement());
  }
}
