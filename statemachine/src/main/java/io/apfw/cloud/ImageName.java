package io.apfw.cloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file name of an image's URL tells, in the field's form {@code
 * Product_Class_version[_build][.suffix]}, such as {@code
 * ArubaInstant_Centaurus_6.5.0.0-4.3.0.0_56428}.
 *
 * @param imageClass the second part
 * @param version the third part: what the manifest must say
 */
record ImageName(String imageClass, String version) {
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9.-]{1,64}_([A-Za-z0-9-]{1,32})_"
              + "([0-9]{1,9}(?:\\.[0-9]{1,9}){1,7}(?:-[0-9]{1,9}(?:\\.[0-9]{1,9}){0,7})?)"
              + "(?:_[0-9]{1,9})?(?:\\.[A-Za-z][A-Za-z0-9]{0,7}){0,3}");

  /** Reads the last part of the URL's path; empty when it has another form. */
  static Optional<ImageName> of(String url) {
    String path = url.split("[?#]", 2)[0];
    Matcher parts = FORM.matcher(path.substring(path.lastIndexOf('/') + 1));
    return parts.matches()
        ? Optional.of(new ImageName(parts.group(1), parts.group(2)))
        : Optional.empty();
  }
}
