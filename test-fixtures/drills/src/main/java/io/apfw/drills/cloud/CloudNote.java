package io.apfw.drills.cloud;

import java.util.List;

/** What a cloud has done, for whoever watches. */
public sealed interface CloudNote {
  /** It has given a challenge. */
  record Challenged(String serial, String session) implements CloudNote {}

  /** It has answered with a code. */
  record Answered(String serial, String code, List<String> lines) implements CloudNote {
    public Answered {
      lines = List.copyOf(lines);
    }
  }
}
