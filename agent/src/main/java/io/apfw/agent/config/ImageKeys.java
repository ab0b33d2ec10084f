package io.apfw.agent.config;

import static io.apfw.agent.config.ConfigType.PATH;
import static io.apfw.agent.config.ConfigType.SWITCH;
import static io.apfw.agent.config.ConfigType.TEXTS;

import io.apfw.storage.boot.BootEntry;
import io.apfw.storage.trust.TrustedClock;
import java.util.List;

/** Keys of the configuration file: images, slots and boot loader. */
final class ImageKeys {
  private ImageKeys() {}

  static void addTo(KeyTable keys) {
    keys.text(
        "image.family", 1, 64, "", true, "The image family this AP asks for and runs, like ap1g8.");
    keys.add(
        "image.hardware",
        TEXTS,
        "",
        1,
        16,
        "",
        true,
        "The hardware ids of this AP; an image must name one of them.");
    keys.file(
        "image.trust",
        "The root certificates of the image signers in PEM, until an image brings others.");
    keys.list(
        "image.signers",
        TEXTS,
        0,
        16,
        "[]",
        "Who may sign, of those that chain to a root; by default all. A whole subject such as"
            + " \"CN=image signer,O=example\", or a subject alternative name behind DNS:, URI: or"
            + " email:.");
    keys.choice(
        "image.revocation",
        List.of("off", "known", "required"),
        "known",
        "What revocation lists decide: nothing; a certificate on one is refused; or also, every"
            + " certificate of a signer's chain needs a list that is in date. One that is out of"
            + " date still revokes.");
    keys.add(
        "image.crls",
        PATH,
        "",
        0,
        0,
        "",
        false,
        "Revocation lists in PEM or DER, a file or a directory of at most 64, read for each image."
            + " Those that come in an image's signature count as well.");
    keys.choice(
        "image.expiredSigner",
        List.of("refuse", "timestamp"),
        "refuse",
        "A signer whose certificate has expired since it signed: refused, or taken if an RFC 3161"
            + " time-stamp by an authority of image.timestampTrust shows that it had not when it"
            + " signed.");
    keys.optionalFile(
        "image.timestampTrust", "The root certificates of time-stamp authorities in PEM.");
    keys.add(
        "image.allowDowngrade",
        SWITCH,
        "",
        0,
        0,
        "true",
        false,
        "Whether an image with a lower version than the running one is taken; controllers do that"
            + " on purpose. A lower security version never is.");
    keys.flag(
        "image.vendorRequired",
        "Whether an image that names no vendor is refused. One that names another than wtp.vendorId"
            + " always is.");
    keys.number(
        "clock.aheadDaysMax",
        1,
        36_500,
        "days",
        Integer.toString(TrustedClock.AHEAD_DAYS_DEFAULT),
        "How far ahead of the latest proven time (of the running image's build, a verified"
            + " certificate or time-stamp) the system clock is believed. Beyond it, and before the"
            + " proven time, certificates are judged at the proven time.");
    keys.path("slots.part1", "", true, "The device, file or directory of slot part1.");
    keys.path("slots.part2", "", true, "The device, file or directory of slot part2.");
    keys.choice(
        "slots.medium",
        List.of("device", "directory"),
        "device",
        "Whether slots are devices or files of fixed size, or directories that keep the image in a"
            + " file `image`.");
    keys.choice(
        "boot.control",
        List.of("file", "grub", "uboot", "board"),
        "file",
        "How the boot loader is told what to boot: the agent's own file, the board script grub or"
            + " uboot, or the one of scripts.board.");
    keys.path(
        "boot.environment",
        "",
        true,
        "What the boot loader reads: the file, GRUB's first environment block, or U-Boot's"
            + " fw_env.config.");
    keys.path("boot.copy", "", false, "GRUB's second environment block; required with grub.");
    keys.path(
        "boot.commandLine",
        "/proc/cmdline",
        false,
        "The kernel command line, which tells the slot that is running.");
    keys.choice(
        "boot.booted",
        List.of("unknown", "part1", "part2"),
        "unknown",
        "The slot that is running, in a configuration that is part of its image; needed only where"
            + " neither the kernel command line nor the root device tells.");
    keys.number(
        "boot.tries",
        1,
        BootEntry.TRIES_MAX,
        "",
        "3",
        "How often a new image may boot without being marked good before the old one is back.");
  }
}
