package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.ENDPOINTS;
import static io.apfw.agent.config.ConfigType.PATHS;
import static io.apfw.agent.config.ConfigType.SWITCH;
import static io.apfw.agent.config.ConfigType.TEXTS;

import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wtp.MtuPolicy;
import java.util.List;

/**
 * Keys of the configuration file: controllers: where they are, which one is preferred, how they are
 * found.
 */
final class ControllerKeys {
  private ControllerKeys() {}

  static void addTo(KeyTable keys) {
    controller(keys);
    discovery(keys);
  }

  private static void controller(KeyTable keys) {
    keys.list(
        "controller.addresses",
        ENDPOINTS,
        0,
        16,
        "[255.255.255.255]",
        "Where Discovery Requests go, in order of preference; port 5246 unless given. A name stands"
            + " for all its addresses. 255.255.255.255, 224.0.1.140 and ff05::18c ask everybody;"
            + " these rank behind what DHCP and DNS name.");
    keys.number(
        "controller.dataPort", 1, 65535, "", "5247", "The AC's UDP port for the data channel.");
    keys.choice(
        "controller.imageDataLayout",
        List.of("rfc", "lwapp"),
        "rfc",
        "How the AC lays out the blocks of an image: as RFC 5415 says, or as LWAPP did, with a"
            + " checksum.");
    keys.number(
        "controller.imageRequestsMax",
        1,
        ImageWindow.REQUESTS_MAX,
        "",
        "16",
        "How many Image Data Requests an AC may have outstanding, if it can have more than RFC"
            + " 5415's one: it is told so in the Join Request. 16 blocks fit any socket's buffer and"
            + " hide most of a long way; 1 says nothing to the AC.");
    keys.choice(
        "controller.prefer",
        List.of("order", "name", "load"),
        "order",
        "What decides first between ACs: the order here, in DHCP and in DNS, then the AC Names with"
            + " Priority that an AC has given, then load; or the names, then order, then load; or"
            + " load, then order.");
    keys.choice(
        "controller.strangers",
        List.of("ignored", "last"),
        "ignored",
        "What becomes of a Discovery Response from an address that was not asked. After a request"
            + " to everybody no address of that IP version is a stranger.");
    keys.add(
        "controller.fallback",
        SWITCH,
        "",
        0,
        0,
        "true",
        false,
        "RFC 5415 WTPFallBack: whether the AP goes back to a preferred AC once it answers again,"
            + " until an AC's WTP Fallback says otherwise.");
  }

  private static void discovery(KeyTable keys) {
    keys.list(
        "discovery.dhcpFiles",
        PATHS,
        0,
        8,
        "[]",
        "Where the DHCP client or its hook leaves options 138 and (IPv6) 52: dhclient's lease files"
            + " or lines such as capwap_ac=192.0.2.10; packaging/DHCP.md has the hooks.");
    keys.text(
        "discovery.srvDomain",
        1,
        230,
        "",
        false,
        "The domain whose DNS SRV records _capwap-control._udp name ACs.");
    keys.list(
        "discovery.dnsServers",
        TEXTS,
        0,
        3,
        "[]",
        "The name servers to ask, addresses with :port unless it is 53; by default the system's.");
    keys.number(
        "discovery.multicastHops",
        1,
        255,
        "",
        "16",
        "How many routers a multicast Discovery Request may pass, plus one.");
    keys.millis(
        "discovery.intervalMillis",
        5_000,
        "RFC 5415 DiscoveryInterval: how long responses are collected before an AC is chosen.");
    keys.millis(
        "discovery.maxIntervalMillis",
        20_000,
        "RFC 5415 MaxDiscoveryInterval: the longest pause between Discovery Requests; the RFC wants"
            + " 2000 to 180000.");
    keys.number(
        "discovery.maxDiscoveries",
        1,
        KeyTable.COUNT_MAX,
        "",
        "10",
        "RFC 5415 MaxDiscoveries: requests without an answer before the AP is silent for a while.");
    keys.millis(
        "discovery.primaryMillis",
        120_000,
        "Between Primary Discovery Requests to ACs that are preferred to the one in use; never less"
            + " than the EchoInterval.");
    keys.millis(
        "discovery.avoidMinMillis",
        60_000,
        "How long an AC that failed before Run ranks behind all others; it doubles with each further"
            + " failure.");
    keys.millis("discovery.avoidMaxMillis", 1_800_000, "The longest time that an AC ranks so.");
    keys.add(
        "discovery.pathMtu",
        SWITCH,
        "",
        0,
        0,
        "true",
        false,
        "Whether the AP finds out how long packets to its AC may be, with padded Discovery Requests"
            + " (RFC 5415 section 3.5). An AC that answers none gets packets of 576 bytes, 1280 over"
            + " IPv6.");
    keys.number(
        "discovery.pathMtuBytes",
        MtuPolicy.BYTES_MIN,
        MtuPolicy.BYTES_MAX,
        KeyTable.BYTES,
        "1500",
        "The longest IP packet that is tried; the length that is used when discovery.pathMtu is"
            + " false.");
    keys.millis(
        "discovery.pathMtuMillis",
        1_000,
        "How long the answer to such a request is waited for; twice that, if the longest gets none.");
    keys.millis(
        "discovery.pathMtuAgeMillis",
        600_000,
        "After what time in Run the AP finds out anew; RFC 1191 wants no less.");
  }
}
