package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * IEEE 802.11 Statistics, RFC 5416 section 6.16: radio 8 bits, reserved 24, then nineteen counters
 * of 32 bits in the order below. They begin at 0 when the WTP starts, and wrap.
 *
 * @param radioId 1 to 31
 * @param txFragmentCount dot11TransmittedFragmentCount
 * @param multicastTxCount dot11MulticastTransmittedFrameCount
 * @param failedCount dot11FailedCount
 * @param retryCount dot11RetryCount
 * @param multipleRetryCount dot11MultipleRetryCount
 * @param frameDuplicateCount dot11FrameDuplicateCount
 * @param rtsSuccessCount dot11RTSSuccessCount
 * @param rtsFailureCount dot11RTSFailureCount
 * @param ackFailureCount dot11ACKFailureCount
 * @param rxFragmentCount dot11ReceivedFragmentCount
 * @param multicastRxCount dot11MulticastReceivedFrameCount
 * @param fcsErrorCount dot11FCSErrorCount
 * @param txFrameCount frames sent; the RFC names no MIB object
 * @param decryptionErrors dot11WEPUndecryptableCount
 * @param discardedQosFragmentCount dot11QoSDiscardedFragmentCount
 * @param associatedStationCount dot11AssociatedStationCount
 * @param qosCfPollsReceivedCount dot11QosCFPollsReceivedCount
 * @param qosCfPollsUnusedCount dot11QosCFPollsUnusedCount
 * @param qosCfPollsUnusableCount dot11QosCFPollsUnusableCount
 */
public record Statistics(
    int radioId,
    long txFragmentCount,
    long multicastTxCount,
    long failedCount,
    long retryCount,
    long multipleRetryCount,
    long frameDuplicateCount,
    long rtsSuccessCount,
    long rtsFailureCount,
    long ackFailureCount,
    long rxFragmentCount,
    long multicastRxCount,
    long fcsErrorCount,
    long txFrameCount,
    long decryptionErrors,
    long discardedQosFragmentCount,
    long associatedStationCount,
    long qosCfPollsReceivedCount,
    long qosCfPollsUnusedCount,
    long qosCfPollsUnusableCount)
    implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 1039;

  static final ElementCodec<Statistics> CODEC =
      new ElementCodec<>(TYPE, Statistics.class) {
        @Override
        protected Statistics readBody(WireReader body) throws MalformedException {
          int radioId = body.u8("Radio ID");
          body.skip("Reserved", 3);
          long txFragmentCount = body.u32("Tx Fragment Count");
          long multicastTxCount = body.u32("Multicast Tx Count");
          long failedCount = body.u32("Failed Count");
          long retryCount = body.u32("Retry Count");
          long multipleRetryCount = body.u32("Multiple Retry Count");
          long frameDuplicateCount = body.u32("Frame Duplicate Count");
          long rtsSuccessCount = body.u32("RTS Success Count");
          long rtsFailureCount = body.u32("RTS Failure Count");
          long ackFailureCount = body.u32("ACK Failure Count");
          long rxFragmentCount = body.u32("Rx Fragment Count");
          long multicastRxCount = body.u32("Multicast RX Count");
          long fcsErrorCount = body.u32("FCS Error Count");
          long txFrameCount = body.u32("Tx Frame Count");
          long decryptionErrors = body.u32("Decryption Errors");
          long discardedQosFragmentCount = body.u32("Discarded QoS Fragment Count");
          long associatedStationCount = body.u32("Associated Station Count");
          long qosCfPollsReceivedCount = body.u32("QoS CF Polls Received Count");
          long qosCfPollsUnusedCount = body.u32("QoS CF Polls Unused Count");
          long qosCfPollsUnusableCount = body.u32("QoS CF Polls Unusable Count");
          return new Statistics(
              radioId,
              txFragmentCount,
              multicastTxCount,
              failedCount,
              retryCount,
              multipleRetryCount,
              frameDuplicateCount,
              rtsSuccessCount,
              rtsFailureCount,
              ackFailureCount,
              rxFragmentCount,
              multicastRxCount,
              fcsErrorCount,
              txFrameCount,
              decryptionErrors,
              discardedQosFragmentCount,
              associatedStationCount,
              qosCfPollsReceivedCount,
              qosCfPollsUnusedCount,
              qosCfPollsUnusableCount);
        }

        @Override
        protected void writeBody(Statistics element, WireWriter out) {
          out.u8(element.radioId()).zeros(3).u32(element.txFragmentCount());
          out.u32(element.multicastTxCount()).u32(element.failedCount());
          out.u32(element.retryCount()).u32(element.multipleRetryCount());
          out.u32(element.frameDuplicateCount()).u32(element.rtsSuccessCount());
          out.u32(element.rtsFailureCount()).u32(element.ackFailureCount());
          out.u32(element.rxFragmentCount()).u32(element.multicastRxCount());
          out.u32(element.fcsErrorCount()).u32(element.txFrameCount());
          out.u32(element.decryptionErrors()).u32(element.discardedQosFragmentCount());
          out.u32(element.associatedStationCount()).u32(element.qosCfPollsReceivedCount());
          out.u32(element.qosCfPollsUnusedCount()).u32(element.qosCfPollsUnusableCount());
        }
      };

  public Statistics {
    Bounds.u8("Radio ID", radioId);
    Bounds.u32("Tx Fragment Count", txFragmentCount);
    Bounds.u32("Multicast Tx Count", multicastTxCount);
    Bounds.u32("Failed Count", failedCount);
    Bounds.u32("Retry Count", retryCount);
    Bounds.u32("Multiple Retry Count", multipleRetryCount);
    Bounds.u32("Frame Duplicate Count", frameDuplicateCount);
    Bounds.u32("RTS Success Count", rtsSuccessCount);
    Bounds.u32("RTS Failure Count", rtsFailureCount);
    Bounds.u32("ACK Failure Count", ackFailureCount);
    Bounds.u32("Rx Fragment Count", rxFragmentCount);
    Bounds.u32("Multicast RX Count", multicastRxCount);
    Bounds.u32("FCS Error Count", fcsErrorCount);
    Bounds.u32("Tx Frame Count", txFrameCount);
    Bounds.u32("Decryption Errors", decryptionErrors);
    Bounds.u32("Discarded QoS Fragment Count", discardedQosFragmentCount);
    Bounds.u32("Associated Station Count", associatedStationCount);
    Bounds.u32("QoS CF Polls Received Count", qosCfPollsReceivedCount);
    Bounds.u32("QoS CF Polls Unused Count", qosCfPollsUnusedCount);
    Bounds.u32("QoS CF Polls Unusable Count", qosCfPollsUnusableCount);
  }

  @Override
  public ElementCodec<Statistics> codec() {
    return CODEC;
  }
}
