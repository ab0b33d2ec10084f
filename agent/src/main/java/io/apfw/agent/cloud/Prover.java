package io.apfw.agent.cloud;

import io.apfw.cloud.CloudProof;
import io.apfw.cloud.ProofText;
import java.security.GeneralSecurityException;

/**
 * Proves to a cloud who this AP is. The captures do not show how; a cloud that wants it otherwise
 * than ours gets another prover.
 */
@FunctionalInterface
public interface Prover {
  /**
   * Makes the proof; on a worker, for a key in hardware may be slow.
   *
   * @throws GeneralSecurityException when the key cannot be used
   */
  CloudProof prove(ProofText text) throws GeneralSecurityException;
}
