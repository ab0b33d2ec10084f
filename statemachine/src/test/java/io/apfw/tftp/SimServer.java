package io.apfw.tftp;

import io.apfw.capwap.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A TFTP server written from the RFCs, without the client's codec. */
final class SimServer {
  /** How a server differs from the next. */
  record Kind(boolean options, int blockBytesMax, int windowMax, int rollsTo, boolean apprentice) {}

  private final byte[] file;
  private final Kind kind;
  private int blockBytes = 512;
  private int window = 1;
  private long acknowledged = -1;
  private Octets optionAck = Octets.EMPTY;
  private long sent;

  SimServer(byte[] file, Kind kind) {
    this.file = file;
    this.kind = kind;
  }

  /** What it sends upon a datagram. */
  List<Octets> hear(Octets datagram) {
    byte[] bytes = datagram.toArray();
    return switch (bytes[1]) {
      case 1 -> acknowledged >= 0 ? List.of() : request(bytes);
      case 4 -> acknowledged(((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff));
      default -> List.of();
    };
  }

  /** What it sends when its time-out ends. */
  List<Octets> timeOut() {
    if (done() || acknowledged < 0) {
      return List.of();
    }
    return sent == 0 && !optionAck.isEmpty() ? List.of(optionAck) : window();
  }

  boolean done() {
    return acknowledged == blocks();
  }

  long blocksSent() {
    return sent;
  }

  private long blocks() {
    return file.length / blockBytes + 1L;
  }

  private List<Octets> request(byte[] bytes) {
    String[] words =
        new String(bytes, 2, bytes.length - 2, StandardCharsets.ISO_8859_1).split("\0", -1);
    acknowledged = 0;
    if (!kind.options() || words.length < 4) {
      return window();
    }
    Map<String, String> granted = new LinkedHashMap<>();
    for (int i = 2; i + 1 < words.length; i += 2) {
      switch (words[i].toLowerCase(Locale.ROOT)) {
        case "blksize" -> {
          blockBytes = Math.min(Integer.parseInt(words[i + 1]), kind.blockBytesMax());
          granted.put("blksize", Integer.toString(blockBytes));
        }
        case "windowsize" -> {
          window = Math.min(Integer.parseInt(words[i + 1]), kind.windowMax());
          if (window > 1) {
            granted.put("windowsize", Integer.toString(window));
          }
        }
        case "tsize" -> granted.put("tsize", Integer.toString(file.length));
        default -> granted.put(words[i], words[i + 1]);
      }
    }
    StringBuilder oack = new StringBuilder("\0\6");
    granted.forEach((name, value) -> oack.append(name).append('\0').append(value).append('\0'));
    optionAck = Octets.wrap(oack.toString().getBytes(StandardCharsets.ISO_8859_1));
    return List.of(optionAck);
  }

  private List<Octets> acknowledged(int number) {
    for (long block = acknowledged; block <= Math.min(acknowledged + window, blocks()); block++) {
      if (number(block) == number) {
        boolean again = block == acknowledged && sent > 0;
        acknowledged = block;
        return done() || (again && window == 1 && !kind.apprentice()) ? List.of() : window();
      }
    }
    return List.of();
  }

  private List<Octets> window() {
    List<Octets> datagrams = new ArrayList<>();
    for (long block = acknowledged + 1;
        block <= Math.min(acknowledged + window, blocks());
        block++) {
      int from = (int) ((block - 1) * blockBytes);
      int length = Math.min(blockBytes, file.length - from);
      byte[] datagram = new byte[4 + length];
      datagram[1] = 3;
      datagram[2] = (byte) (number(block) >> 8);
      datagram[3] = (byte) number(block);
      System.arraycopy(file, from, datagram, 4, length);
      datagrams.add(Octets.wrap(datagram));
      sent++;
    }
    return datagrams;
  }

  private int number(long block) {
    return (int) (kind.rollsTo() == 0 || block == 0 ? block & 0xffff : (block - 1) % 65_535 + 1);
  }
}
