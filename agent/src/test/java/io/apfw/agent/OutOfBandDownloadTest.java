package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.drills.controller.ControllerConfig.DataChannel;
import io.apfw.drills.controller.ControllerNote;
import io.apfw.drills.controller.ControllerNote.LocationTold;
import io.apfw.drills.controller.ControllerNote.TransferAnswered;
import io.apfw.drills.server.HttpFileServer;
import io.apfw.drills.server.ServedFile;
import io.apfw.fixtures.pki.LeafSpec;
import io.apfw.fixtures.pki.TestAuthority;
import io.apfw.storage.slot.SlotId;
import io.apfw.storage.slot.SlotState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent, a controller that says where the image is, and a web server with TLS. */
class OutOfBandDownloadTest {
  private static final String RUNNING = "17.3.3.26";
  private static final String WANTED = "17.9.4.27";
  private static final long PRESENT = 17;
  private static final String SHA256 = "SHA-256";

  @TempDir private Path directory;
  private final TestAuthority web = TestAuthority.root("web root");
  private Laboratory lab;
  private Path image;
  private HttpFileServer server;
  private volatile HttpFileServer.Handler handler =
      (question, reply) -> reply.head("404 Not Found", "Content-Length: 0");

  @BeforeEach
  void begin() throws Exception {
    lab = new Laboratory(directory);
    image = lab.image("ap1g8", WANTED);
    web.writeCertificate(directory.resolve("web.pem"));
    lab.sections("fetch: {trust: web.pem}");
    server =
        HttpFileServer.tls(
            web.issue(LeafSpec.server("localhost")),
            (question, reply) -> handler.answer(question, reply));
  }

  @AfterEach
  void end() throws Exception {
    lab.close();
    server.close();
  }

  /** With ranges. */
  private void serveImage() throws Exception {
    ServedFile file = new ServedFile(Files.readAllBytes(image), "\"1\"");
    handler = file::answer;
    locate(server.url("/part.tar"));
  }

  /** A server that knows nothing of parts. */
  private void serveWhole(byte[] file) throws Exception {
    handler =
        (question, reply) ->
            reply.head("200 OK", "Content-Length: " + file.length).body(file, 0, file.length);
    locate(server.url("/part.tar"));
  }

  private void locate(String url) throws Exception {
    byte[] digest = MessageDigest.getInstance(SHA256).digest(Files.readAllBytes(image));
    lab.locate(new ImageLocation(Octets.wrap(digest), url));
  }

  private void assertStored() throws Exception {
    assertThat(Arrays.copyOf(Files.readAllBytes(lab.part1), lab.payload.length))
        .isEqualTo(lab.payload);
  }

  @Test
  void atJoinTheImageIsFetchedByHttpsAndBooted() throws Exception {
    serveImage();
    lab.startController(DataChannel.CLEAR, WANTED, image);
    RunningAgent agent = lab.boot();
    agent.awaitLine("sends no blocks of ap1g8 but says where the image is");
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.note(LocationTold.class).url()).isEqualTo(server.url("/part.tar"));
    assertThat(lab.controller().sentBytes()).isZero();
    assertThat(lab.storage().boot().status().environment().first()).isEqualTo(SlotId.PART1);
    assertStored();
  }

  @Test
  void inRunTheImageIsFetchedByHttpsAndTheApStaysInRun() throws Exception {
    serveWhole(Files.readAllBytes(image));
    lab.startController(DataChannel.CLEAR, RUNNING, image);
    RunningAgent agent = inRun();
    lab.controller().predownloadAll(WANTED);
    lab.awaitNote(new ControllerNote.ConfigurationAnswered(0));
    lab.predownloadUntil(WANTED, PRESENT);
    assertThat(lab.storage().table().row(SlotId.PART1).state()).isEqualTo(SlotState.VERIFIED);
    lab.controller().resetAllTo(WANTED);
    lab.awaitNote(new ControllerNote.ResetAnswered(0));
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.controller().sentBytes()).isZero();
    assertStored();
  }

  /** What the server has is an image of that version, but not the one that the controller means. */
  @Test
  void anotherFileThanAnnouncedIsLeftForTheControllersBlocks() throws Exception {
    byte[] other = Files.readAllBytes(image);
    image = lab.image("ap1g8", WANTED);
    serveWhole(other);
    lab.startController(DataChannel.CLEAR, WANTED, image);
    assertFallsBack("E225 ANNOUNCED_SHA256_MISMATCH");
  }

  @Test
  void aMissingFileIsLeftForTheControllersBlocks() throws Exception {
    locate(server.url("/part.tar"));
    lab.startController(DataChannel.CLEAR, WANTED, image);
    assertFallsBack("E211 FILE_NOT_FOUND");
  }

  @Test
  void aServerThatIsNotTrustedIsLeftForTheControllersBlocks() throws Exception {
    serveImage();
    lab.sections("");
    lab.startController(DataChannel.CLEAR, WANTED, image);
    assertFallsBack("E213 SERVER_UNTRUSTED");
    assertThat(server.bodyBytes()).isZero();
  }

  @Test
  void whatIsNotHttpsIsLeftForTheControllersBlocks() throws Exception {
    serveImage();
    locate("http://localhost:" + server.port() + "/part.tar");
    lab.startController(DataChannel.CLEAR, WANTED, image);
    assertFallsBack("E210 LOCATION_UNUSABLE");
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void anAddressThatNoImageIsAtIsNotAsked() throws Exception {
    serveImage();
    lab.sections("fetch: {trust: web.pem, attemptsMax: 1}");
    locate("https://169.254.169.254/latest/meta-data");
    lab.startController(DataChannel.CLEAR, WANTED, image);
    assertFallsBack("169.254.169.254 is link-local");
  }

  @Test
  void inRunItFallsBackToo() throws Exception {
    locate(server.url("/part.tar"));
    lab.startController(DataChannel.CLEAR, RUNNING, image);
    RunningAgent agent = inRun();
    lab.controller().predownloadAll(WANTED);
    agent.awaitLine("The image cannot be fetched from where");
    assertThat(lab.note(TransferAnswered.class).resultCode()).isZero();
    agent.awaitLine("Image signing verify success.");
    assertStored();
    agent.stop();
  }

  /** It came, and it is wrong: blocks would bring the same. */
  @Test
  void aBadImageIsNoReasonToFallBack() throws Exception {
    byte[] bad = Files.readAllBytes(image);
    bad[bad.length / 2] ^= 1; // of the payload
    serveWhole(bad);
    lab.startController(DataChannel.CLEAR, RUNNING, image);
    RunningAgent agent = inRun();
    lab.controller().predownloadAll(WANTED);
    agent.awaitLine("image download: next try in");
    assertThat(lab.controller().sentBytes()).isZero();
    agent.stop();
  }

  @Test
  void withoutTheKeyTheControllerSendsBlocks() throws Exception {
    serveImage();
    lab.sections("fetch: {trust: web.pem, outOfBand: false}");
    lab.startController(DataChannel.CLEAR, WANTED, image);
    assertThat(lab.boot().awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.note(TransferAnswered.class).resultCode()).isZero();
    assertThat(server.questions()).isEmpty();
    assertStored();
  }

  private RunningAgent inRun() throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitLine("CAPWAP State: Run");
    return agent;
  }

  private void assertFallsBack(String why) throws Exception {
    RunningAgent agent = lab.boot();
    agent.awaitMatch("The image cannot be fetched from where .* said .*" + Pattern.quote(why));
    assertThat(agent.awaitEnd()).isEqualTo(ExitCode.OK);
    assertThat(lab.note(LocationTold.class).url()).isNotEmpty();
    assertThat(lab.note(TransferAnswered.class).resultCode()).isZero();
    assertStored();
  }
}
