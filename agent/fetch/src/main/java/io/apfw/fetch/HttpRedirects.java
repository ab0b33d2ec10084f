package io.apfw.fetch;

import io.apfw.update.UpdateFailure.Cause;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where a redirect may lead: not from https to http, not to another host unless that is allowed,
 * and not on and on.
 */
record HttpRedirects(int hopsMax, boolean anyHost) {
  /**
   * The next URL to ask.
   *
   * @return null when the answer is no redirect
   */
  @Nullable HttpUrl next(Location location, HttpUrl from, Response response, int hops)
      throws FetchException {
    switch (response.code()) {
      case 301, 302, 303, 307, 308 -> {}
      default -> {
        return null;
      }
    }
    String target = response.header("Location");
    if (target == null) {
      throw new FetchException(
          Cause.SERVER_PROTOCOL, location + " was redirected to nowhere: look at the server");
    }
    if (hops >= hopsMax) {
      throw refused(location, "more than " + hopsMax + " redirects in a row");
    }
    HttpUrl next = from.resolve(target);
    if (next == null) {
      throw refused(location, "a redirect to something that is neither http nor https");
    }
    if (from.isHttps() && !next.isHttps()) {
      throw refused(location, "a redirect from https to http, to " + next.host());
    }
    if (!anyHost && !next.host().equalsIgnoreCase(from.host())) {
      throw refused(
          location,
          "a redirect to the host "
              + next.host()
              + "; name that host in the URL, or set fetch.redirects: any-host");
    }
    return next;
  }

  private static FetchException refused(Location location, String what) {
    return new FetchException(Cause.REDIRECT_REFUSED, location + ": " + what);
  }
}
