package io.apfw.agent.discovery;

import java.io.IOException;
import java.util.List;

/** One way to learn where controllers are. May block; used by one thread. */
interface ControllerSource {
  /** As logs call it. */
  String name();

  /**
   * What the source says now, the preferred ones first; empty when it names none.
   *
   * @throws IOException if it cannot be asked or cannot be understood; what it said before holds
   *     then
   */
  List<Place> places() throws IOException;
}
