package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;

/**
 * IEEE 802.11 Update Station QoS, RFC 5416 section 6.20: radio 8 bits, MAC address 48, then four
 * tags of 16 bits: voice, video, best effort, background.
 *
 * <p>The RFC gives the element a length of 8, in which not even one tag fits, and a text that
 * speaks of four. We read and write four, 15 bytes; another length survives as {@link
 * UnknownElement}.
 *
 * @param radioId 1 to 31
 * @param address 6 bytes
 * @param tags four, in the order above
 */
public record UpdateStationQos(int radioId, Octets address, List<QosTag> tags)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1043;

  static final ElementCodec<UpdateStationQos> CODEC =
      new ElementCodec<>(TYPE, UpdateStationQos.class) {
        @Override
        protected UpdateStationQos readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          Octets address = body.octets("MAC Address", 6);
          return new UpdateStationQos(
              radioId,
              address,
              List.of(QosTag.read(body), QosTag.read(body), QosTag.read(body), QosTag.read(body)));
        }

        @Override
        protected void writeBody(UpdateStationQos element, WireWriter out) {
          out.u8(element.radioId()).octets(element.address());
          element.tags().forEach(tag -> tag.write(out));
        }
      };

  public UpdateStationQos {
    Bounds.u8("Radio ID", radioId);
    Bounds.length("MAC Address", address.length(), 6, 6);
    Bounds.range("number of QoS tags", tags.size(), 4, 4);
    tags = List.copyOf(tags);
  }

  @Override
  public ElementCodec<UpdateStationQos> codec() {
    return CODEC;
  }
}
