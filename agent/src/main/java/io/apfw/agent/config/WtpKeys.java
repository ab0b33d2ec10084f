package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.MAC;
import static io.apfw.agent.config.ConfigType.NUMBER;
import static io.apfw.agent.config.ConfigType.RADIOS;

/** Keys of the configuration file: what the AP says of itself. */
final class WtpKeys {
  private static final long UINT32_MAX = 0xffff_ffffL;

  private WtpKeys() {}

  static void addTo(KeyTable keys) {
    keys.text(
        "wtp.name", 1, 512, "", false, "The AP's name; by default \"AP\" and its MAC address.");
    keys.text(
        "wtp.location",
        1,
        1024,
        "default location",
        false,
        "Where the AP hangs, as people say it.");
    keys.text("wtp.model", 1, 1024, "", true, "The AP's model number, for example C9105AXI.");
    keys.text("wtp.serial", 1, 1024, "", true, "The AP's serial number.");
    keys.add("wtp.baseMac", MAC, "", 0, 0, "", true, "The AP's own MAC address.");
    keys.add(
        "wtp.vendorId",
        NUMBER,
        "",
        0,
        UINT32_MAX,
        "",
        true,
        "The IANA enterprise number of the AP's maker, for example 9.");
    keys.text(
        "wtp.hardwareVersion", 1, 64, "1", false, "The hardware's revision, as the AC sees it.");
    keys.add(
        "wtp.radios",
        RADIOS,
        "",
        1,
        31,
        "{1: bgn, 2: an}",
        false,
        "The radios by id, 1 to 31, each with the 802.11 types it speaks.");
    keys.number(
        "wtp.wbid", 0, 31, "", "1", "The wireless binding, RFC 5415 section 4.3; 1 is 802.11.");
  }
}
