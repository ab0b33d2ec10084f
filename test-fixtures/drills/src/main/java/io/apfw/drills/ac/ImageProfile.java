package io.apfw.drills.ac;

import io.apfw.fetch.FetchException;
import io.apfw.fetch.Location;
import io.apfw.update.UpdateFailure.Cause;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a controller has its images from: {@code wireless profile image-download}. Each family's
 * file stands in one directory, named by the family.
 *
 * @param mode which of the places counts
 * @param local the directory of {@link Mode#LOCAL}
 * @param places servers, by mode
 */
record ImageProfile(Mode mode, Optional<Path> local, Map<Mode, Place> places) {
  /** How an image comes to the controller. */
  enum Mode {
    LOCAL,
    TFTP,
    SFTP,
    HTTPS;

    /** As in a command. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A directory on a server.
   *
   * @param server name or address; empty where none was given
   * @param port 0 for the protocol's own
   * @param path from the server's root if it begins with a slash; else from where it lets its user
   *     begin
   * @param user empty where there is none
   */
  record Place(String server, int port, String path, String user, Optional<Secret> password) {
    static final Place NONE = new Place("", 0, "", "", Optional.empty());

    Place server(String other) {
      return new Place(other, port, path, user, password);
    }

    Place path(String other) {
      return new Place(server, port, other, user, password);
    }

    Place user(String other) {
      return new Place(server, port, path, other, password);
    }

    Place password(Secret other) {
      return new Place(server, port, path, user, Optional.of(other));
    }
  }

  private static final Pattern FAMILY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");
  private static final String HOME = "/~/";

  ImageProfile {
    places = Map.copyOf(places);
  }

  /** Whether it may be a file's name; what a WTP asks for is not to be believed. */
  static boolean isFamily(String name) {
    return FAMILY.matcher(name).matches();
  }

  ImageProfile mode(Mode other) {
    return new ImageProfile(other, local, places);
  }

  /** The place of a mode; an empty one where nothing was said. */
  Place place(Mode of) {
    return places.getOrDefault(of, Place.NONE);
  }

  ImageProfile with(Mode of, Place place) {
    Map<Mode, Place> more = new EnumMap<>(Mode.class);
    more.putAll(places);
    more.put(of, place);
    return new ImageProfile(mode, local, more);
  }

  /** What has to be said before an image can be had, as a command's word. */
  Optional<String> lacks() {
    Place place = place(mode);
    if (mode == Mode.LOCAL) {
      return local.isPresent() ? Optional.empty() : Optional.of("a directory, image.path");
    } else if (place.server().isEmpty()) {
      return Optional.of(mode.word() + "-image-server");
    } else if (mode == Mode.SFTP && place.user().isEmpty()) {
      return Optional.of("sftp-username");
    }
    return Optional.empty();
  }

  /** The URL for a log: {@code sftp://******@host/path/family}. */
  String shown(String family) {
    Place place = place(mode);
    if (mode == Mode.LOCAL) {
      return local.map(directory -> directory.resolve(family).toString()).orElse(family);
    }
    return mode.word()
        + "://"
        + (place.user().isEmpty() ? "" : "******@")
        + place.server()
        + (place.port() == 0 ? "" : ":" + place.port())
        + file(place, family, "/");
  }

  private static String file(Place place, String family, String relative) {
    String path = place.path().replaceAll("/+$", "");
    String root = path.startsWith("/") ? "" : relative;
    return root + path + (path.isEmpty() && !root.isEmpty() ? "" : "/") + family;
  }

  /**
   * The URL to fetch.
   *
   * @throws FetchException when server, user or path make none
   */
  Location location(String family) throws FetchException {
    Place place = place(mode);
    @Nullable String user =
        place.user().isEmpty()
            ? null
            : place.user() + place.password().map(secret -> ':' + secret.text()).orElse("");
    String path = file(place, family, mode == Mode.SFTP ? HOME : "/");
    try {
      int port = place.port() == 0 ? -1 : place.port();
      URI uri = new URI(mode.word(), user, place.server(), port, path, null, null);
      return Location.parse(uri.toASCIIString());
    } catch (URISyntaxException e) {
      // Not e's message: it repeats the password.
      throw new FetchException(Cause.LOCATION_UNUSABLE, shown(family) + " is no URL");
    }
  }
}
