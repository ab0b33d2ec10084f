package io.apfw.agent;

import io.apfw.storage.state.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whoever holds it is the one that acts on this AP's slots, boot environment and state files: the
 * agent while it runs, or a command while no agent does. The system takes it back from a process
 * that ends in any way.
 */
public final class AgentLock implements Closeable {
  private final FileChannel file;

  private AgentLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the lock, or nothing when somebody has it.
   *
   * @param stateDir must exist
   */
  public static Optional<AgentLock> take(Path stateDir) throws IOException {
    Path path = stateDir.resolve("agent.lock");
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      DurableFiles.handOver(path);
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held in this very process.
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    return lock == null ? Optional.empty() : Optional.of(new AgentLock(file));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
