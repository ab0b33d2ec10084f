package io.apfw.agent.ops;

import io.apfw.cloud.CloudFailure;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report for a script: {@code event} (its number), {@code name}, {@code at} (ISO 8601), and its
 * fields by the names of {@code agent/NUMBERS.md}. A field without a value is left out; a failure
 * is {@code {"number", "name", "detail"}}.
 */
public final class ReportJson {
  private ReportJson() {}

  /** What a JSON writer takes. */
  public static Map<String, Object> of(Report report, Instant at) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", report.number());
    json.put("name", report.getClass().getSimpleName());
    json.put("at", at.toString());
    for (RecordComponent field : report.getClass().getRecordComponents()) {
      Object value = value(report, field);
      if (value != null) {
        json.put(field.getName(), value);
      }
    }
    return json;
  }

  private static @Nullable Object value(Report report, RecordComponent field) {
    try {
      return plain(field.getAccessor().invoke(report));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the components of a public record are public", e);
    }
  }

  private static @Nullable Object plain(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(ReportJson::plain).orElse(null);
    } else if (value instanceof UpdateFailure failure) {
      return failure(failure.cause().number(), failure.cause().name(), failure.detail());
    } else if (value instanceof CloudFailure failure) {
      return failure(failure.cause().number(), failure.cause().name(), failure.detail());
    } else if (value instanceof Enum<?> word) {
      return word.name();
    }
    return value;
  }

  private static Map<String, Object> failure(int number, String name, String detail) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("name", name);
    json.put("detail", detail);
    return json;
  }
}
