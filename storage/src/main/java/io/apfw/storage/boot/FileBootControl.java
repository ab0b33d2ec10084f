package io.apfw.storage.boot;

import java.io.IOException;

/** Boot control by a {@link BootEnvironmentFile}: the embedded default. */
public final class FileBootControl extends StoredBootControl {
  private final BootEnvironmentFile file;

  /** Boot control over an environment that exists. */
  public FileBootControl(BootEnvironmentFile file, BootedSlotFinder finder) {
    super(finder);
    this.file = file;
  }

  @Override
  String name() {
    return file.name();
  }

  @Override
  Found read() throws IOException {
    return new Found(file.read(), "");
  }

  @Override
  void write(BootEnvironment environment) throws IOException {
    file.write(environment);
  }
}
