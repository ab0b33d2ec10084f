package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.SWITCH;
import static io.apfw.agent.config.ConfigType.TEXTS;

import java.util.List;

/** Keys of the configuration file: images that are fetched from a URL. */
final class FetchKeys {
  private static final long IMAGE_BYTES_MAX = 1L << 40;

  private FetchKeys() {}

  static void addTo(KeyTable keys) {
    bounds(keys);
    http(keys);
    outOfBand(keys);
    tftpAndSftp(keys);
  }

  private static void bounds(KeyTable keys) {
    keys.flag(
        "fetch.secureOnly",
        "Whether images are fetched by https, sftp and from files only, not by http and tftp. An"
            + " image's own signature protects it either way.");
    keys.number(
        "fetch.imageBytesMax",
        1,
        IMAGE_BYTES_MAX,
        KeyTable.BYTES,
        "4294967296",
        "The longest file that is fetched.");
    keys.number(
        "fetch.bytesPerSecondMax",
        0,
        IMAGE_BYTES_MAX,
        "bytes per second",
        "0",
        "The bandwidth that a fetch may use; 0 for all there is.");
    keys.millis("fetch.connectMillis", 10_000, "How long a server has to accept a connection.");
    keys.millis("fetch.silenceMillis", 30_000, "How long a server may send nothing.");
    keys.number(
        "fetch.attemptMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "3600000",
        "How long one attempt may take; the next one goes on where it ended.");
    keys.number(
        "fetch.totalMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "14400000",
        "How long a fetch may take with all its attempts.");
    keys.number(
        "fetch.attemptsMax",
        1,
        KeyTable.COUNT_MAX,
        "",
        "5",
        "How many attempts in a row may bring nothing new.");
    keys.millis(
        "fetch.backOffMinMillis",
        2_000,
        "The pause after the first of them; it doubles with each further one.");
    keys.millis("fetch.backOffMaxMillis", 60_000, "The longest pause between two attempts.");
  }

  private static void outOfBand(KeyTable keys) {
    keys.add(
        "fetch.outOfBand",
        SWITCH,
        "",
        0,
        0,
        "true",
        false,
        "Whether a controller may name an https URL in place of sending the image through CAPWAP,"
            + " if it knows how to. The URL is fetched as fetch says, from no link-local or"
            + " multicast address; when that fails, the image comes through CAPWAP. Only the image's"
            + " own signature is believed either way.");
    keys.number(
        "fetch.outOfBandMillis",
        KeyTable.MILLIS_MIN,
        KeyTable.DAY_MILLIS,
        KeyTable.MILLIS,
        "1800000",
        "How long that may take, to the image's last byte written and verified.");
  }

  private static void http(KeyTable keys) {
    keys.choice(
        "fetch.redirects",
        List.of("same-host", "any-host"),
        "same-host",
        "Where an http or https server may send us on; never from https to http.");
    keys.number("fetch.redirectsMax", 0, 20, "", "5", "How many redirects in a row are followed.");
    keys.path(
        "fetch.trust",
        "",
        false,
        "The authorities of https servers in PEM, a file or a directory of .pem and .crt files; by"
            + " default those of the Java runtime. Proxies come from the environment's http_proxy,"
            + " https_proxy and no_proxy.");
  }

  private static void tftpAndSftp(KeyTable keys) {
    keys.number(
        "fetch.tftpBlockBytes",
        8,
        65_464,
        KeyTable.BYTES,
        "1468",
        "The blksize that a tftp server is asked for; 512 asks for none.");
    keys.number(
        "fetch.tftpWindowBlocks",
        1,
        64,
        "",
        "16",
        "The windowsize that a tftp server is asked for; 1 asks for none.");
    keys.number(
        "fetch.tftpTimeoutSeconds",
        1,
        255,
        "seconds",
        "2",
        "The wait before tftp's first repetition.");
    keys.list(
        "fetch.sftpHostKeys",
        TEXTS,
        0,
        16,
        "[]",
        "Fingerprints of the sftp servers' host keys, such as SHA256:..., as ssh-keygen -l prints"
            + " them.");
    keys.path(
        "fetch.sftpKnownHosts",
        "",
        false,
        "A known_hosts file as OpenSSH has it. An sftp server whose key is neither there nor above"
            + " is refused.");
    keys.path(
        "fetch.sftpPasswordFile",
        "",
        false,
        "A file whose first line is the password for sftp, where the URL has none.");
    keys.path(
        "fetch.sftpKey",
        "",
        false,
        "The private key that logs in by sftp, OpenSSH or PEM, without a passphrase.");
  }
}
