package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.PAIRS;
import static io.apfw.agent.config.ConfigType.TEXTS;

import java.util.List;

/** Keys of the configuration file: the cloud check. */
final class CloudKeys {
  /** Numbers are ints behind the schema: 24 days is the most that milliseconds can be there. */
  private static final long INTERVAL_MILLIS_MAX = 24 * KeyTable.DAY_MILLIS;

  private CloudKeys() {}

  static void addTo(KeyTable keys) {
    keys.flag(
        "cloud.enabled",
        "Whether the AP asks a cloud for new firmware; cloud.url, cloud.trust and cloud.guid are"
            + " needed then.");
    keys.text("cloud.url", 1, 512, "", false, "Where the cloud is: https://host or with a port.");
    keys.text(
        "cloud.domain",
        1,
        253,
        "",
        false,
        "The name that the cloud's certificate must have; by default the host of cloud.url.");
    keys.optionalFile("cloud.trust", "The root certificates of the cloud in PEM.");
    keys.text("cloud.guid", 1, 128, "", false, "The AP's id at the cloud, sent as X-Guid.");
    keys.text("cloud.oemTag", 1, 64, "Aruba", false, "Sent as X-OEM-Tag.");
    keys.text("cloud.mode", 1, 64, "IAP", false, "Sent as X-Mode.");
    keys.flag("cloud.factoryDefault", "Sent as X-Factory-Default, Yes or No.");
    keys.text(
        "cloud.features",
        1,
        256,
        "0000000000000000000000000000000000000000000000000000000",
        false,
        "Sent as X-Features: a digit for each feature that the cloud knows.");
    keys.list(
        "cloud.members",
        TEXTS,
        0,
        255,
        "[]",
        "The other APs of the cluster that this AP asks for, each \"serial, mac, model\".");
    keys.list(
        "cloud.classes",
        PAIRS,
        0,
        255,
        "{}",
        "The image class by model: the number in the cloud's answer, or the name in the image's"
            + " file name. Models of known series need none.");
    keys.choice(
        "cloud.wanted",
        List.of("newer", "other"),
        "newer",
        "Which versions are fetched: only newer ones than the running one, or any other, so that"
            + " the cloud can order the AP back.");
    keys.flag(
        "cloud.whileManaged",
        "Whether the schedule goes on while a controller manages the AP; `apfw check` always works.");
    keys.optionalFile(
        "cloud.certificate",
        "The certificate of the proof in PEM, its issuers behind"
            + " it; without one the proof is a hash.");
    keys.optionalFile("cloud.key", "Its private key in PEM (PKCS #8).");
    keys.choice(
        "cloud.proofHash",
        List.of("sha-256", "sha-384", "sha-512"),
        "sha-256",
        "The digest of X-Challenge-Hash and of the proof's signature.");
    keys.flag(
        "cloud.requireHttps",
        "Whether images come by https only; by default http will do, for an image is believed for"
            + " its own signature alone.");
    keys.flag(
        "cloud.privateAddresses",
        "Whether images may come from private networks and from this host.");
    keys.millis(
        "cloud.timeoutMillis",
        5_000,
        "How long connecting, and each receiving and sending, may take.");
    keys.millis("cloud.exchangeMillis", 30_000, "How long a whole check may take.");
    keys.millis(
        "cloud.bootSpreadMillis",
        60_000,
        "The first check comes at a random time within this after the start.");
    keys.number(
        "cloud.intervalMillis",
        KeyTable.MILLIS_MIN,
        INTERVAL_MILLIS_MAX,
        KeyTable.MILLIS,
        "604800000",
        "Between checks; a random tenth may be left out.");
    keys.number(
        "cloud.backOffMinMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "60000",
        "The pause after the first failed check; it doubles with each further one.");
    keys.number(
        "cloud.backOffMaxMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "86400000",
        "The longest pause between failed checks.");
  }
}
