package io.apfw.drills.lab;

import io.apfw.drills.ac.Ac;
import io.apfw.drills.server.ServedFile;
import io.apfw.drills.server.SftpFileServer;
import io.apfw.drills.server.TftpFault;
import io.apfw.drills.server.TftpFileServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * A server that a drill's controller has its images from, and what its operator knows of it.
 *
 * @param kind its protocol
 * @param port on 127.0.0.1
 * @param path under which the operator believes the images to be
 * @param fetchKeys of the controller's section {@code fetch}
 * @param login what the operator says beside server and path
 * @param server what answers
 */
public record ImageServer(
    Kind kind, int port, String path, List<String> fetchKeys, List<String> login, Closeable server)
    implements Closeable {
  /** Where the images are, as in the vendor's document 221705. */
  public static final String PATH = "Documents/sftp_files/EWC_17_9_4a";

  private static final String WRONG_PATH = "Documents/Wrong-Path";

  /** A controller that has to find out that a server is silent is not given long. */
  private static final List<String> IMPATIENT =
      List.of(
          "connectMillis: 2000",
          "silenceMillis: 2000",
          "tftpTimeoutSeconds: 1",
          "tftpRepetitionsMax: 0");

  /** What it speaks. */
  public enum Kind {
    TFTP,
    SFTP,
    HTTPS;

    private String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is wrong. */
  public enum Fault {
    NONE,
    /** The operator believes the images to be elsewhere. */
    WRONG_PATH,
    /** The operator has another password; sftp only. */
    WRONG_PASSWORD,
    /** It takes what is said to it, and says nothing. */
    SILENT,
    /** Nobody listens at its port. */
    CLOSED
  }

  /** Starts one that has the drill's image. */
  public static ImageServer open(Lab lab, Kind kind, Fault fault) throws IOException {
    return open(lab, kind, fault, fault == Fault.WRONG_PATH ? WRONG_PATH : PATH);
  }

  /**
   * The same with a path of the caller's.
   *
   * @param path under which the operator believes the images to be
   */
  public static ImageServer open(Lab lab, Kind kind, Fault fault, String path) throws IOException {
    List<String> patience = fault == Fault.NONE ? List.of() : IMPATIENT;
    if (fault == Fault.CLOSED) {
      return new ImageServer(kind, closedPort(), path, patience, login(kind, fault), () -> {});
    } else if (fault == Fault.SILENT && kind != Kind.TFTP) {
      ServerSocket mute = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      return new ImageServer(kind, mute.getLocalPort(), path, patience, login(kind, fault), mute);
    }
    return switch (kind) {
      case TFTP -> tftp(lab, fault, path, patience);
      case SFTP -> sftp(lab, fault, path, patience);
      case HTTPS -> https(lab, path, patience);
    };
  }

  /** One that was free a moment ago, for both protocols. */
  private static int closedPort() throws IOException {
    try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocket tcp =
            new ServerSocket(udp.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
      return tcp.getLocalPort();
    }
  }

  private static ImageServer tftp(Lab lab, Fault fault, String path, List<String> patience)
      throws IOException {
    TftpFault ill =
        switch (fault) {
          case WRONG_PATH -> TftpFault.MISSING;
          case SILENT -> TftpFault.SILENT;
          default -> TftpFault.NONE;
        };
    TftpFileServer server = new TftpFileServer(Files.readAllBytes(lab.image()), ill);
    int port = URI.create(server.url("/")).getPort();
    return new ImageServer(Kind.TFTP, port, path, patience, List.of(), server::close);
  }

  private static ImageServer sftp(Lab lab, Fault fault, String path, List<String> patience)
      throws IOException {
    Path root = lab.scratch().resolve("sftp");
    Path images = Files.createDirectories(root.resolve(PATH));
    Files.copy(lab.image(), images.resolve(DrillAp.FAMILY));
    KeyPair host = hostKey();
    SftpFileServer server =
        new SftpFileServer(root, host, List.of(), new SftpFileServer.Interference() {});
    List<String> keys = new ArrayList<>(patience);
    keys.add(
        "sftpHostKeys: [\"%s\"]"
            .formatted(KeyUtils.getFingerPrint(BuiltinDigests.sha256, host.getPublic())));
    return new ImageServer(
        Kind.SFTP, server.port(), path, keys, login(Kind.SFTP, fault), server::close);
  }

  private static List<String> login(Kind kind, Fault fault) {
    String password =
        fault == Fault.WRONG_PASSWORD ? "not " + SftpFileServer.PASSWORD : SftpFileServer.PASSWORD;
    return kind == Kind.SFTP
        ? List.of("sftp-username " + SftpFileServer.USER, "sftp-password 0 " + password)
        : List.of();
  }

  private static ImageServer https(Lab lab, String path, List<String> patience) throws IOException {
    ServedFile image = new ServedFile(Files.readAllBytes(lab.image()), "\"1\"");
    WebServer web =
        WebServer.start(
            lab,
            (question, reply) -> {
              if (question.path().equals("/" + PATH + "/" + DrillAp.FAMILY)) {
                image.answer(question, reply);
              } else {
                reply.head("404 Not Found", "Content-Length: 0");
              }
            });
    return over(web, path, patience);
  }

  /**
   * A web server that is there already.
   *
   * @param path under which the operator believes the images to be
   * @param patience more of the controller's section {@code fetch}
   */
  public static ImageServer over(WebServer web, String path, List<String> patience) {
    List<String> keys = new ArrayList<>(patience);
    web.agentKeys().forEach((key, value) -> keys.add(key + ": \"" + value + "\""));
    return new ImageServer(Kind.HTTPS, web.server().port(), path, keys, List.of(), web);
  }

  /** A key for an SFTP server. */
  public static KeyPair hostKey() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /**
   * Writes the file of a controller that has its images from here.
   *
   * @param version what it wants of every AP; empty for nothing
   */
  public Path controllerFile(Lab lab, String version) throws IOException {
    lab.writeKeys(lab.scratch().resolve("keys"));
    return Files.writeString(
        lab.scratch().resolve("ac.yaml"),
        """
        name: 9120-EWC
        listen: {controlPort: 0, dataPort: 0}
        dtls: {key: keys/ac.key, certificate: keys/ac.pem, trust: keys/network-roots.pem}
        image: {mode: %s, server: localhost, port: %d%s%s, window: %d, blockBytes: %d}
        fetch: {%s}
        """
            .formatted(
                kind.scheme(),
                port,
                kind == Kind.SFTP ? ", user: nobody" : "",
                version.isEmpty() ? "" : ", version: " + version,
                lab.options().window(),
                lab.options().blockBytes(),
                String.join(", ", fetchKeys)));
  }

  /** Says to the controller where the images are, in the lines of the document. */
  public void operate(Ac ac) {
    String scheme = kind.scheme();
    ac.command("configure terminal", true);
    ac.command("wireless profile image-download default", true);
    ac.command("image-download-mode " + scheme, true);
    ac.command(scheme + "-image-server " + host(), true);
    ac.command(scheme + "-image-path " + path, true);
    login.forEach(line -> ac.command(line, true));
    ac.command("end", true);
  }

  /** By the name in its certificate, where it has one. */
  private String host() {
    return kind == Kind.HTTPS ? "localhost" : "127.0.0.1";
  }

  /** Where the controller looks for the image, as its log says it. */
  public String url() {
    String user = kind == Kind.SFTP ? "******@" : "";
    return "%s://%s%s:%d/%s/%s".formatted(kind.scheme(), user, host(), port, path, DrillAp.FAMILY);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
