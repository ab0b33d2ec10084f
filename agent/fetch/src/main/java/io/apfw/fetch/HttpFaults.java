package io.apfw.fetch;

import static io.apfw.fetch.FaultChain.find;
import static io.apfw.fetch.FaultChain.reason;

import io.apfw.update.UpdateFailure.Cause;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** An I/O error of the HTTP client as a numbered cause. */
final class HttpFaults {
  private HttpFaults() {}

  /**
   * Words it.
   *
   * @param at how far the file had come
   */
  static FetchException of(Location location, IOException e, long at) {
    if (find(e, AddressGuard.RefusedException.class) != null) {
      return new FetchException(Cause.LOCATION_UNUSABLE, location + ": " + reason(e));
    } else if (e instanceof UnknownHostException) {
      return new FetchException(
          Cause.SERVER_NAME_UNKNOWN,
          location + ": no address for " + location.host() + ": check the name and the DNS");
    } else if (e instanceof SSLPeerUnverifiedException
        || find(e, CertificateException.class) != null) {
      return new FetchException(
          Cause.SERVER_UNTRUSTED,
          location + ": " + reason(e) + ": check fetch.trust, the host's name and the clock");
    } else if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new FetchException(
          Cause.SERVER_UNREACHABLE, location + ": " + reason(e) + ": check host, port and route");
    } else if (e instanceof SocketTimeoutException) {
      return new FetchException(
          Cause.SERVER_SILENT,
          location + ": " + reason(e) + " after " + at + " bytes: see fetch.silenceMillis");
    } else if (e instanceof SSLException && find(e, EOFException.class) == null && at == 0) {
      return new FetchException(
          Cause.SERVER_PROTOCOL, location + ": no TLS with this server: " + reason(e));
    } else if (e instanceof ProtocolException
        && !String.valueOf(e.getMessage()).contains("end of")) {
      return new FetchException(
          Cause.SERVER_PROTOCOL, location + ": " + reason(e) + ": look at the server");
    }
    return new FetchException(
        Cause.TRANSFER_CUT,
        location + " ended after " + at + " bytes: " + reason(e) + ": try again");
  }
}
