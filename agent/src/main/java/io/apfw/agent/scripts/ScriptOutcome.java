package io.apfw.agent.scripts;

import io.apfw.update.ScriptVerb;
import java.util.List;

/**
 * How a run of a script ended.
 *
 * @param verb the verb that ran
 * @param end what ended it
 * @param exitCode exit code as in {@code CONTRACT.md}; -1 unless {@link End#EXITED}
 * @param errorTail the last lines it wrote to its standard error, at most {@value #ERROR_LINES_MAX}
 * @param droppedLines lines of standard output beyond {@link ScriptLimits#linesMax}
 */
public record ScriptOutcome(
    ScriptVerb verb, End end, int exitCode, List<String> errorTail, long droppedLines) {

  /** Bound on {@link #errorTail}. */
  public static final int ERROR_LINES_MAX = 8;

  /** Exit code of HEALTH that is a verdict; any other failure means that it could not tell. */
  public static final int UNHEALTHY = 89;

  /** What ended a run. */
  public enum End {
    /** The script came to an end by itself. */
    EXITED,
    /** It was killed at its deadline. */
    TIMED_OUT,
    /** It was killed because its worker was interrupted. */
    INTERRUPTED,
    /** The shell could not be started, or its output could not be read. */
    BROKEN
  }

  public ScriptOutcome {
    errorTail = List.copyOf(errorTail);
  }

  /** The verb's postcondition holds. */
  public boolean succeeded() {
    return end == End.EXITED && exitCode == 0;
  }

  /** The line that says what went wrong; empty when the script was silent. */
  public String lastErrorLine() {
    return errorTail.isEmpty() ? "" : errorTail.get(errorTail.size() - 1);
  }

  /** One line for the log and for {@code UpdateFailure.detail}. */
  public String describe() {
    String how =
        switch (end) {
          case EXITED -> "exit code " + exitCode;
          case TIMED_OUT -> "killed at its deadline";
          case INTERRUPTED -> "killed, the agent stops";
          case BROKEN -> "could not be run";
        };
    return verb + " " + how + (errorTail.isEmpty() ? "" : ": " + lastErrorLine());
  }
}
