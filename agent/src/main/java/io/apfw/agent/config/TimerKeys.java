package io.apfw.agent.config;

/** Keys of the configuration file: RFC 5415's timers and counters. */
final class TimerKeys {
  private TimerKeys() {}

  static void addTo(KeyTable keys) {
    keys.millis(
        "timers.echoIntervalMillis", 30_000, "RFC 5415 EchoInterval, between Echo Requests.");
    keys.millis(
        "timers.imageDataStartMillis",
        30_000,
        "RFC 5415 ImageDataStartTimer: how long to wait for each block of an image.");
    keys.millis(
        "timers.retransmitIntervalMillis",
        3_000,
        "RFC 5415 RetransmitInterval: the first pause before a request is sent again.");
    keys.number(
        "timers.maxRetransmit",
        1,
        20,
        "",
        "5",
        "RFC 5415 MaxRetransmit: repetitions before the AC counts as gone.");
    keys.millis(
        "timers.silentIntervalMillis", 30_000, "RFC 5415 SilentInterval, the time of Sulking.");
    keys.millis(
        "timers.waitDtlsMillis",
        60_000,
        "RFC 5415 WaitDTLS: how long to wait for a DTLS session; the RFC wants more than 30000.");
    keys.millis(
        "timers.dtlsSessionDeleteMillis",
        5_000,
        "RFC 5415 DTLSSessionDelete: the pause after a DTLS session has ended.");
    keys.number(
        "timers.maxFailedDtlsSessionRetry",
        1,
        KeyTable.COUNT_MAX,
        "",
        "3",
        "RFC 5415 MaxFailedDTLSSessionRetry: failed sessions before the AP is silent for a while.");
    keys.millis(
        "timers.dataChannelKeepAliveMillis",
        30_000,
        "RFC 5415 DataChannelKeepAlive, between keep-alives on the data channel.");
    keys.millis(
        "timers.dataChannelDeadIntervalMillis",
        60_000,
        "RFC 5415 DataChannelDeadInterval: silence before the data channel counts as dead; at least"
            + " twice the keep-alive, at most 240000.");
    keys.millis(
        "timers.dataCheckMillis",
        30_000,
        "RFC 5415 DataCheckTimer: how long to wait for the data channel's first keep-alive.");
    keys.millis(
        "timers.statisticsMillis",
        120_000,
        "RFC 5415 StatisticsTimer, between two reports of statistics to the controller.");
    keys.millis(
        "timers.dataTransferMillis",
        300_000,
        "How long the controller may take to fetch the log of the last update.");
  }
}
