package io.apfw.link.transport;

import java.net.Inet6Address;
import java.net.InetAddress;

/** The one text that stands for an address; two texts of one address would be two controllers. */
public final class IpLiteral {
  private IpLiteral() {}

  /** The literal, with the zone of a link-local IPv6 address as a number. */
  public static String of(InetAddress address) {
    String bare = withoutZone(address);
    return address instanceof Inet6Address v6
            && (v6.isLinkLocalAddress() || v6.isMCLinkLocal())
            && v6.getScopeId() > 0
        ? bare + '%' + v6.getScopeId()
        : bare;
  }

  /** The literal without a zone, as elements of messages have it. */
  public static String withoutZone(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
