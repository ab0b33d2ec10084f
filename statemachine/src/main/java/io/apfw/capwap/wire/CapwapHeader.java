package io.apfw.capwap.wire;

import java.util.Optional;

/**
 * The CAPWAP header, RFC 5415 section 4.3. On the wire: preamble 8 bits, HLEN 5 (length of this
 * header in 4-byte words), RID 5, WBID 5, the flags T F L W M K, 3 reserved bits, Fragment ID 16,
 * Fragment Offset 13, 3 reserved bits; then, each led by an 8-bit length and padded with zeros to 4
 * bytes, the radio MAC address if M is set and the wireless specific information if W is set. W and
 * M are not components: they say whether the fields are there. Reserved bits are written as 0 and
 * ignored when read, and so is whatever HLEN still covers after the fields we know.
 *
 * @param radioId RID, 0 to 31; 0 when no radio is meant
 * @param bindingId WBID, 0 to 31; 1 is IEEE 802.11
 * @param nativeFrame T: the payload is a frame of the binding, not IEEE 802.3
 * @param fragment F: the payload is one fragment of a larger one
 * @param lastFragment L: and it is the last
 * @param keepAlive K: a data channel keep-alive
 * @param fragmentId 16 bits, the same in all fragments of one payload
 * @param fragmentOffset 13 bits, in units of 8 bytes
 * @param radioMac EUI-48 or EUI-64 (6 or 8 bytes)
 * @param wirelessInformation 0 to 255 bytes as the binding defines them
 */
public record CapwapHeader(
    int radioId,
    int bindingId,
    boolean nativeFrame,
    boolean fragment,
    boolean lastFragment,
    boolean keepAlive,
    int fragmentId,
    int fragmentOffset,
    Optional<Octets> radioMac,
    Optional<Octets> wirelessInformation) {

  /** Length of the header without optional fields. */
  public static final int BYTES_MIN = 8;

  /** The largest HLEN, 31 words. */
  public static final int BYTES_MAX = 31 * 4;

  /** Unit of {@link #fragmentOffset}. */
  public static final int FRAGMENT_UNIT_BYTES = 8;

  /** WBID of IEEE 802.11. */
  public static final int BINDING_80211 = 1;

  private static final int FLAG_T = 0x100;
  private static final int FLAG_F = 0x080;
  private static final int FLAG_L = 0x040;
  private static final int FLAG_W = 0x020;
  private static final int FLAG_M = 0x010;
  private static final int FLAG_K = 0x008;

  public CapwapHeader {
    Bounds.range("Radio ID", radioId, 0, 31);
    Bounds.range("Wireless Binding ID", bindingId, 0, 31);
    Bounds.u16("Fragment ID", fragmentId);
    Bounds.range("Fragment Offset", fragmentOffset, 0, 0x1fff);
    radioMac.ifPresent(mac -> Bounds.mac("Radio MAC Address", mac));
    wirelessInformation.ifPresent(
        info -> Bounds.length("Wireless Specific Information", info.length(), 0, 255));
    Bounds.length(
        "CAPWAP header",
        BYTES_MIN + paddedBytes(radioMac) + paddedBytes(wirelessInformation),
        BYTES_MIN,
        BYTES_MAX);
  }

  /** The header of an unfragmented control message: binding 802.11, nothing else set. */
  public static CapwapHeader control() {
    return new CapwapHeader(
        0, BINDING_80211, false, false, false, false, 0, 0, Optional.empty(), Optional.empty());
  }

  /** The header of a data channel keep-alive: only K is set (section 4.4.1). */
  public static CapwapHeader dataKeepAlive() {
    return new CapwapHeader(
        0, 0, false, false, false, true, 0, 0, Optional.empty(), Optional.empty());
  }

  /** This header as that of one fragment. */
  public CapwapHeader asFragment(int id, int offset, boolean last) {
    return new CapwapHeader(
        radioId,
        bindingId,
        nativeFrame,
        true,
        last,
        keepAlive,
        id,
        offset,
        radioMac,
        wirelessInformation);
  }

  /** Length on the wire, a multiple of 4. */
  public int bytes() {
    return BYTES_MIN + paddedBytes(radioMac) + paddedBytes(wirelessInformation);
  }

  static CapwapHeader read(WireReader in) throws MalformedException {
    if (Preamble.parse(in.u8("CAPWAP preamble")) != Preamble.CAPWAP) {
      throw new MalformedException(0, "CAPWAP preamble type 1 (DTLS) where clear text is expected");
    }
    int word = in.u8("CAPWAP header") << 16 | in.u16("CAPWAP header");
    int headerBytes = (word >>> 19) * 4;
    int fragmentId = in.u16("Fragment ID");
    int fragmentOffset = in.u16("Fragment Offset") >>> 3;
    if (headerBytes < BYTES_MIN) {
      throw new MalformedException(
          1, "HLEN says " + headerBytes + " bytes: a CAPWAP header has at least " + BYTES_MIN);
    }
    int before = in.narrow("CAPWAP header of HLEN " + headerBytes, headerBytes - in.position());
    Optional<Octets> mac = optionalField(in, "Radio MAC Address", (word & FLAG_M) != 0);
    Optional<Octets> info =
        optionalField(in, "Wireless Specific Information", (word & FLAG_W) != 0);
    in.skip("CAPWAP header", in.remaining());
    in.widen("CAPWAP header", before);
    try {
      return new CapwapHeader(
          (word >>> 14) & 0x1f,
          (word >>> 9) & 0x1f,
          (word & FLAG_T) != 0,
          (word & FLAG_F) != 0,
          (word & FLAG_L) != 0,
          (word & FLAG_K) != 0,
          fragmentId,
          fragmentOffset,
          mac,
          info);
    } catch (OutOfBoundsException e) {
      throw new MalformedException(BYTES_MIN, String.valueOf(e.getMessage()));
    }
  }

  void write(WireWriter out) {
    int word = ((bytes() / 4) << 19) | (radioId << 14) | (bindingId << 9);
    word |= (nativeFrame ? FLAG_T : 0) | (fragment ? FLAG_F : 0) | (lastFragment ? FLAG_L : 0);
    word |= (wirelessInformation.isPresent() ? FLAG_W : 0) | (radioMac.isPresent() ? FLAG_M : 0);
    word |= keepAlive ? FLAG_K : 0;
    out.u8(Preamble.CAPWAP.octet()).u8(word >>> 16).u16(word);
    out.u16(fragmentId).u16(fragmentOffset << 3);
    radioMac.ifPresent(mac -> writeOptional(out, mac));
    wirelessInformation.ifPresent(info -> writeOptional(out, info));
  }

  private static Optional<Octets> optionalField(WireReader in, String what, boolean present)
      throws MalformedException {
    if (!present) {
      return Optional.empty();
    }
    Octets field = in.octets(what, in.u8(what));
    in.skip(what + " padding", paddedBytes(field.length()) - 1 - field.length());
    return Optional.of(field);
  }

  private static void writeOptional(WireWriter out, Octets field) {
    out.u8(field.length()).octets(field);
    out.zeros(paddedBytes(field.length()) - 1 - field.length());
  }

  private static int paddedBytes(Optional<Octets> field) {
    return field.map(octets -> paddedBytes(octets.length())).orElse(0);
  }

  private static int paddedBytes(int fieldBytes) {
    return (1 + fieldBytes + 3) / 4 * 4;
  }
}
