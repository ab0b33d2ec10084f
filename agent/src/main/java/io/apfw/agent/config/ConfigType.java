package io.apfw.agent.config;

/** What kind of value a key takes; bounds and choices stand with the key. */
public enum ConfigType {
  /** One line of text; the bounds count UTF-8 bytes. */
  TEXT("text"),
  /** A decimal integer. */
  NUMBER("a number"),
  /** One of the key's words. */
  CHOICE("one of"),
  /** {@code true} or {@code false}. */
  SWITCH("true or false"),
  /** A path, from the configuration file's directory if it is relative; nothing need be there. */
  PATH("a path"),
  /** A path where a readable file must be. */
  FILE("a readable file"),
  /** A list of texts; the bounds count the items. */
  TEXTS("a list of texts"),
  /** A list of paths like PATH; the bounds count the items. */
  PATHS("a list of paths"),
  /** A list of {@code host}, {@code host:port} or {@code [IPv6]:port}; the bounds count items. */
  ENDPOINTS("a list of host, host:port or [IPv6]:port"),
  /** An EUI-48 in hexadecimal, with colons, dots, dashes or nothing between. */
  MAC("a MAC address such as 02:00:5e:10:00:01"),
  /** A mapping of texts to texts; the bounds count its entries. */
  PAIRS("a mapping of names to values, such as {AP-215: 25}"),
  /** A mapping of radio id to 802.11 type letters. */
  RADIOS("a mapping of radio ids to letters of \"abgn\", such as {1: bgn, 2: an}");

  private final String words;

  ConfigType(String words) {
    this.words = words;
  }

  /** For an error message, before the bounds. */
  public String words() {
    return words;
  }
}
