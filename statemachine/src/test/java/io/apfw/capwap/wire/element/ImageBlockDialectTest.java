package io.apfw.capwap.wire.element;

import static io.apfw.capwap.wire.ParsedAssert.reason;
import static io.apfw.capwap.wire.ParsedAssert.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageBlockDialectTest {
  private static final Octets DATA = Octets.hex("0102030405");

  @Test
  void rfcTypesAreOneTwoAndFive() {
    ImageBlockDialect rfc = ImageBlockDialect.RFC5415;
    assertThat(value(rfc.read(new ImageData(1, DATA))))
        .isEqualTo(new ImageBlock(ImageBlock.Kind.DATA, DATA));
    assertThat(value(rfc.read(new ImageData(2, DATA))))
        .isEqualTo(new ImageBlock(ImageBlock.Kind.LAST, DATA));
    assertThat(value(rfc.read(new ImageData(2, Octets.EMPTY))))
        .isEqualTo(new ImageBlock(ImageBlock.Kind.LAST, Octets.EMPTY));
    assertThat(value(rfc.read(new ImageData(5, DATA))))
        .isEqualTo(new ImageBlock(ImageBlock.Kind.ABORT, Octets.EMPTY));
    assertThat(reason(rfc.read(new ImageData(3, DATA)))).contains("type 3").contains("1 (data)");
    assertThat(reason(rfc.read(new ImageData(1, Octets.EMPTY)))).contains("without data");
  }

  /** Words 0102 0304 0500 add up to 0906; the complement is f6f9. */
  @Test
  void lwappOpcodesAreThreeOneAndFiveWithAChecksum() {
    ImageBlockDialect lwapp = ImageBlockDialect.LWAPP;
    ImageData data = new ImageData(3, Octets.hex("f6f90102030405"));
    ImageData last = new ImageData(1, Octets.hex("f6f90102030405"));
    assertThat(value(lwapp.read(data))).isEqualTo(new ImageBlock(ImageBlock.Kind.DATA, DATA));
    assertThat(value(lwapp.read(last))).isEqualTo(new ImageBlock(ImageBlock.Kind.LAST, DATA));
    assertThat(lwapp.write(new ImageBlock(ImageBlock.Kind.DATA, DATA))).isEqualTo(data);
    assertThat(lwapp.write(new ImageBlock(ImageBlock.Kind.LAST, DATA))).isEqualTo(last);
    assertThat(value(lwapp.read(new ImageData(5, Octets.EMPTY))).kind())
        .isEqualTo(ImageBlock.Kind.ABORT);
  }

  /** Words ffff and 0002 carry twice: 0001 0001 folds to 0002, whose complement is fffd. */
  @Test
  void lwappChecksumFoldsItsCarry() {
    ImageData folded = new ImageData(3, Octets.hex("fffdffff0002"));
    assertThat(ImageBlockDialect.LWAPP.read(folded))
        .isEqualTo(
            ImageBlockDialect.LWAPP.read(
                ImageBlockDialect.LWAPP.write(
                    new ImageBlock(ImageBlock.Kind.DATA, Octets.hex("ffff0002")))));
    assertThat(value(ImageBlockDialect.LWAPP.read(folded)).data())
        .isEqualTo(Octets.hex("ffff0002"));
  }

  @Test
  void aDamagedLwappBlockIsMalformed() {
    ImageBlockDialect lwapp = ImageBlockDialect.LWAPP;
    assertThat(reason(lwapp.read(new ImageData(3, Octets.hex("f6f90102030404")))))
        .contains("checksum")
        .contains("damaged");
    assertThat(reason(lwapp.read(new ImageData(3, Octets.hex("f6"))))).contains("needs 2 bytes");
    assertThat(reason(lwapp.read(new ImageData(3, Octets.hex("ffff"))))).contains("without data");
    assertThat(reason(lwapp.read(new ImageData(2, DATA)))).contains("opcode 2");
  }

  @Test
  void whatADialectWritesItReads() {
    List<ImageBlock> blocks =
        List.of(
            new ImageBlock(ImageBlock.Kind.DATA, DATA),
            new ImageBlock(ImageBlock.Kind.LAST, DATA),
            new ImageBlock(ImageBlock.Kind.LAST, Octets.EMPTY),
            new ImageBlock(ImageBlock.Kind.ABORT, Octets.EMPTY));
    for (ImageBlockDialect dialect : List.of(ImageBlockDialect.RFC5415, ImageBlockDialect.LWAPP)) {
      for (ImageBlock block : blocks) {
        assertThat(value(dialect.read(dialect.write(block)))).isEqualTo(block);
      }
    }
  }
}
