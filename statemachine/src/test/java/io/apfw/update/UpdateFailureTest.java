package io.apfw.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.update.UpdateFailure.Cause;
import org.junit.jupiter.api.Test;

class UpdateFailureTest {
  @Test
  void keepsAServersLineEndsAndEscapesOffTheTerminal() {
    UpdateFailure failure =
        new UpdateFailure(Cause.SERVER_ERROR, "it says \"gone\r\n\u001b[2Jall well\u009b\"");
    assertThat(failure.detail()).isEqualTo("it says \"gone [2Jall well \"");
  }
}
