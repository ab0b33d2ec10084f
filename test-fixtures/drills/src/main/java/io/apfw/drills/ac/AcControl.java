package io.apfw.drills.ac;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a command can have done. */
interface AcControl {
  /** Where images come from. */
  ImageProfile profile();

  /** Lets them come from there, from now on. */
  void profile(ImageProfile profile);

  /** The version that is wanted on every AP; empty while that is not known. */
  Optional<String> version();

  /** Wants another one. */
  void version(String version);

  /** {@code show ap image}. */
  List<String> images();

  /** {@code show ap image statistics}. */
  List<String> statistics();

  /** An AP's name, by its name or MAC address, if it is known. */
  Optional<String> known(String ap);

  /** Has APs fetch the wanted version and go on; all where none is named. How many that are. */
  int predownload(Optional<String> ap);

  /** Has APs in Run boot what they have beside what runs; how many that are. */
  int swap(Optional<String> ap);

  /** Restarts APs in Run, into the wanted version where they have it; how many that are. */
  int reset(Optional<String> ap);

  /** Forgets the fetched images; how many there were. */
  int clearCache() throws IOException;
}
