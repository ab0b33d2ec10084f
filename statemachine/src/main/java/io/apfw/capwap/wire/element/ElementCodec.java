package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.OutOfBoundsException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes one kind of message element. The frame, type 16 bits and length 16 bits, is
 * handled here and nowhere else; a subclass sees the body only, and cannot read beyond it.
 *
 * @param <E> the element's record
 */
public abstract class ElementCodec<E extends MessageElement> {
  /** Length of the frame before the body. */
  public static final int FRAME_BYTES = 4;

  /** Element types of the IEEE 802.11 binding, RFC 5416 section 6 and its successors. */
  public static final int BINDING_FIRST = 1024;

  /** See {@link #BINDING_FIRST}. */
  public static final int BINDING_LAST = 2047;

  private static final int ELEMENT_BYTES_MAX = FRAME_BYTES + 0xffff;

  private final int type;
  private final Class<E> element;
  private final String name;

  ElementCodec(int type, Class<E> element) {
    Bounds.range("message element type", type, 1, 0xffff);
    this.type = type;
    this.element = element;
    this.name = element.getSimpleName() + " (element " + type + ")";
  }

  /** Message element type. */
  public final int type() {
    return type;
  }

  /** Reads the body; the codec has narrowed the reader to it and refuses what is left over. */
  protected abstract E readBody(WireReader body) throws MalformedException;

  /** Writes the body. */
  protected abstract void writeBody(E element, WireWriter out);

  /**
   * Reads the next element, frame and body.
   *
   * <p>An element of RFC 5415 whose body is not as it should be makes its message malformed: we act
   * on these. One of the binding survives as {@link UnknownElement}: we only carry it, and an AC
   * that writes it in its own way must not cost us the message around it.
   */
  public static MessageElement read(WireReader in) throws MalformedException {
    int type = in.u16("message element type");
    int length = in.u16("message element length");
    if (type == 0) {
      throw in.malformed("message element type 0 is reserved");
    }
    ElementCodec<?> known = Known.BY_TYPE.get(type);
    if (known == null) {
      return new UnknownElement(type, in.octets("the body of element " + type, length));
    }
    return isBinding(type) ? known.readLeniently(in, length) : known.readFramed(in, length);
  }

  /** Whether an element type is one of the binding's. */
  public static boolean isBinding(int type) {
    return type >= BINDING_FIRST && type <= BINDING_LAST;
  }

  /** Writes an element, frame and body. */
  public static void write(MessageElement element, WireWriter out) {
    element.codec().writeFramed(element, out);
  }

  /** An element's bytes, frame and body. */
  public static Octets encode(MessageElement element) {
    WireWriter out = new WireWriter(element.codec().name, ELEMENT_BYTES_MAX);
    write(element, out);
    return Octets.wrap(out.toArray());
  }

  private E readFramed(WireReader in, int length) throws MalformedException {
    int before = in.narrow(name, length);
    E read;
    try {
      read = readBody(in);
    } catch (MalformedException e) {
      throw new MalformedException(e.offset(), name + ": " + e.reason());
    } catch (OutOfBoundsException e) {
      throw in.malformed(name + ": " + e.getMessage());
    }
    in.widen(name, before);
    return read;
  }

  private MessageElement readLeniently(WireReader in, int length) throws MalformedException {
    Octets body = in.octets("the body of " + name, length);
    try {
      return readFramed(new WireReader(body), length);
    } catch (MalformedException e) {
      return new UnknownElement(type, body);
    }
  }

  private void writeFramed(MessageElement any, WireWriter out) {
    out.u16(type).u16(0);
    int start = out.position();
    writeBody(element.cast(any), out);
    int length = out.position() - start;
    Bounds.u16(name + " body length", length);
    out.patchU16(start - 2, length);
  }

  /** In a class of its own, for the records' codecs and this class begin each other. */
  private static final class Known {
    static final Map<Integer, ElementCodec<?>> BY_TYPE =
        Stream.<ElementCodec<?>>of(
                AcDescriptor.CODEC,
                AcIpv4List.CODEC,
                AcIpv6List.CODEC,
                AcName.CODEC,
                AcNameWithPriority.CODEC,
                AcTimestamp.CODEC,
                AddMacAclEntry.CODEC,
                AddStation.CODEC,
                AddWlan.CODEC,
                Antenna.CODEC,
                AssignedWtpBssid.CODEC,
                CapwapControlIpv4Address.CODEC,
                CapwapControlIpv6Address.CODEC,
                CapwapLocalIpv4Address.CODEC,
                CapwapLocalIpv6Address.CODEC,
                CapwapTimers.CODEC,
                CapwapTransportProtocol.CODEC,
                DataTransferData.CODEC,
                DataTransferMode.CODEC,
                DecryptionErrorReport.CODEC,
                DecryptionErrorReportPeriod.CODEC,
                DeleteMacAclEntry.CODEC,
                DeleteStation.CODEC,
                DeleteWlan.CODEC,
                DirectSequenceControl.CODEC,
                DiscoveryType.CODEC,
                DuplicateIpv4Address.CODEC,
                DuplicateIpv6Address.CODEC,
                EcnSupport.CODEC,
                IdleTimeout.CODEC,
                ImageData.CODEC,
                ImageIdentifier.CODEC,
                ImageInformation.CODEC,
                InformationElement.CODEC,
                InitiateDownload.CODEC,
                LocationData.CODEC,
                MacOperation.CODEC,
                MaximumMessageLength.CODEC,
                MicCountermeasures.CODEC,
                MtuDiscoveryPadding.CODEC,
                MultiDomainCapability.CODEC,
                OfdmControl.CODEC,
                RadioAdministrativeState.CODEC,
                RadioOperationalState.CODEC,
                RateSet.CODEC,
                ResultCode.CODEC,
                ReturnedMessageElement.CODEC,
                RsnaErrorReportFromStation.CODEC,
                SessionId.CODEC,
                Station.CODEC,
                StationQosProfile.CODEC,
                StationSessionKey.CODEC,
                Statistics.CODEC,
                StatisticsTimer.CODEC,
                SupportedRates.CODEC,
                TxPower.CODEC,
                TxPowerLevel.CODEC,
                UpdateStationQos.CODEC,
                UpdateWlan.CODEC,
                VendorSpecificPayload.CODEC,
                WtpBoardData.CODEC,
                WtpDescriptor.CODEC,
                WtpFallback.CODEC,
                WtpFrameTunnelMode.CODEC,
                WtpMacType.CODEC,
                WtpName.CODEC,
                WtpQualityOfService.CODEC,
                WtpRadioConfiguration.CODEC,
                WtpRadioFailAlarmIndication.CODEC,
                WtpRadioInformation.CODEC,
                WtpRadioStatistics.CODEC,
                WtpRebootStatistics.CODEC,
                WtpStaticIpAddressInformation.CODEC)
            .collect(Collectors.toUnmodifiableMap(ElementCodec::type, Function.identity()));
  }
}
