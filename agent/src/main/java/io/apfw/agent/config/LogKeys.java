package io.apfw.agent.config;

import java.util.List;

/** Keys of the configuration file: log, status and metrics. */
final class LogKeys {
  private LogKeys() {}

  static void addTo(KeyTable keys) {
    keys.choice(
        "log.level",
        List.of("trace", "debug", "info", "warn", "error"),
        "info",
        "The least serious events that are logged.");
    keys.choice(
        "log.to",
        List.of("stdout", "syslog", "file"),
        "stdout",
        "Where the log goes. Where standard output is systemd's journal, each line there has the"
            + " fields of its event: APFW_EVENT is its number, APFW_NAME its name.");
    keys.path(
        "log.file",
        "/var/log/apfw/apfw.log",
        false,
        "The log's file, and the beginning of the names of those before it. Its directory must"
            + " exist.");
    keys.number(
        "log.fileBytes",
        65_536,
        1_073_741_824,
        "bytes",
        "1048576",
        "How large that file may become before another one is begun.");
    keys.number("log.files", 1, 100, "", "4", "How many of those files are kept.");
    keys.text(
        "log.syslogHost", 1, 255, "127.0.0.1", false, "The syslog server, which hears it by UDP.");
    keys.number("log.syslogPort", 1, 65_535, "", "514", "Its port.");
    keys.path("status.file", "/run/apfw/status.json", false, "What `apfw status` reads.");
    keys.path(
        "metrics.file",
        "",
        false,
        "Figures in Prometheus' text format, for a node exporter's textfile collector: a file that"
            + " ends in .prom; by default none. Everybody may read it. The service's unit lets the"
            + " agent write to /run/apfw; for another directory it needs ReadWritePaths= in a"
            + " drop-in.");
  }
}
