package io.apfw.drills.ac;

import io.apfw.drills.controller.ControllerConfig;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.fetch.SftpSettings;
import io.apfw.fetch.TftpSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration file of a controller says.
 *
 * @param name its name, as WTPs are told it
 * @param control where the control channel listens; port 0 takes a free one
 * @param data where the data channel listens
 * @param seenAs its IPv4 address as the WTPs see it
 * @param credentials what it shows and believes
 * @param dataChannels what the data channel may be
 * @param images where they come from
 * @param version what WTPs are to run; that of the images where it is empty
 * @param cache where fetched images stay
 * @param fetch how they are fetched
 * @param predownload how many at once, and when again
 * @param window Image Data Requests outstanding
 * @param blockBytes image bytes in one message
 */
record AcSettings(
    String name,
    InetSocketAddress control,
    InetSocketAddress data,
    String seenAs,
    Credentials credentials,
    Set<DataChannel> dataChannels,
    ImageProfile images,
    Optional<String> version,
    Cache cache,
    Fetch fetch,
    Predownload.Limits predownload,
    int window,
    int blockBytes) {
  /** As field controllers send; {@link ControllerConfig#BLOCK_BYTES_MAX} is the bound. */
  static final int BLOCK_BYTES = 1377;

  /** A directory, and how much may lie there. */
  record Cache(Path directory, long bytesMax) {}

  /**
   * How servers are known and what is put up with; the keys are those of the agent's file.
   *
   * @param trust authorities of https servers; the Java runtime's where it is empty
   */
  record Fetch(
      SftpSettings sftp,
      TftpSettings tftp,
      int connectMillis,
      int silenceMillis,
      Optional<Path> trust) {}

  /** How WTPs and the controller know each other. */
  sealed interface Credentials {
    /** PEM files: a private key, the certificate with its chain, and the roots of the WTPs. */
    record Certificates(Path key, Path certificate, Path trust) implements Credentials {}

    /** A pre-shared key: its name, and a file with it in hex. */
    record PreSharedKey(String identity, Path keyFile) implements Credentials {}
  }
}
