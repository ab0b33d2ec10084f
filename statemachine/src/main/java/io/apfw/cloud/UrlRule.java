package io.apfw.cloud;

import java.util.Optional;

/**
 * Whether an image may be fetched from there. Pure: looks at the URL alone, asks no name server;
 * where a name leads is judged again by whoever connects.
 */
@FunctionalInterface
public interface UrlRule {
  /** Why not; empty when it may be. */
  Optional<CloudFailure> refusal(String url);
}
