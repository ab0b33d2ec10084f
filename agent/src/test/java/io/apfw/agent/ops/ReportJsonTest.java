package io.apfw.agent.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonWriter;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every report as what a script reads. */
class ReportJsonTest {
  static Stream<Report> reports() {
    return Samples.reports().stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void hasItsNumberAndItsNameWhateverItsFieldsAre(Report report) throws Exception {
    JsonObject read =
        JsonParser.object().from(JsonWriter.string(ReportJson.of(report, Instant.EPOCH)));
    assertThat(read.getInt("event")).isEqualTo(report.number());
    assertThat(read.getString("name")).isEqualTo(report.getClass().getSimpleName());
    assertThat(read.getString("at")).isEqualTo("1970-01-01T00:00:00Z");
  }
}
