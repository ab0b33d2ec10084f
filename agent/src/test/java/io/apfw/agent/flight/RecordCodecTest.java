package io.apfw.agent.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.apfw.agent.cloud.CloudSetup;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wtp.WtpConfig;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.capwap.wtp.WtpState;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudState;
import io.apfw.update.UpdateConfig;
import io.apfw.update.UpdateEvent;
import io.apfw.update.UpdateState;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a machine can be in, or be told, comes back from its text as it was. */
class RecordCodecTest {
  private static final int EXAMPLES_EACH = 10;
  private static final Examples EXAMPLES = new Examples(1);

  static Stream<Arguments> kinds() {
    return Stream.of(
            WtpState.class,
            WtpEvent.class,
            UpdateState.class,
            UpdateEvent.class,
            CloudState.class,
            CloudEvent.class,
            MessageElement.class,
            ControlMessage.class,
            WtpConfig.class,
            UpdateConfig.class,
            CloudSetup.class)
        .flatMap(type -> Examples.leaves(type).map(leaf -> Arguments.of(type, leaf)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("kinds")
  void everyKindComesBackAsItWas(Class<?> type, Class<?> kind) throws Exception {
    RecordCodec codec = new RecordCodec(value -> value);
    for (int i = 0; i < EXAMPLES_EACH; i++) {
      Object value = EXAMPLES.of(kind);
      assertThat(codec.decode(type, through(codec.encode(value)))).isEqualTo(value);
    }
  }

  /** Two states are the same or not by their texts, before they were read and after. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("kinds")
  void whatIsCoveredStaysAsItIs(Class<?> type, Class<?> kind) throws Exception {
    for (ImageBlockDialect dialect :
        new ImageBlockDialect[] {ImageBlockDialect.RFC5415, ImageBlockDialect.LWAPP}) {
      RecordCodec codec = new RecordCodec(new Cover(dialect)::node);
      for (int i = 0; i < EXAMPLES_EACH; i++) {
        String text = Trees.text(codec.encode(EXAMPLES.of(kind)));
        Object read = codec.decode(type, JsonParser.object().from(text));
        assertThat(Trees.text(codec.encode(read))).isEqualTo(text);
      }
    }
  }

  private static Object through(@Nullable Object tree) throws Exception {
    return JsonParser.object().from(Trees.text(tree));
  }

  /** No name of the file is ever loaded. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"is\":\"Nonsense\"}",
        "{\"is\":\"java.lang.String\"}",
        "{\"is\":7}",
        "{\"is\":\"Located\"}",
        "{\"is\":\"Located\",\"url\":null}",
        "{\"is\":\"Located\",\"url\":7}",
        "{\"is\":\"Located\",\"url\":\"x\",\"more\":1}",
        "{\"is\":\"Announced\",\"bytes\":99999999999999999999,\"md5\":\"\"}",
        "{\"is\":\"Announced\",\"bytes\":\"1e9\",\"md5\":\"\"}",
        "{\"is\":\"TaskFinished\",\"task\":\"NOTHING\",\"note\":\"\"}",
        "{\"is\":\"TaskFinished\",\"task\":{\"is\":\"READ_BACK\"},\"note\":\"\"}",
        "{\"is\":\"QuarantineRead\",\"quarantine\":{\"entries\":{}}}"
      })
  void whatIsNoEventIsRefusedInWords(String json) throws Exception {
    JsonObject tree = JsonParser.object().from(json);
    assertThatThrownBy(() -> new RecordCodec(value -> value).decode(UpdateEvent.class, tree))
        .isInstanceOf(FlightException.class)
        .hasMessageMatching("(?s).{10,300}");
  }

  @Test
  void zerosAreBounded() throws Exception {
    JsonObject tree =
        JsonParser.object().from("{\"is\":\"UpdateLogRead\",\"log\":\"*2000000000\"}");
    assertThatThrownBy(() -> new RecordCodec(value -> value).decode(WtpEvent.class, tree))
        .isInstanceOf(FlightException.class)
        .hasMessageStartingWith("log: ");
  }
}
