package io.apfw.agent.scripts;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the scripts are told about the image at hand. A verb that needs a value that is empty here
 * refuses with exit code 64.
 *
 * @param name what the log calls the image, such as {@code ap1g8}; ACTIVATE and PREDOWNLOAD
 * @param version version wanted, such as {@code 17.9.4.27}; ACTIVATE and PREDOWNLOAD
 * @param family image family; no verb of the board {@code file} needs it
 * @param requiredBytes room the image needs on the target slot; PRECHECK
 * @param payloadBytes bytes of the payload that now stand on the slot; PREDOWNLOAD
 */
public record ScriptImage(
    Optional<String> name,
    Optional<String> version,
    Optional<String> family,
    OptionalLong requiredBytes,
    OptionalLong payloadBytes) {

  /** For NO_UPGRADE, ABORT, COMMIT and ROLLBACK, which are about no image in particular. */
  public static final ScriptImage NONE =
      new ScriptImage(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  void putInto(Map<String, String> environment) {
    name.ifPresent(value -> environment.put("APFW_IMAGE_NAME", value));
    version.ifPresent(value -> environment.put("APFW_VERSION", value));
    family.ifPresent(value -> environment.put("APFW_FAMILY", value));
    requiredBytes.ifPresent(value -> environment.put("APFW_REQUIRED_BYTES", Long.toString(value)));
    payloadBytes.ifPresent(value -> environment.put("APFW_PAYLOAD_BYTES", Long.toString(value)));
  }
}
