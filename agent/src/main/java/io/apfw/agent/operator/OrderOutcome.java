package io.apfw.agent.operator;

import io.apfw.agent.ExitCode;
import io.apfw.update.UpdateFailure;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of an order.
 *
 * @param exitCode one of {@link ExitCode}
 * @param fields {@code order}, and {@code result} with a sentence, or {@code error} with one and
 *     {@code cause} with the number of an update failure
 */
public record OrderOutcome(int exitCode, Map<String, Object> fields) {
  static OrderOutcome done(UpdateOrder order, String result) {
    return new OrderOutcome(ExitCode.OK, fields(order, "result", result));
  }

  /** It was refused or went wrong. */
  static OrderOutcome failed(UpdateOrder order, UpdateFailure failure) {
    Map<String, Object> fields = fields(order, "error", failure.line());
    fields.put("cause", failure.cause().number());
    return new OrderOutcome(ExitCode.of(failure.cause()), fields);
  }

  private static Map<String, Object> fields(UpdateOrder order, String key, String sentence) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("order", order.word());
    fields.put(key, sentence);
    return fields;
  }
}
