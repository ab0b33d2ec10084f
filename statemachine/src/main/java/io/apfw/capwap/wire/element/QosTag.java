package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/**
 * How packets are marked, RFC 5416 sections 6.20 and 6.22: reserved 5 bits, priority 3, reserved 2,
 * DSCP 6; reserved bits are written 0 and ignored.
 *
 * @param priority IEEE 802.1p, 0 to 7
 * @param dscp 0 to 63
 */
public record QosTag(int priority, int dscp) {
  public QosTag {
    Bounds.range("8021p", priority, 0, 7);
    Bounds.range("DSCP Tag", dscp, 0, 63);
  }

  static QosTag read(WireReader body) throws MalformedException {
    return new QosTag(body.u8("8021p") & 7, body.u8("DSCP Tag") & 63);
  }

  void write(WireWriter out) {
    out.u8(priority).u8(dscp);
  }
}
