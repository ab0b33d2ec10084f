package io.apfw.tftp;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One TFTP datagram: 2 bytes of opcode, big-endian, then what the opcode says (RFC 1350 section 5,
 * RFC 2347). A write request is none of ours and has no record.
 */
public sealed interface TftpPacket {
  /** The longest request, RFC 2347: 512 bytes. */
  int REQUEST_BYTES_MAX = 512;

  /** The largest blksize, RFC 2348. */
  int BLOCK_BYTES_MAX = 65_464;

  /** Options that an OACK may carry before it is malformed; we never ask for more than four. */
  int OPTIONS_MAX = 16;

  /** The bytes as sent. */
  Octets encode();

  /**
   * Opcode 1. Always in mode "octet": netascii would change an image's bytes on its way.
   *
   * @param file what the server calls the file, without a NUL
   * @param options names in lower case, in the order they are sent
   */
  record ReadRequest(String file, Map<String, String> options) implements TftpPacket {
    public ReadRequest {
      if (file.isEmpty() || file.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a TFTP file name must not be empty or contain NUL");
      }
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @Override
    public Octets encode() {
      WireWriter out = new WireWriter("TFTP read request", REQUEST_BYTES_MAX);
      out.u16(1).text(file).u8(0).text("octet").u8(0);
      options.forEach((name, value) -> out.text(name).u8(0).text(value).u8(0));
      return Octets.wrap(out.toArray());
    }
  }

  /**
   * Opcode 3.
   *
   * @param block 16 bits
   * @param bytes at most blksize; fewer end the file
   */
  record Data(int block, Octets bytes) implements TftpPacket {
    @Override
    public Octets encode() {
      WireWriter out = new WireWriter("TFTP data", 4 + BLOCK_BYTES_MAX);
      return Octets.wrap(out.u16(3).u16(block).octets(bytes).toArray());
    }
  }

  /**
   * Opcode 4.
   *
   * @param block 16 bits: the last block received in order
   */
  record Ack(int block) implements TftpPacket {
    @Override
    public Octets encode() {
      return Octets.wrap(new WireWriter("TFTP acknowledgement", 4).u16(4).u16(block).toArray());
    }
  }

  /**
   * Opcode 5.
   *
   * @param code 16 bits: 1 not found, 2 access violation, 3 disk full, 4 illegal operation, 5
   *     unknown transfer id, 8 options refused
   * @param message for a person; sent to its first {@link #MESSAGE_CHARS_MAX}, for it may cite a
   *     server
   */
  record Failure(int code, String message) implements TftpPacket {
    static final int MESSAGE_CHARS_MAX = 120;

    @Override
    public Octets encode() {
      WireWriter out = new WireWriter("TFTP error", REQUEST_BYTES_MAX);
      String sent = message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX));
      return Octets.wrap(out.u16(5).u16(code).text(sent).u8(0).toArray());
    }
  }

  /**
   * Opcode 6.
   *
   * @param options names in lower case
   */
  record OptionAck(Map<String, String> options) implements TftpPacket {
    public OptionAck {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @Override
    public Octets encode() {
      WireWriter out = new WireWriter("TFTP option acknowledgement", REQUEST_BYTES_MAX).u16(6);
      options.forEach((name, value) -> out.text(name).u8(0).text(value).u8(0));
      return Octets.wrap(out.toArray());
    }
  }

  /**
   * Reads one datagram.
   *
   * @throws MalformedException if it is none that a server may send
   */
  static TftpPacket decode(Octets datagram) throws MalformedException {
    WireReader in = new WireReader(datagram);
    int opcode = in.u16("opcode");
    return switch (opcode) {
      case 3 -> new Data(in.u16("block number"), in.rest("data"));
      case 4 -> new Ack(in.u16("block number"));
      case 5 -> new Failure(in.u16("error code"), message(in));
      case 6 -> new OptionAck(options(in));
      default -> throw in.malformed("opcode " + opcode + " is none that a TFTP server sends");
    };
  }

  private static String message(WireReader in) throws MalformedException {
    StringBuilder text = new StringBuilder();
    while (in.remaining() > 0 && text.length() < REQUEST_BYTES_MAX) {
      int letter = in.u8("message");
      if (letter == 0) {
        break;
      }
      text.append(letter >= ' ' && letter < 0x7f ? (char) letter : '?');
    }
    return text.toString();
  }

  private static Map<String, String> options(WireReader in) throws MalformedException {
    Map<String, String> options = new LinkedHashMap<>();
    while (in.remaining() > 0) {
      String name = zeroEnded(in, "option name").toLowerCase(Locale.ROOT);
      if (options.put(name, zeroEnded(in, "value of option")) != null) {
        throw in.malformed("option " + name + " stands there twice");
      }
      if (options.size() > OPTIONS_MAX) {
        throw in.malformed("more than " + OPTIONS_MAX + " options");
      }
    }
    return options;
  }

  private static String zeroEnded(WireReader in, String what) throws MalformedException {
    StringBuilder text = new StringBuilder();
    for (int letter = in.u8(what); letter != 0; letter = in.u8(what)) {
      text.append((char) letter);
    }
    return text.toString();
  }
}
