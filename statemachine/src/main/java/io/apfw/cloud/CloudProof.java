package io.apfw.cloud;

/**
 * What proves to the cloud who we are. The capture has only the header's name: what stands in it,
 * and in the body, is the choice of the prover that the shell plugs in.
 *
 * @param hash value of X-Challenge-Hash, ASCII
 * @param body follows the AP info in the body, lines with CRLF; empty for none
 */
public record CloudProof(String hash, String body) {}
