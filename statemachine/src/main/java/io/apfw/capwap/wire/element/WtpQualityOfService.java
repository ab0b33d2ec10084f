package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;

/**
 * IEEE 802.11 WTP Quality of Service, RFC 5416 section 6.22: radio 8 bits, tagging policy 8, then
 * four queues of queue depth 8 bits, CWMin 16, CWMax 16, AIFS 8, tag 16: voice, video, best effort,
 * background.
 *
 * @param radioId 1 to 31
 * @param taggingPolicy bits, {@link #POLICY_8021P} to {@link #POLICY_INNER}
 * @param queues four, in the order above
 */
public record WtpQualityOfService(int radioId, int taggingPolicy, List<Queue> queues)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1045;

  /** P: tag after IEEE 802.1p. */
  public static final int POLICY_8021P = 0x10;

  /** Q: how, see section 2.6.1.1. */
  public static final int POLICY_8021P_MODE = 0x08;

  /** D: tag with DSCP. */
  public static final int POLICY_DSCP = 0x04;

  /** O: how the tunnel header is tagged, see section 2.6.1.2. */
  public static final int POLICY_OUTER = 0x02;

  /** I: how the packet inside is tagged, see section 2.6.1.2. */
  public static final int POLICY_INNER = 0x01;

  static final ElementCodec<WtpQualityOfService> CODEC =
      new ElementCodec<>(TYPE, WtpQualityOfService.class) {
        @Override
        protected WtpQualityOfService readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          int taggingPolicy = body.u8("Tagging Policy");
          return new WtpQualityOfService(
              radioId,
              taggingPolicy,
              List.of(Queue.read(body), Queue.read(body), Queue.read(body), Queue.read(body)));
        }

        @Override
        protected void writeBody(WtpQualityOfService element, WireWriter out) {
          out.u8(element.radioId()).u8(element.taggingPolicy());
          for (Queue queue : element.queues()) {
            out.u8(queue.depth()).u16(queue.windowMin()).u16(queue.windowMax()).u8(queue.aifs());
            queue.tag().write(out);
          }
        }
      };

  public WtpQualityOfService {
    Bounds.u8("Radio ID", radioId);
    Bounds.u8("Tagging Policy", taggingPolicy);
    Bounds.range("number of QoS queues", queues.size(), 4, 4);
    queues = List.copyOf(queues);
  }

  /**
   * One queue.
   *
   * @param depth most packets in the queue, 8 bits
   * @param windowMin CWMin, 16 bits
   * @param windowMax CWMax, 16 bits
   * @param aifs 8 bits
   * @param tag how packets are marked
   */
  public record Queue(int depth, int windowMin, int windowMax, int aifs, QosTag tag) {
    public Queue {
      Bounds.u8("Queue Depth", depth);
      Bounds.u16("CWMin", windowMin);
      Bounds.u16("CWMax", windowMax);
      Bounds.u8("AIFS", aifs);
    }

    private static Queue read(WireReader body) throws MalformedException {
      return new Queue(
          body.u8("Queue Depth"),
          body.u16("CWMin"),
          body.u16("CWMax"),
          body.u8("AIFS"),
          QosTag.read(body));
    }
  }

  @Override
  public ElementCodec<WtpQualityOfService> codec() {
    return CODEC;
  }
}
