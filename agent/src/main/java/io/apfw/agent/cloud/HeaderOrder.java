package io.apfw.agent.cloud;

import io.apfw.cloud.CloudFailure;
import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.cloud.CloudRequest;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Puts the captures' headers in the captures' order on the wire: OkHttp moves Host, Content-Length
 * and Connection behind ours and adds two of its own. It also refuses an answer that OkHttp would
 * decompress on its own: none was asked for.
 */
final class HeaderOrder implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    CloudRequest wanted = chain.request().tag(CloudRequest.class);
    if (wanted == null) {
      throw new IllegalStateException("a request of nobody: " + chain.request().url());
    }
    Headers.Builder headers = new Headers.Builder();
    wanted.headers().forEach(header -> headers.add(header.name(), header.value()));
    Response response =
        chain.proceed(chain.request().newBuilder().headers(headers.build()).build());
    String encoding = response.header("Content-Encoding", "identity");
    if (!"identity".equalsIgnoreCase(encoding)) {
      response.close();
      throw new RefusedException(
          new CloudFailure(Cause.ANSWER_NOT_TEXT, "Content-Encoding " + Faults.clean(encoding)));
    }
    return response;
  }

  /** What OkHttp brings out of an interceptor. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient CloudFailure failure;

    RefusedException(CloudFailure failure) {
      super(failure.line());
      this.failure = failure;
    }

    CloudFailure failure() {
      return failure;
    }
  }
}
