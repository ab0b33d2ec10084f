package io.apfw.capwap.wire.message;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The decoder under Jazzer. An ordinary build runs the checked-in corpus; how to fuzz for real is
 * told in statemachine/README.md.
 */
class DecoderFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void datagram(byte[] bytes) {
    Survival.ofDatagram(bytes);
  }
}
