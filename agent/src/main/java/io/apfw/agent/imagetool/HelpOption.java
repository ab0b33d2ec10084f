package io.apfw.agent.imagetool;

import picocli.CommandLine.Option;

/** Picocli's own help options would take {@code --version} away from the image's version. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
