package io.apfw.drills.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.NavigableMap;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** An SFTP server on the loopback that serves a directory, and lets others interfere. */
public final class SftpFileServer implements AutoCloseable {
  /** The one who may log in. */
  public static final String USER = "ap";

  /** With this password. */
  public static final String PASSWORD = "let me in";

  private final SshServer server;

  /** Comes in between; the defaults do nothing. */
  public interface Interference {
    /** Before a file is opened; an exception is the answer. */
    default void opening(Path file) throws IOException {}

    /** Before bytes are read; may take its time. */
    default void reading(ServerSession session, long offset) throws IOException {}

    /** The size that is told. */
    default long size(long bytes) {
      return bytes;
    }
  }

  /**
   * Starts to serve.
   *
   * @param keys of the host
   * @param mayLogIn keys that may log in too
   */
  public SftpFileServer(
      Path directory, KeyPair keys, List<PublicKey> mayLogIn, Interference interference)
      throws IOException {
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(keys));
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
    server.setPublickeyAuthenticator(
        (user, key, session) -> user.equals(USER) && mayLogIn.contains(key));
    server.setFileSystemFactory(new VirtualFileSystemFactory(directory));
    SftpSubsystemFactory sftp =
        new SftpSubsystemFactory.Builder().withFileSystemAccessor(accessor(interference)).build();
    sftp.addSftpEventListener(listener(interference));
    server.setSubsystemFactories(List.of(sftp));
    server.start();
  }

  private static SftpEventListener listener(Interference interference) {
    return new SftpEventListener() {
      @Override
      public void opening(ServerSession session, String handle, Handle local) throws IOException {
        interference.opening(local.getFile());
      }

      @Override
      public void reading(
          ServerSession session,
          String handle,
          FileHandle local,
          long offset,
          byte[] data,
          int dataOffset,
          int dataLength)
          throws IOException {
        interference.reading(session, offset);
      }
    };
  }

  private static SftpFileSystemAccessor accessor(Interference interference) {
    return new SftpFileSystemAccessor() {
      @Override
      public NavigableMap<String, Object> resolveReportedFileAttributes(
          SftpSubsystemProxy subsystem,
          Path file,
          int flags,
          NavigableMap<String, Object> attributes,
          LinkOption... options)
          throws IOException {
        if (Files.isRegularFile(file)) {
          attributes.put("size", interference.size(Files.size(file)));
        }
        return attributes;
      }
    };
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
