package io.apfw.fetch;

import io.apfw.fetch.Cancellation.Registration;
import io.apfw.update.UpdateFailure.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1, with or without TLS. Asks for the file as it is (no compression), with If-Range where a
 * part is to follow another. User and password of the URL go to its host only, as Basic.
 */
public final class HttpFetcher implements Fetcher {
  private final OkHttpClient client;
  private final EnvironmentProxies proxies;
  private final HttpRedirects redirects;
  private final AddressGuard guard;
  private final String userAgent;

  /** One that may connect to any address. */
  public HttpFetcher(HttpSettings settings) {
    this(settings, AddressRule.ANY);
  }

  /**
   * @param rule where it may connect to
   */
  public HttpFetcher(HttpSettings settings, AddressRule rule) {
    this.proxies = new EnvironmentProxies(settings.environment());
    this.guard = new AddressGuard(rule, proxies);
    this.client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false)
            .connectTimeout(settings.connectMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(settings.silenceMillis(), TimeUnit.MILLISECONDS)
            .writeTimeout(settings.silenceMillis(), TimeUnit.MILLISECONDS)
            .sslSocketFactory(settings.tls(), settings.authorities())
            .dns(guard)
            .addNetworkInterceptor(guard)
            .proxySelector(proxies)
            .proxyAuthenticator((route, response) -> proxyCredentials(proxies, response))
            .build();
    this.redirects = new HttpRedirects(settings.redirectsMax(), settings.anyHost());
    this.userAgent = settings.userAgent();
  }

  @Override
  public void fetch(Request request, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    HttpUrl first = HttpUrl.get(request.location().uri());
    if (first == null) {
      throw new FetchException(
          Cause.LOCATION_UNUSABLE, request.location() + " is not a URL that HTTP can ask for");
    }
    try {
      proxies.select(first.uri());
    } catch (IllegalArgumentException e) {
      throw new FetchException(
          Cause.SERVER_UNREACHABLE, request.location() + ": " + e.getMessage());
    }
    HttpUrl url = first;
    for (int hops = 0; url != null; hops++) {
      boolean own = url.host().equals(first.host()) && url.port() == first.port();
      url = ask(request, query(request, url, own), hops, sink, cancellation);
    }
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }

  /** One exchange; where it leads, or null when the file has come. */
  private @Nullable HttpUrl ask(
      Request request, okhttp3.Request query, int hops, Sink sink, Cancellation cancellation)
      throws FetchException, InterruptedException {
    Call call = client.newCall(query);
    long[] at = {request.offset()};
    Registration registration = cancellation.onCancel(call::cancel);
    try (Response response = answer(call)) {
      HttpUrl next = redirects.next(request.location(), query.url(), response, hops);
      if (next == null) {
        receive(request, response, sink, at);
      }
      return next;
    } catch (SocketTimeoutException e) {
      cancellation.check();
      throw HttpFaults.of(request.location(), e, at[0]);
    } catch (InterruptedIOException e) {
      cancellation.check();
      throw new InterruptedException("interrupted while fetching " + request.location());
    } catch (IOException e) {
      cancellation.check();
      throw HttpFaults.of(request.location(), e, at[0]);
    } finally {
      registration.close();
    }
  }

  private Response answer(Call call) throws IOException {
    guard.check(call.request().url());
    return call.execute();
  }

  private static void receive(Request request, Response response, Sink sink, long[] at)
      throws IOException, FetchException, InterruptedException {
    HttpAnswer answer = HttpAnswer.of(request, response);
    sink.begins(
        answer.facts().after(response.receivedResponseAtMillis() - response.sentRequestAtMillis()));
    at[0] = answer.facts().offset();
    if (answer.end().equals(OptionalLong.of(0))) {
      return;
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    InputStream in = response.body().byteStream();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      at[0] += count;
      Part.checkSize(request, at[0]);
      sink.bytes(buffer, 0, count);
    }
    if (answer.end().isPresent() && at[0] != answer.end().getAsLong()) {
      throw Part.cut(request.location(), at[0], answer.end());
    }
  }

  private okhttp3.Request query(Request request, HttpUrl url, boolean own) {
    okhttp3.Request.Builder query =
        new okhttp3.Request.Builder()
            .url(url)
            .header("Accept-Encoding", "identity")
            .header("User-Agent", userAgent);
    if (request.offset() > 0 || request.bytes().isPresent()) {
      String last =
          request.bytes().isPresent()
              ? Long.toString(request.offset() + request.bytes().getAsLong() - 1)
              : "";
      query.header("Range", "bytes=" + request.offset() + "-" + last);
      request.validator().ifPresent(validator -> query.header("If-Range", validator));
    }
    Location location = request.location();
    if (own && location.user().isPresent()) {
      query.header(
          "Authorization",
          Credentials.basic(
              location.user().get(), location.password().orElse(""), StandardCharsets.UTF_8));
    }
    return query.build();
  }

  /** Once; a proxy that refuses them answers 407 to the fetch. */
  private static okhttp3.@Nullable Request proxyCredentials(
      EnvironmentProxies proxies, Response response) {
    if (response.request().header("Proxy-Authorization") != null) {
      return null;
    }
    Optional<String> info = proxies.credentials(response.request().url().uri());
    if (info.isEmpty()) {
      return null;
    }
    int colon = info.get().indexOf(':');
    String user = colon < 0 ? info.get() : info.get().substring(0, colon);
    String password = colon < 0 ? "" : info.get().substring(colon + 1);
    return response
        .request()
        .newBuilder()
        .header("Proxy-Authorization", Credentials.basic(user, password, StandardCharsets.UTF_8))
        .build();
  }
}
