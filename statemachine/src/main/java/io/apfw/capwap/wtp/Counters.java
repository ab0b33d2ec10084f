package io.apfw.capwap.wtp;

import io.apfw.capwap.wire.element.ImageWindow;

/**
 * The bounds that are not times: RFC 5415 section 4.8, and ours.
 *
 * @param discoveriesMax 4.8.5 MaxDiscoveries
 * @param failedDtlsSessionsMax 4.8.6 MaxFailedDTLSSessionRetry, for sessions and for authentication
 * @param retransmissionsMax 4.8.7 MaxRetransmit
 * @param eventsMax ours: WTP Events that wait in Run; the oldest gives way
 * @param imageBytesMax ours: an image announced as larger than this is not fetched
 * @param imageRequestsMax ours: the most Image Data Requests that an AC may have outstanding, 1 to
 *     {@value ImageWindow#REQUESTS_MAX}; 1 is the RFC's rule
 */
public record Counters(
    int discoveriesMax,
    int failedDtlsSessionsMax,
    int retransmissionsMax,
    int eventsMax,
    long imageBytesMax,
    int imageRequestsMax) {
  public Counters {
    if (discoveriesMax < 1
        || failedDtlsSessionsMax < 1
        || retransmissionsMax < 0
        || eventsMax < 1
        || imageBytesMax < 1
        || imageRequestsMax < 1
        || imageRequestsMax > ImageWindow.REQUESTS_MAX) {
      throw new IllegalArgumentException(
          "a bound out of its own: discoveriesMax "
              + discoveriesMax
              + ", failedDtlsSessionsMax "
              + failedDtlsSessionsMax
              + ", retransmissionsMax "
              + retransmissionsMax
              + ", eventsMax "
              + eventsMax
              + ", imageBytesMax "
              + imageBytesMax
              + ", imageRequestsMax "
              + imageRequestsMax);
    }
  }

  /** The RFC's defaults; 16 events, 1 GiB, one request. */
  public static Counters defaults() {
    return new Counters(10, 3, 5, 16, 1L << 30, 1);
  }
}
