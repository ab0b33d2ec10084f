package io.apfw.storage.trust;

/** What to think of a certificate that names no extended key usage at all. */
public enum NoUsagePolicy {
  /** It is refused. */
  REFUSE,
  /** It is accepted: field devices from before RFC 5415 carry such certificates. */
  ACCEPT
}
