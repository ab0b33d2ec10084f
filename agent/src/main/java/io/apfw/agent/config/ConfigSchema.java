package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.CHOICE;
import static io.apfw.agent.config.ConfigType.ENDPOINTS;
import static io.apfw.agent.config.ConfigType.FILE;
import static io.apfw.agent.config.ConfigType.MAC;
import static io.apfw.agent.config.ConfigType.NUMBER;
import static io.apfw.agent.config.ConfigType.PATH;
import static io.apfw.agent.config.ConfigType.PATHS;
import static io.apfw.agent.config.ConfigType.RADIOS;
import static io.apfw.agent.config.ConfigType.SWITCH;
import static io.apfw.agent.config.ConfigType.TEXT;
import static io.apfw.agent.config.ConfigType.TEXTS;

import io.apfw.agent.dtls.DtlsPsk;
import io.apfw.storage.boot.BootEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Every key of the configuration file, in the order of the example file: the one place that knows
 * their types, bounds, defaults and meanings.
 */
public final class ConfigSchema {
  private static final long MILLIS_MIN = 10;
  private static final long MILLIS_MAX = 3_600_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long QUARANTINE_MILLIS_MAX = 24 * DAY_MILLIS;
  private static final long COUNT_MAX = 1_000;
  private static final long UINT32_MAX = 0xffff_ffffL;
  private static final String MILLIS = "milliseconds";
  private static final String BYTES = "bytes";

  /** The table. */
  public static final List<ConfigKey> KEYS = List.copyOf(new ConfigSchema().table());

  private final List<ConfigKey> keys = new ArrayList<>();

  private ConfigSchema() {}

  private List<ConfigKey> table() {
    controller();
    discovery();
    wtp();
    edges();
    images();
    timers();
    rest();
    return keys;
  }

  private void controller() {
    list(
        "controller.addresses",
        ENDPOINTS,
        0,
        16,
        "[255.255.255.255]",
        "Where Discovery Requests go, in order of preference; port 5246 unless given. A name stands"
            + " for all its addresses. 255.255.255.255, 224.0.1.140 and ff05::18c ask everybody;"
            + " these rank behind what DHCP and DNS name.");
    number("controller.dataPort", 1, 65535, "", "5247", "The AC's UDP port for the data channel.");
    choice(
        "controller.imageDataLayout",
        List.of("rfc", "lwapp"),
        "rfc",
        "How the AC lays out the blocks of an image: as RFC 5415 says, or as LWAPP did, with a"
            + " checksum.");
    choice(
        "controller.prefer",
        List.of("order", "name", "load"),
        "order",
        "What decides first between ACs: the order here, in DHCP and in DNS, then the AC Names with"
            + " Priority that an AC has given, then load; or the names, then order, then load; or"
            + " load, then order.");
    choice(
        "controller.strangers",
        List.of("ignored", "last"),
        "ignored",
        "What becomes of a Discovery Response from an address that was not asked. After a request"
            + " to everybody no address of that IP version is a stranger.");
    add(
        "controller.fallback",
        SWITCH,
        "",
        0,
        0,
        "true",
        false,
        "Whether the AP goes back to a preferred AC once it answers again, until an AC's WTP"
            + " Fallback says otherwise.");
  }

  private void discovery() {
    list(
        "discovery.dhcpFiles",
        PATHS,
        0,
        8,
        "[]",
        "Where the DHCP client or its hook leaves options 138 and (IPv6) 52: dhclient's lease files"
            + " or lines such as capwap_ac=192.0.2.10; packaging/DHCP.md has the hooks.");
    text(
        "discovery.srvDomain",
        1,
        230,
        "",
        false,
        "The domain whose DNS SRV records _capwap-control._udp name ACs.");
    list(
        "discovery.dnsServers",
        TEXTS,
        0,
        3,
        "[]",
        "The name servers to ask, addresses with :port unless it is 53; by default the system's.");
    number(
        "discovery.multicastHops",
        1,
        255,
        "",
        "16",
        "How many routers a multicast Discovery Request may pass, plus one.");
    millis(
        "discovery.intervalMillis",
        5_000,
        "RFC 5415 DiscoveryInterval: how long responses are collected before an AC is chosen.");
    millis(
        "discovery.maxIntervalMillis",
        20_000,
        "RFC 5415 MaxDiscoveryInterval: the longest pause between Discovery Requests; the RFC wants"
            + " 2000 to 180000.");
    number(
        "discovery.maxDiscoveries",
        1,
        COUNT_MAX,
        "",
        "10",
        "RFC 5415 MaxDiscoveries: requests without an answer before the AP is silent for a while.");
    millis(
        "discovery.primaryMillis",
        120_000,
        "Between Primary Discovery Requests to ACs that are preferred to the one in use; never less"
            + " than the EchoInterval.");
    millis(
        "discovery.avoidMinMillis",
        60_000,
        "How long an AC that failed before Run ranks behind all others; it doubles with each further"
            + " failure.");
    millis("discovery.avoidMaxMillis", 1_800_000, "The longest time that an AC ranks so.");
  }

  private void wtp() {
    text("wtp.name", 1, 512, "", false, "The AP's name; by default \"AP\" and its MAC address.");
    text(
        "wtp.location",
        1,
        1024,
        "default location",
        false,
        "Where the AP hangs, as people say it.");
    text("wtp.model", 1, 1024, "", true, "The AP's model number, for example C9105AXI.");
    text("wtp.serial", 1, 1024, "", true, "The AP's serial number.");
    add("wtp.baseMac", MAC, "", 0, 0, "", true, "The AP's own MAC address.");
    add(
        "wtp.vendorId",
        NUMBER,
        "",
        0,
        UINT32_MAX,
        "",
        true,
        "The IANA enterprise number of the AP's maker, for example 9.");
    text("wtp.hardwareVersion", 1, 64, "1", false, "The hardware's revision, as the AC sees it.");
    add(
        "wtp.radios",
        RADIOS,
        "",
        1,
        31,
        "{1: bgn, 2: an}",
        false,
        "The radios by id, 1 to 31, each with the 802.11 types it speaks.");
    number("wtp.wbid", 0, 31, "", "1", "The wireless binding, RFC 5415 section 4.3; 1 is 802.11.");
  }

  private void edges() {
    choice(
        "dtls.credentials",
        List.of("certificate", "psk"),
        "certificate",
        "What the AP and its ACs prove themselves with: certificate takes dtls.certificate, dtls.key"
            + " and dtls.trust; psk takes dtls.pskIdentity and dtls.pskKeyFile.");
    optionalFile("dtls.certificate", "The AP's certificate in PEM, its issuers behind it.");
    optionalFile("dtls.key", "The certificate's private key in PEM (PKCS #8).");
    optionalFile("dtls.trust", "The root certificates of the ACs in PEM.");
    text(
        "dtls.pskIdentity",
        1,
        DtlsPsk.IDENTITY_BYTES_MAX,
        "",
        false,
        "The name of the pre-shared key at the ACs; it is sent in clear.");
    optionalFile(
        "dtls.pskKeyFile",
        "The pre-shared key, 32 to 128 hexadecimal digits, in a file that only its owner may read"
            + " or write.");
    choice(
        "dtls.peerWithoutEku",
        List.of("refuse", "accept"),
        "refuse",
        "An AC whose certificate has no extended key usage at all. One that has it must name"
            + " id-kp-capwapAC or anyExtendedKeyUsage in either case.");
    flag(
        "dtls.legacy",
        "Whether DTLS 1.0 and RSA key transport (TLS_RSA_WITH_AES_128_CBC_SHA) are offered as the"
            + " last resort; some old ACs know nothing better. They are weak: a warning says when"
            + " an AC takes them.");
    millis(
        "dtls.handshakeMillis",
        50_000,
        "How long a DTLS handshake may take; less than timers.waitDtlsMillis.");
    flag("dtls.dataChannel", "Whether the data channel runs over DTLS, too, rather than in clear.");
    text(
        "udp.localAddress",
        1,
        64,
        "",
        false,
        "The local IP address to use; by default any of them.");
    number(
        "udp.receiveBufferBytes",
        0,
        16_777_216,
        BYTES,
        "262144",
        "The sockets' receive buffer; 0 leaves it to the system.");
  }

  private void images() {
    text(
        "image.family", 1, 64, "", true, "The image family this AP asks for and runs, like ap1g8.");
    add(
        "image.hardware",
        TEXTS,
        "",
        1,
        16,
        "",
        true,
        "The hardware ids of this AP; an image must name one of them.");
    file("image.trust", "The root certificates of the image signers in PEM.");
    path("slots.part1", "", true, "The device or file of slot part1.");
    path("slots.part2", "", true, "The device or file of slot part2.");
    choice("boot.control", List.of("file"), "file", "How the boot loader is told what to boot.");
    path("boot.environment", "", true, "The boot environment that the boot loader reads.");
    path(
        "boot.commandLine",
        "/proc/cmdline",
        false,
        "The kernel command line, which tells the slot that is running.");
    number(
        "boot.tries",
        1,
        BootEntry.TRIES_MAX,
        "",
        "3",
        "How often a new image may boot without being marked good before the old one is back.");
  }

  private void timers() {
    millis("timers.echoIntervalMillis", 30_000, "RFC 5415 EchoInterval, between Echo Requests.");
    millis(
        "timers.imageDataStartMillis",
        30_000,
        "RFC 5415 ImageDataStartTimer: how long to wait for each block of an image.");
    millis(
        "timers.retransmitIntervalMillis",
        3_000,
        "RFC 5415 RetransmitInterval: the first pause before a request is sent again.");
    number(
        "timers.maxRetransmit",
        1,
        20,
        "",
        "5",
        "RFC 5415 MaxRetransmit: repetitions before the AC counts as gone.");
    millis("timers.silentIntervalMillis", 30_000, "RFC 5415 SilentInterval, the time of Sulking.");
    millis(
        "timers.waitDtlsMillis",
        60_000,
        "RFC 5415 WaitDTLS: how long to wait for a DTLS session; the RFC wants more than 30000.");
    millis(
        "timers.dtlsSessionDeleteMillis",
        5_000,
        "RFC 5415 DTLSSessionDelete: the pause after a DTLS session has ended.");
    number(
        "timers.maxFailedDtlsSessionRetry",
        1,
        COUNT_MAX,
        "",
        "3",
        "RFC 5415 MaxFailedDTLSSessionRetry: failed sessions before the AP is silent for a while.");
    millis(
        "timers.dataChannelKeepAliveMillis",
        30_000,
        "RFC 5415 DataChannelKeepAlive, between keep-alives on the data channel.");
    millis(
        "timers.dataChannelDeadIntervalMillis",
        60_000,
        "RFC 5415 DataChannelDeadInterval: silence before the data channel counts as dead; at least"
            + " twice the keep-alive, at most 240000.");
    millis(
        "timers.dataCheckMillis",
        30_000,
        "RFC 5415 DataCheckTimer: how long to wait for the data channel's first keep-alive.");
  }

  private void rest() {
    path("state.dir", "/var/lib/apfw", false, "Where the journal and the slot table live.");
    add(
        "scripts.upgrade",
        FILE,
        "",
        0,
        0,
        "/usr/lib/apfw/upgrade-scripts/upgrade.sh",
        false,
        "The upgrade script.");
    text("scripts.board", 1, 32, "file", false, "The board script that upgrade.sh uses.");
    path(
        "scripts.configDir",
        "",
        false,
        "The AP's configuration, carried over to a new image; by default nothing is.");
    path("scripts.workDir", "/run/apfw", false, "Where the upgrade script may put its own files.");
    number(
        "scripts.timeoutMillis",
        MILLIS_MIN,
        MILLIS_MAX,
        MILLIS,
        "120000",
        "How long one verb of the upgrade script may run before it is killed.");
    number(
        "trial.deadlineMillis",
        MILLIS_MIN,
        DAY_MILLIS,
        MILLIS,
        "600000",
        "How long a new image has to prove itself after its first boot.");
    number(
        "trial.extensionsMax",
        0,
        COUNT_MAX,
        "",
        "3",
        "How often the trial is extended while no AC can be reached.");
    list(
        "reboot.command",
        TEXTS,
        0,
        16,
        "[]",
        "The command that reboots the AP and its arguments; if empty, the agent just ends and its"
            + " supervisor starts it again.");
    number(
        "update.backOffMinMillis",
        MILLIS_MIN,
        DAY_MILLIS,
        MILLIS,
        "30000",
        "The pause after the first failed download; it doubles with each further one.");
    number(
        "update.backOffMaxMillis",
        MILLIS_MIN,
        DAY_MILLIS,
        MILLIS,
        "3600000",
        "The longest pause between failed downloads.");
    number(
        "update.quarantineMillis",
        MILLIS_MIN,
        QUARANTINE_MILLIS_MAX,
        MILLIS,
        "604800000",
        "How long an image that failed here is not fetched again; `apfw quarantine` ends it before.");
    millis("update.readyMillis", 120_000, "How long PRECHECK may take before a download begins.");
    millis(
        "update.verifyMillis",
        600_000,
        "How long the verdict on an image may take after its last block.");
    millis(
        "update.activateMillis",
        300_000,
        "How long it may take to make a verified image the first in boot order.");
    millis("update.abortMillis", 120_000, "How long a failed update may take to clean up.");
    flag(
        "update.followSoftwareVersion",
        "Whether the AP runs the AC's own software version when its Join Response names no image.");
    flag(
        "update.tellController",
        "Whether the AC is told in WTP Events how updates go, in a vendor element of wtp.vendorId.");
    choice(
        "log.level",
        List.of("trace", "debug", "info", "warn", "error"),
        "info",
        "The least serious events that are logged.");
    path("status.file", "/run/apfw/status.json", false, "What `apfw status` reads.");
  }

  private void millis(String path, long fallback, String meaning) {
    number(path, MILLIS_MIN, MILLIS_MAX, MILLIS, Long.toString(fallback), meaning);
  }

  private void number(
      String path, long min, long max, String unit, String fallback, String meaning) {
    add(path, NUMBER, unit, min, max, fallback, false, meaning);
  }

  private void text(
      String path, long min, long max, String fallback, boolean required, String meaning) {
    add(path, TEXT, BYTES, min, max, fallback, required, meaning);
  }

  private void path(String path, String fallback, boolean required, String meaning) {
    add(path, PATH, "", 0, 0, fallback, required, meaning);
  }

  private void file(String path, String meaning) {
    add(path, FILE, "", 0, 0, "", true, meaning);
  }

  private void optionalFile(String path, String meaning) {
    add(path, FILE, "", 0, 0, "", false, meaning);
  }

  private void flag(String path, String meaning) {
    add(path, SWITCH, "", 0, 0, "false", false, meaning);
  }

  private void list(
      String path, ConfigType type, long min, long max, String fallback, String meaning) {
    add(path, type, "", min, max, fallback, false, meaning);
  }

  private void choice(String path, List<String> choices, String fallback, String meaning) {
    keys.add(new ConfigKey(path, CHOICE, "", 0, 0, choices, fallback, false, meaning));
  }

  private void add(
      String path,
      ConfigType type,
      String unit,
      long min,
      long max,
      String fallback,
      boolean required,
      String meaning) {
    keys.add(new ConfigKey(path, type, unit, min, max, List.of(), fallback, required, meaning));
  }
}
