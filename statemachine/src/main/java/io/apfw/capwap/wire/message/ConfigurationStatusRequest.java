package io.apfw.capwap.wire.message;

import io.apfw.capwap.wire.element.AcName;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.RadioAdministrativeState;
import io.apfw.capwap.wire.element.StatisticsTimer;
import io.apfw.capwap.wire.element.WtpRebootStatistics;
import java.util.List;
import java.util.Optional;

/**
 * Configuration Status Request, WTP to AC; RFC 5415 section 8.2.
 *
 * @param elements in the order of the wire
 */
public record ConfigurationStatusRequest(List<MessageElement> elements) implements ControlMessage {
  /** Message type. */
  public static final int TYPE = 5;

  public ConfigurationStatusRequest {
    elements = List.copyOf(elements);
  }

  /** A message of these elements, in this order. */
  public ConfigurationStatusRequest(MessageElement... elements) {
    this(List.of(elements));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The first AcName element. */
  public Optional<AcName> acName() {
    return first(AcName.class);
  }

  /** The first StatisticsTimer element. */
  public Optional<StatisticsTimer> statisticsTimer() {
    return first(StatisticsTimer.class);
  }

  /** The first WtpRebootStatistics element. */
  public Optional<WtpRebootStatistics> wtpRebootStatistics() {
    return first(WtpRebootStatistics.class);
  }

  /** All RadioAdministrativeState elements, in order. */
  public List<RadioAdministrativeState> radioAdministrativeStates() {
    return all(RadioAdministrativeState.class);
  }
}
