package io.apfw.agent.cloud;

import io.apfw.cloud.CloudFailure;
import io.apfw.cloud.CloudFailure.Cause;
import io.apfw.fetch.FaultChain;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** From what the libraries throw to what an operator can act upon. */
final class Faults {
  private static final int WORDS_CHARS_MAX = 300;

  private Faults() {}

  /**
   * The failure behind an exception.
   *
   * @param host how the log names the cloud
   * @param domain the name its certificate should have
   * @param timeoutMillis of each receiving and sending
   */
  static CloudFailure of(IOException e, String host, String domain, long timeoutMillis) {
    if (e instanceof HeaderOrder.RefusedException refused) {
      return refused.failure();
    } else if (e instanceof SSLPeerUnverifiedException) {
      return new CloudFailure(
          Cause.CLOUD_NAME,
          "wanted '" + domain + "'; " + clean(names(String.valueOf(e.getMessage()))));
    } else if (FaultChain.find(e, CertificateException.class) != null) {
      return new CloudFailure(Cause.CLOUD_CERTIFICATE, host + ": " + certificate(e));
    } else if (e instanceof SSLException) {
      return new CloudFailure(Cause.CLOUD_TLS, host + ": " + words(e));
    } else if (e instanceof InterruptedIOException) {
      return new CloudFailure(
          Cause.CLOUD_TIMEOUT, host + ": nothing for " + timeoutMillis + " ms (" + words(e) + ")");
    } else if (e instanceof UnknownHostException) {
      return new CloudFailure(Cause.CLOUD_UNREACHABLE, "no address for " + host);
    } else if (e instanceof EOFException
        || FaultChain.find(e, EOFException.class) != null
        || String.valueOf(e.getMessage()).startsWith("unexpected end of stream")) {
      return new CloudFailure(Cause.ANSWER_TRUNCATED, host + " closed the connection: " + words(e));
    } else if (e instanceof ProtocolException) {
      return new CloudFailure(Cause.ANSWER_MALFORMED, "not HTTP/1.1: " + words(e));
    } else if (e instanceof SocketException) {
      return new CloudFailure(Cause.CLOUD_UNREACHABLE, host + ": " + words(e));
    }
    return new CloudFailure(Cause.ANSWER_MALFORMED, host + ": " + words(e));
  }

  private static String certificate(IOException e) {
    if (FaultChain.find(e, CertificateNotYetValidException.class) != null) {
      return words(e) + ": set this AP's clock if it is wrong";
    } else if (FaultChain.find(e, CertificateExpiredException.class) != null) {
      return words(e);
    }
    return words(e) + "; cloud.trust has the roots that are believed";
  }

  /** OkHttp's message has the certificate's names behind its pin and subject. */
  private static String names(String message) {
    int names = message.indexOf("subjectAltNames:");
    return names < 0 ? message : "the certificate's " + message.substring(names);
  }

  private static String words(Throwable e) {
    return clean(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  /** One line of visible ASCII and not much of it: parts of it may be a peer's. */
  static String clean(String text) {
    String line = text.replaceAll("[^ -~]+", " ").strip();
    return line.length() <= WORDS_CHARS_MAX ? line : line.substring(0, WORDS_CHARS_MAX) + "...";
  }
}
