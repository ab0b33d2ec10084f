package io.apfw.fetch;

/**
 * How a fetch goes on in spite of its source.
 *
 * @param bytesMax the longest file
 * @param bytesPerSecondMax the bandwidth; 0 for all there is
 * @param attemptsMax attempts in a row that brought nothing new
 * @param backOffMinMillis the pause after the first of them; it doubles with each further one
 * @param backOffMaxMillis the longest pause
 * @param attemptMillisMax how long one attempt may take; the next one goes on where it ended
 * @param totalMillisMax how long all of it may take
 */
public record FetchPolicy(
    long bytesMax,
    long bytesPerSecondMax,
    int attemptsMax,
    long backOffMinMillis,
    long backOffMaxMillis,
    long attemptMillisMax,
    long totalMillisMax) {
  private static final int DOUBLINGS_MAX = 20;

  /** The pause after so many attempts in a row that brought nothing, from 1. */
  long backOffMillis(int attempts) {
    return Math.min(
        backOffMaxMillis, backOffMinMillis << Math.min(Math.max(attempts - 1, 0), DOUBLINGS_MAX));
  }
}
