package io.apfw.agent.scripts;

/**
 * Bounds on one run of a script.
 *
 * @param scriptMillisMax the whole process tree is killed after this time
 * @param linesMax lines delivered; later ones are counted and dropped
 * @param lineBytesMax a longer line is cut there
 */
public record ScriptLimits(long scriptMillisMax, int linesMax, int lineBytesMax) {
  public ScriptLimits {
    if (scriptMillisMax <= 0 || linesMax <= 0 || lineBytesMax <= 0) {
      throw new IllegalArgumentException(
          "script limits must be positive: scriptMillisMax %d, linesMax %d, lineBytesMax %d"
              .formatted(scriptMillisMax, linesMax, lineBytesMax));
    }
  }
}
