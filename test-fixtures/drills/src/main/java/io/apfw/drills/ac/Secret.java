package io.apfw.drills.ac;

/**
 * What no log may have.
 *
 * @param text in the clear
 */
record Secret(String text) {
  @Override
  public String toString() {
    return "******";
  }
}
