package io.apfw.agent.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param command name of the command
 * @param arguments the whole request
 */
public record ControlRequest(String command, JsonObject arguments) {
  private static final int TEXT_CHARS_MAX = 4096;

  static ControlRequest parse(String line) throws RequestException {
    try {
      JsonObject request = JsonParser.object().from(line);
      if (request.get("command") instanceof String command && !command.isEmpty()) {
        return new ControlRequest(command, request);
      }
      throw new RequestException("the request has no \"command\" that is a text");
    } catch (JsonParserException e) {
      throw new RequestException("the request is not a JSON object: " + e.getMessage());
    }
  }

  /** A text that must be there. */
  public String text(String name) throws RequestException {
    return optionalText(name)
        .orElseThrow(() -> new RequestException(command + ": \"" + name + "\" is missing"));
  }

  /** A text that may be there; one that is empty is not. */
  public Optional<String> optionalText(String name) throws RequestException {
    Object value = arguments.get(name);
    if (value == null || value.equals("")) {
      return Optional.empty();
    }
    if (value instanceof String text
        && text.length() <= TEXT_CHARS_MAX
        && text.chars().noneMatch(Character::isISOControl)) {
      return Optional.of(text);
    }
    throw new RequestException(
        "%s: \"%s\" is not a text of one line and at most %d characters"
            .formatted(command, name, TEXT_CHARS_MAX));
  }

  /** True or false; false when missing. */
  public boolean flag(String name) throws RequestException {
    Object value = arguments.getOrDefault(name, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new RequestException(command + ": \"" + name + "\" is neither true nor false");
  }
}
