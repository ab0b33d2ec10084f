package io.apfw.fetch;

import static io.apfw.fetch.FaultChain.find;
import static io.apfw.fetch.FaultChain.reason;

import io.apfw.fetch.Fetcher.Request;
import io.apfw.update.UpdateFailure.Cause;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.TimeoutIndicator.TimeoutStatus;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** What the SFTP client throws as numbered causes, by how far the fetch had come. */
final class SftpFaults implements SessionListener {
  private final Request request;
  private final HostKeys hostKeys;
  private @Nullable ClientSession session;
  private boolean loggedIn;
  private boolean hungUp;
  private long received;
  private volatile @Nullable String ended;

  SftpFaults(Request request, HostKeys hostKeys) {
    this.request = request;
    this.hostKeys = hostKeys;
    this.received = request.offset();
  }

  void at(ClientSession connected) {
    session = connected;
  }

  @Override
  public void sessionException(Session broken, Throwable t) {
    ended = reason(t);
  }

  @Override
  public void sessionDisconnect(
      Session left, int reason, String message, String language, boolean ours) {
    if (!ours) {
      ended = message;
    }
  }

  void loggedIn() {
    loggedIn = true;
  }

  /** The server's end has closed; told before our own end is, which looks the same. */
  void hungUp() {
    hungUp = true;
  }

  void received(long bytes) {
    received = bytes;
  }

  FetchException of(Exception e) {
    if (!hostKeys.refused().isEmpty()) {
      return failure(
          Cause.SERVER_UNTRUSTED,
          "its host key is "
              + hostKeys.refused()
              + ": if that is right, add it to fetch.sftpHostKeys or fetch.sftpKnownHosts");
    }
    SftpException answer = find(e, SftpException.class);
    if (answer != null) {
      return answered(answer);
    }
    if (find(e, UnknownHostException.class) != null
        || find(e, UnresolvedAddressException.class) != null) {
      return failure(
          Cause.SERVER_NAME_UNKNOWN,
          "no address for " + request.location().host() + ": check the name and the DNS");
    } else if (find(e, ConnectException.class) != null
        || find(e, NoRouteToHostException.class) != null) {
      return failure(Cause.SERVER_UNREACHABLE, reason(e) + ": check host, port and route");
    } else if (isTimeout(e)) {
      return failure(
          Cause.SERVER_SILENT,
          "nothing came in time after " + received + " bytes: see fetch.silenceMillis");
    }
    ClientSession connected = session;
    if (!loggedIn && connected != null && connected.getServerVersion() != null) {
      return failure(Cause.ACCESS_REFUSED, reason(e) + ": check user, password and key");
    }
    // What was thrown depends on which of the client's threads was the first to notice.
    String told = ended;
    String why = told == null ? "" : ": " + told;
    return loggedIn
        ? failure(
            Cause.TRANSFER_CUT,
            "the connection ended after " + received + " bytes" + why + ": try again")
        : failure(Cause.SERVER_PROTOCOL, "no SSH with this server" + why + ": check host and port");
  }

  private FetchException answered(SftpException answer) {
    return switch (answer.getStatus()) {
      case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
          failure(Cause.FILE_NOT_FOUND, "check the path");
      case SftpConstants.SSH_FX_PERMISSION_DENIED ->
          failure(Cause.ACCESS_REFUSED, "the user may not read it: check its permissions");
      case SftpConstants.SSH_FX_CONNECTION_LOST, SftpConstants.SSH_FX_NO_CONNECTION ->
          failure(Cause.TRANSFER_CUT, "ended after " + received + " bytes: try again");
      default ->
          failure(
              Cause.SERVER_ERROR,
              "the server says "
                  + SftpConstants.getStatusName(answer.getStatus())
                  + ": "
                  + reason(answer));
    };
  }

  private boolean isTimeout(Exception e) {
    ClientSession connected = session;
    return find(e, TimeoutException.class) != null
        // The client says the same of an answer that will not come because the channel is closed.
        || (!hungUp && String.valueOf(e.getMessage()).startsWith("Timeout expired"))
        // Later it only says that somebody waited in vain when the session closed.
        || (!loggedIn && find(e, InterruptedIOException.class) != null)
        || (connected != null
            && connected.getTimeoutStatus().getStatus() != TimeoutStatus.NoTimeout);
  }

  private FetchException failure(Cause cause, String what) {
    return new FetchException(cause, request.location() + ": " + what);
  }
}
