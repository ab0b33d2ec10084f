package io.apfw.agent.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * Names by the JDK's own DNS client, which costs a runtime image two small modules and no jar:
 * truncated answers are asked for over TCP, the servers are those of {@code resolv.conf} unless
 * others are given. Where none are given, hosts are the system's business, with its hosts file.
 */
final class DnsNames implements Names {
  private static final int RECORDS_MAX = 32;
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int ATTEMPTS = 3;
  private static final Pattern SRV =
      Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) (\\S{1,254})");

  /** JNDI takes a name with a scheme for a URL and follows it: a record may not bring one. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,252}");

  /** One by one: of several types at once JNDI makes a query for ANY, which servers refuse. */
  private static final List<String> ADDRESS_TYPES = List.of("A", "AAAA");

  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");
  private static final int PORT_MAX = 0xffff;

  private final List<String> servers;

  /**
   * Names of these servers.
   *
   * @param servers literal addresses, with {@code :port} unless it is 53; empty: the system's
   */
  DnsNames(List<String> servers) {
    this.servers = List.copyOf(servers);
  }

  @Override
  public List<InetAddress> addresses(String host) throws IOException {
    if (servers.isEmpty() || LITERAL.matcher(host).matches()) {
      return List.of(InetAddress.getAllByName(host));
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String type : ADDRESS_TYPES) {
      for (String record : records(host, type)) {
        addresses.add(InetAddress.getByName(record));
      }
    }
    if (addresses.isEmpty()) {
      throw new IOException("no address for " + host);
    }
    return addresses;
  }

  @Override
  public List<Service> services(String name) throws IOException {
    List<Service> services = new ArrayList<>();
    for (String record : records(name, "SRV")) {
      Matcher srv = SRV.matcher(record);
      if (!srv.matches()) {
        throw new IOException("SRV record of " + name + ": '" + record + "' is none");
      }
      int port = Integer.parseInt(srv.group(3));
      String target = srv.group(4).replaceFirst("\\.$", "");
      // RFC 2782: a target "." says that the service is decidedly not there.
      if (!target.isEmpty() && port >= 1 && port <= PORT_MAX) {
        services.add(
            new Service(
                Integer.parseInt(srv.group(1)), Integer.parseInt(srv.group(2)), port, target));
      }
    }
    return services;
  }

  // The DNS provider makes strings of records and deserializes nothing; NAME keeps URLs out.
  @SuppressWarnings("BanJNDI")
  private List<String> records(String name, String type) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("'" + name + "' is no DNS name");
    }
    List<String> records = new ArrayList<>();
    try {
      InitialDirContext dns = new InitialDirContext(environment());
      try {
        // Rooted, so that no search list turns it into another name.
        NamingEnumeration<? extends Attribute> all =
            dns.getAttributes(name.endsWith(".") ? name : name + '.', new String[] {type}).getAll();
        while (all.hasMore()) {
          NamingEnumeration<?> values = all.next().getAll();
          while (values.hasMore() && records.size() < RECORDS_MAX) {
            records.add(String.valueOf(values.next()));
          }
        }
      } finally {
        dns.close();
      }
    } catch (NameNotFoundException e) {
      return List.of();
    } catch (NamingException e) {
      throw new IOException("DNS, " + type + " of " + name + ": " + e, e);
    }
    return records;
  }

  @SuppressWarnings("JdkObsolete") // what InitialDirContext takes
  private Hashtable<String, String> environment() {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    List<String> urls = servers.stream().map(server -> "dns://" + server).toList();
    environment.put(Context.PROVIDER_URL, urls.isEmpty() ? "dns:" : String.join(" ", urls));
    environment.put("com.sun.jndi.dns.timeout.initial", Integer.toString(TIMEOUT_MILLIS));
    environment.put("com.sun.jndi.dns.timeout.retries", Integer.toString(ATTEMPTS));
    return environment;
  }
}
