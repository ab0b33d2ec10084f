package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;

/** Initiate Download, RFC 5415 section 4.6.29: no body. */
public record InitiateDownload() implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 27;

  static final ElementCodec<InitiateDownload> CODEC =
      new ElementCodec<>(TYPE, InitiateDownload.class) {
        @Override
        protected InitiateDownload readBody(WireReader body) throws MalformedException {
          return new InitiateDownload();
        }

        @Override
        protected void writeBody(InitiateDownload element, WireWriter out) {
          // Its presence says it all.
        }
      };

  @Override
  public ElementCodec<InitiateDownload> codec() {
    return CODEC;
  }
}
