package io.apfw.fetch;

import io.apfw.fetch.Location.Scheme;
import io.apfw.update.UpdateFailure.Cause;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The adapter that a URL's scheme asks for, among those that the configuration allows. */
public final class Fetchers implements Fetcher {
  private final Map<Scheme, Fetcher> adapters;
  private final String why;

  /** Closes them with itself. */
  public Fetchers(Map<Scheme, Fetcher> adapters) {
    this(adapters, "see fetch.secureOnly");
  }

  /**
   * The same for those that something else allows.
   *
   * @param why there are no others, for a person
   */
  public Fetchers(Map<Scheme, Fetcher> adapters, String why) {
    this.adapters = new EnumMap<>(adapters);
    this.why = why;
  }

  @Override
  public void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    Fetcher adapter = adapters.get(request.location().scheme());
    if (adapter == null) {
      throw new FetchException(
          Cause.LOCATION_UNUSABLE,
          request.location()
              + ": this AP fetches by "
              + adapters.keySet().stream().map(Scheme::text).collect(Collectors.joining(", "))
              + " only: "
              + why);
    }
    adapter.fetch(request, sink, cancellation);
  }

  @Override
  public void close() {
    adapters.values().stream().distinct().forEach(Fetcher::close);
  }
}
