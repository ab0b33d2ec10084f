package io.apfw.agent.imagetool;

import io.apfw.storage.trust.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;

/** A manifest as rows for a person or members of a JSON object. */
final class ManifestView {
  private ManifestView() {}

  static Map<String, Object> of(Manifest manifest) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("family", manifest.family());
    view.put("version", manifest.version());
    view.put("securityVersion", manifest.securityVersion());
    view.put("hardware", manifest.hardware());
    view.put("minimumAgentVersion", manifest.minimumAgentVersion());
    view.put("buildTime", manifest.buildTime().toString());
    view.put("payloadName", manifest.payloadName());
    view.put("payloadBytes", manifest.payloadBytes());
    view.put("payloadSha256", manifest.payloadSha256());
    view.put("blockBytes", manifest.blockBytes());
    view.put("blockMapSha256", manifest.blockMapSha256());
    manifest.vendor().ifPresent(number -> view.put("vendor", number));
    manifest
        .trustUpdate()
        .ifPresent(
            update -> {
              view.put("trustSerial", update.serial());
              view.put(
                  "trustRoots",
                  update.roots().stream()
                      .map(root -> root.getSubjectX500Principal().getName())
                      .toList());
            });
    return view;
  }
}
