package io.apfw.fetch;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Which addresses a fetch may connect to, asked before every connection and after every redirect: a
 * name may lead anywhere. A proxy of the environment is the operator's own and is not asked about;
 * what it connects to, it decides.
 */
@FunctionalInterface
public interface AddressRule {
  /** Any. */
  AddressRule ANY = address -> Optional.empty();

  /** Why not to connect to that address, in words for a person; empty when it may be. */
  Optional<String> refusal(InetAddress address);
}
