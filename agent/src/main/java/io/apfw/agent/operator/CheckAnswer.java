package io.apfw.agent.operator;

import io.apfw.agent.ExitCode;
import io.apfw.agent.ops.ReportJson;
import io.apfw.agent.ops.Wording;
import io.apfw.cloud.CloudVerdict;
import io.apfw.report.Report;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cloud check for whoever asked for it. */
public final class CheckAnswer {
  /** Why there is none. */
  public static final String NO_CLOUD =
      "no cloud is configured: cloud.enabled is false, or there is no section cloud";

  private CheckAnswer() {}

  /** An event of a check, with {@code lines} of the log; none when it is another's. */
  public static Optional<Map<String, Object>> line(Report report, Instant at) {
    List<String> lines = Wording.ofCloud(report);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> line = ReportJson.of(report, at);
    line.put("lines", lines);
    return Optional.of(line);
  }

  /** 69 without an answer of the cloud. */
  public static int exitCode(CloudVerdict verdict) {
    return verdict.failure().isPresent() ? ExitCode.PEER_UNAVAILABLE : ExitCode.OK;
  }

  /**
   * {@code outcome}, {@code running}, and for each AP of the cluster, this one first, its {@code
   * serial}, {@code model} and what there is of {@code imageClass}, {@code version}, {@code url}
   * and {@code error}; where there is no answer {@code error} and its number, {@code cause}.
   */
  public static Map<String, Object> of(CloudVerdict verdict) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("outcome", verdict.outcome().name());
    answer.put("running", verdict.running());
    verdict
        .failure()
        .ifPresent(
            failure -> {
              answer.put("error", failure.line());
              answer.put("cause", failure.cause().number());
            });
    answer.put("members", verdict.members().stream().map(CheckAnswer::member).toList());
    return answer;
  }

  private static Map<String, Object> member(CloudVerdict.Member member) {
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("serial", member.ap().serial());
    of.put("model", member.ap().model());
    member.imageClass().ifPresent(value -> of.put("imageClass", value));
    member.version().ifPresent(value -> of.put("version", value));
    // A query may be a signed permission to fetch.
    member.url().ifPresent(value -> of.put("url", value.replaceFirst("\\?.*", "?...")));
    member.failure().ifPresent(failure -> of.put("error", failure.line()));
    return of;
  }
}
