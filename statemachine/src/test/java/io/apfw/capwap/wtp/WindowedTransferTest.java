package io.apfw.capwap.wtp;

import static io.apfw.capwap.wtp.Fetching.OK;
import static io.apfw.capwap.wtp.Fetching.aborts;
import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.exchange.Window;
import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageIdentifier;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.message.ConfigurationUpdateRequest;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wire.message.ImageDataRequest;
import io.apfw.capwap.wire.message.ImageDataResponse;
import io.apfw.capwap.wire.message.JoinResponse;
import io.apfw.capwap.wtp.WtpAction.AppendBlock;
import io.apfw.capwap.wtp.WtpAction.SendControl;
import io.apfw.capwap.wtp.WtpEvent.BlockAccepted;
import io.apfw.capwap.wtp.WtpEvent.ControlReceived;
import io.apfw.report.Report;
import io.apfw.update.UpdateFailure.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Image Data with several requests outstanding. */
class WindowedTransferTest {
  private static final int FIRST = 254;

  @Test
  void f_theJoinRequestSaysHowManyRequestsMayBeOutstanding() {
    Lab lab = lab(16).inDtlsSetup(Lab.INVENTORY);
    assertThat(window(lab.on(new WtpEvent.DtlsEstablished("CN=ac-1"))))
        .containsExactly(new ImageWindow(16, 0));
    Lab single = lab(1).inDtlsSetup(Lab.INVENTORY);
    assertThat(window(single.on(new WtpEvent.DtlsEstablished("CN=ac-1")))).isEmpty();
  }

  @Test
  void f_bothSidesMustWantIt() {
    assertThat(joined(16, new ImageWindow(4, 7)).session().exchange().inbox())
        .isEqualTo(Window.of(4, 7));
    assertThat(joined(16, new ImageWindow(50, 7)).session().exchange().inbox())
        .as("no more than was announced")
        .isEqualTo(Window.of(16, 7));
    assertThat(joined(16, new ImageWindow(1, 7)).session().exchange().inbox())
        .isNotInstanceOf(Window.class);
    assertThat(joined(1, new ImageWindow(4, 7)).session().exchange().inbox())
        .as("not announced")
        .isNotInstanceOf(Window.class);
    assertThat(new Lab().inImageData().session().exchange().inbox())
        .as("not answered")
        .isNotInstanceOf(Window.class);
    assertThat(joined(16, new ImageWindow(4, 7)).reports())
        .contains(new Report.WindowAgreed(Lab.AC.address(), 4));
  }

  @Test
  void j_blocksThatOvertookOthersAreAppendedInOrderAndAnsweredEach() {
    Lab lab = receiving(4);
    assertThat(lab.on(block(0, "c"))).isEmpty();
    assertThat(lab.on(block(255, "b"))).isEmpty();
    assertThat(lab.on(block(FIRST, "a"))).contains(append(FIRST, "a"));
    assertThat(lab.on(new BlockAccepted(FIRST)))
        .contains(new SendControl(FIRST, OK), append(255, "b"));
    assertThat(lab.on(new BlockAccepted(255))).contains(new SendControl(255, OK), append(0, "c"));
    assertThat(lab.on(new BlockAccepted(0))).containsExactly(new SendControl(0, OK));
  }

  @Test
  void j_repetitionsWithinTheWindowAreAnsweredFromTheCache() {
    Lab lab = receiving(4);
    lab.on(block(FIRST, "a"));
    lab.on(new BlockAccepted(FIRST));
    lab.on(block(255, "b"));
    lab.on(new BlockAccepted(255));
    assertThat(lab.on(block(FIRST, "a"))).containsExactly(new SendControl(FIRST, OK));
    assertThat(lab.on(block(255, "b"))).containsExactly(new SendControl(255, OK));
    assertThat(appended(lab)).isEqualTo("ab");
  }

  @Test
  void j_aBlockBeyondTheWindowIsNotTaken() {
    Lab lab = receiving(4);
    assertThat(lab.on(block(FIRST + 4, "e"))).isEmpty();
    lab.on(block(FIRST, "a"));
    lab.on(new BlockAccepted(FIRST));
    assertThat(lab.on(block(FIRST + 4, "e"))).as("now it may come").isEmpty();
    for (int i = 1; i <= 3; i++) {
      lab.on(block(FIRST + i, "" + (char) ('a' + i)));
      lab.on(new BlockAccepted(FIRST + i & 0xff));
    }
    assertThat(appended(lab)).isEqualTo("abcde");
  }

  @Test
  void j_refusedBlocksThatWereKeptAreAnsweredToo() {
    Lab lab = receiving(4);
    lab.on(new ControlReceived(0, new ImageDataRequest()));
    lab.on(new ControlReceived(255, new ImageDataRequest()));
    lab.on(block(FIRST, "a"));
    List<ControlMessage> answers = Lab.sent(lab.on(new BlockAccepted(FIRST)));
    assertThat(answers.stream().map(Lab::code)).containsExactly(0L, 20L, 20L);
  }

  @Test
  void j_theLastBlockWaitsForItsTurnAndForTheVerdict() {
    Lab lab = receiving(4);
    lab.on(last(255, "b"));
    lab.on(block(FIRST, "a"));
    assertThat(lab.on(new BlockAccepted(FIRST)))
        .contains(
            new AppendBlock(255, Octets.utf8("b"), true),
            new WtpAction.Say(new Report.TransferEnded(2, 2, 1)));
    assertThat(Lab.sent(lab.on(new WtpEvent.UpdateVerified()))).containsExactly(OK);
  }

  @Test
  void k_aBlockThatNeverComesEndsTheTransferThoughOthersAreKept() {
    Lab lab = receiving(4);
    lab.on(block(255, "b"));
    lab.on(block(0, "c"));
    assertThat(aborts(lab.pass(30_000))).containsExactly(Cause.DOWNLOAD_CANNOT_START);
    assertThat(appended(lab)).isEmpty();
  }

  @Test
  void q_theSameInRun() {
    Lab lab = joined(16, new ImageWindow(4, FIRST), Lab.RUNNING);
    lab.toRun();
    lab.on(
        new ControlReceived(
            FIRST, new ConfigurationUpdateRequest(new ImageIdentifier(9, Lab.WANTED))));
    lab.on(new WtpEvent.UpdateReady());
    lab.answer(new ImageDataResponse(OK.elements()));
    lab.on(block(0, "b"));
    lab.on(block(255, "a"));
    assertThat(lab.on(new BlockAccepted(255))).contains(append(0, "b"));
    assertThat(lab.on(new BlockAccepted(0))).containsExactly(new SendControl(0, OK));
  }

  /** DTLS drops what is older than 64 records, so a datagram is never later than that. */
  private static final int LATE_REQUESTS_MAX = 64;

  private static final int BLOCKS = 400;

  @Property(tries = 60)
  void j_anyOrderLossAndRepetitionGiveTheSameBytesOnce(
      @ForAll @IntRange(min = 2, max = 50) int size,
      @ForAll @IntRange(max = 255) int first,
      @ForAll long seed) {
    Random random = new Random(seed);
    Lab lab = joined(50, new ImageWindow(size, first));
    start(lab);
    StringBuilder sent = new StringBuilder();
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(i + (i % 7 == 0 ? "-a longer one;" : ";"));
      sent.append(blocks.get(i));
    }
    TreeMap<Integer, Boolean> unanswered = new TreeMap<>();
    List<Integer> network = new ArrayList<>();
    Deque<Integer> taken = new ArrayDeque<>();
    int next = 0;
    while (next < BLOCKS || !unanswered.isEmpty()) {
      int base = unanswered.isEmpty() ? next : unanswered.firstKey();
      network.removeIf(late -> late < base - LATE_REQUESTS_MAX);
      List<WtpAction> actions = List.of();
      switch (random.nextInt(5)) {
        case 0 -> {
          if (next < BLOCKS && next < base + size) {
            unanswered.put(next, true);
            network.add(next++);
          }
        }
        case 1 -> unanswered.keySet().stream().findFirst().ifPresent(network::add); // repeated
        case 2 -> {
          if (!network.isEmpty() && random.nextInt(4) == 0) {
            network.remove(random.nextInt(network.size())); // lost
          }
        }
        case 3 -> {
          if (!taken.isEmpty()) {
            actions = lab.on(new BlockAccepted(taken.remove() & 0xff));
          }
        }
        default -> {
          if (!network.isEmpty()) {
            int at = random.nextInt(network.size());
            int number = random.nextInt(4) == 0 ? network.get(at) : network.remove(at);
            actions = lab.on(block(first + number, blocks.get(number)));
          }
        }
      }
      for (WtpAction action : actions) {
        if (action instanceof AppendBlock block) {
          taken.add(block.sequence());
        } else if (action instanceof SendControl answer && random.nextInt(5) > 0) {
          unanswered.keySet().removeIf(n -> (first + n & 0xff) == answer.sequence());
        }
      }
      Window window = (Window) lab.session().exchange().inbox();
      assertThat(window.kept().size()).isLessThan(size);
      assertThat(window.keptBytes()).isLessThanOrEqualTo(Window.KEPT_BYTES_MAX);
      assertThat(window.answers().size()).isLessThanOrEqualTo(ImageWindow.REQUESTS_MAX);
    }
    assertThat(appended(lab)).isEqualTo(sent.toString());
  }

  private static Lab lab(int requestsMax) {
    WtpConfig config = Lab.config();
    return new Lab(
        new WtpConfig(
            config.discovery(),
            config.identity(),
            config.timers(),
            new Counters(10, 3, 5, 16, 1 << 20, requestsMax),
            config.dialect(),
            false,
            false,
            MtuPolicy.fixed(),
            false),
        42);
  }

  private static Lab joined(int requestsMax, ImageWindow answered) {
    return joined(requestsMax, answered, Lab.WANTED);
  }

  private static Lab joined(int requestsMax, ImageWindow answered, String version) {
    Lab lab = lab(requestsMax).inJoin(Lab.INVENTORY);
    List<MessageElement> elements = new ArrayList<>(Lab.joinResponse(version).elements());
    elements.add(answered.toElement());
    lab.answer(new JoinResponse(elements));
    return lab;
  }

  private static Lab receiving(int size) {
    return start(joined(16, new ImageWindow(size, FIRST)));
  }

  private static Lab start(Lab lab) {
    lab.on(new WtpEvent.UpdateReady());
    lab.answer(OK);
    return lab;
  }

  private static ControlReceived block(int sequence, String data) {
    return new ControlReceived(
        sequence & 0xff, Lab.imageData(new ImageBlock(ImageBlock.Kind.DATA, Octets.utf8(data))));
  }

  private static ControlReceived last(int sequence, String data) {
    return new ControlReceived(
        sequence & 0xff, Lab.imageData(new ImageBlock(ImageBlock.Kind.LAST, Octets.utf8(data))));
  }

  private static AppendBlock append(int sequence, String data) {
    return new AppendBlock(sequence, Octets.utf8(data), false);
  }

  private static String appended(Lab lab) {
    StringBuilder all = new StringBuilder();
    lab.actions.stream()
        .filter(AppendBlock.class::isInstance)
        .forEach(action -> all.append(((AppendBlock) action).data().utf8()));
    return all.toString();
  }

  private static List<ImageWindow> window(List<WtpAction> actions) {
    return Lab.sent(actions).stream()
        .flatMap(message -> ImageWindow.in(message.elements()).stream())
        .toList();
  }
}
