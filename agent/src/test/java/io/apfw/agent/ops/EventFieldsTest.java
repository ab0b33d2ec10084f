package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import io.apfw.update.UpdateFailure.Cause;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tinylog.ThreadContext;

class EventFieldsTest {
  private static Map<String, String> during(Report report) {
    Map<String, String> seen = new HashMap<>();
    new EventFields(said -> seen.putAll(ThreadContext.getMapping())).accept(report);
    assertThat(ThreadContext.getMapping()).as("afterwards").isEmpty();
    return seen;
  }

  @Test
  void aReportsFieldsAreThereWhileItIsLogged() {
    assertThat(during(new Report.AgentStarted("part1", "17.3.3.26")))
        .containsEntry("APFW_NAME", "AgentStarted")
        .containsEntry("APFW_BOOTED_PART", "part1")
        .containsKey("APFW_EVENT")
        .doesNotContainKey("APFW_AT");
  }

  @Test
  void aFailuresPartsAreFieldsOfTheirOwn() {
    UpdateFailure failure = new UpdateFailure(Cause.TRANSFER_CUT, "after 5 bytes");
    assertThat(during(new Report.FellBack("part1", "17.3.3.26", failure.line())))
        .containsEntry("APFW_NAME", "FellBack");
    assertThat(during(new Report.UpdateFailed(failure, "bad")))
        .containsEntry("APFW_FAILURE_NAME", "TRANSFER_CUT")
        .containsEntry("APFW_FAILURE_DETAIL", "after 5 bytes");
  }
}
