package io.apfw.capwap.wtp;

/**
 * The bounds that are not times: RFC 5415 section 4.8, and ours.
 *
 * @param discoveriesMax 4.8.5 MaxDiscoveries
 * @param failedDtlsSessionsMax 4.8.6 MaxFailedDTLSSessionRetry, for sessions and for authentication
 * @param retransmissionsMax 4.8.7 MaxRetransmit
 * @param eventsMax ours: WTP Events that wait in Run; the oldest gives way
 * @param imageBytesMax ours: an image announced as larger than this is not fetched
 */
public record Counters(
    int discoveriesMax,
    int failedDtlsSessionsMax,
    int retransmissionsMax,
    int eventsMax,
    long imageBytesMax) {
  public Counters {
    if (discoveriesMax < 1
        || failedDtlsSessionsMax < 1
        || retransmissionsMax < 0
        || eventsMax < 1
        || imageBytesMax < 1) {
      throw new IllegalArgumentException(
          "a bound below its least: discoveriesMax "
              + discoveriesMax
              + ", failedDtlsSessionsMax "
              + failedDtlsSessionsMax
              + ", retransmissionsMax "
              + retransmissionsMax
              + ", eventsMax "
              + eventsMax
              + ", imageBytesMax "
              + imageBytesMax);
    }
  }

  /** The RFC's defaults; 16 events, 1 GiB. */
  public static Counters defaults() {
    return new Counters(10, 3, 5, 16, 1L << 30);
  }
}
