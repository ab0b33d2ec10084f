package io.apfw.drills.cloud;

/** What a drill's cloud does wrong on demand. */
public enum CloudFault {
  NONE,
  /** Every challenge is the first one again. */
  REPLAYED_CHALLENGE,
  /** The second answer never comes. */
  SILENCE,
  /** The second answer ends in the middle. */
  TRUNCATED
}
