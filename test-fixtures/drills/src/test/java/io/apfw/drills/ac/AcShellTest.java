package io.apfw.drills.ac;

import static org.assertj.core.api.Assertions.assertThat;

import io.apfw.drills.ac.ImageProfile.Mode;
import io.apfw.fetch.FetchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcShellTest {
  private final Desk desk = new Desk();
  private final AcShell shell = new AcShell("9120-EWC", desk);

  /** Writes down what it is told. */
  private static final class Desk implements AcControl {
    private final List<String> done = new ArrayList<>();
    private ImageProfile profile = new ImageProfile(Mode.LOCAL, Optional.empty(), Map.of());
    private Optional<String> version = Optional.empty();

    @Override
    public ImageProfile profile() {
      return profile;
    }

    @Override
    public void profile(ImageProfile other) {
      profile = other;
    }

    @Override
    public Optional<String> version() {
      return version;
    }

    @Override
    public void version(String wanted) {
      version = Optional.of(wanted);
    }

    @Override
    public List<String> images() {
      return List.of("table");
    }

    @Override
    public List<String> statistics() {
      return List.of("statistics");
    }

    @Override
    public Optional<String> known(String ap) {
      return Optional.of(ap).filter("AP-1"::equals);
    }

    @Override
    public int predownload(Optional<String> ap) {
      done.add("predownload " + ap);
      return ap.isPresent() ? 1 : 3;
    }

    @Override
    public int swap(Optional<String> ap) {
      done.add("swap " + ap);
      return 2;
    }

    @Override
    public int reset(Optional<String> ap) {
      done.add("reset " + ap);
      return 2;
    }

    @Override
    public int clearCache() {
      return 4;
    }
  }

  private List<String> run(String... lines) {
    List<String> last = List.of();
    for (String line : lines) {
      last = shell.run(line);
    }
    return last;
  }

  @Test
  void theCapturedLinesForTftpWithTheirPrompts() throws FetchException {
    run("configure terminal");
    String[][] captured = {
      {"9120-EWC(config)#", "wireless profile image-download default "},
      {"9120-EWC(config-wireless-image-download-profile)#", "image-download-mode tftp "},
      {"9120-EWC(config-wireless-image-download-profile-tftp)#", "tftp-image-server 172.16.5.27 "},
      {"9120-EWC(config-wireless-image-download-profile-tftp)#", "tftp-image-path EWC/17_9_4a"},
    };
    for (String[] line : captured) {
      assertThat(shell.prompt()).isEqualTo(line[0]);
      assertThat(shell.run(line[1])).isEmpty();
    }
    assertThat(desk.profile.shown("ap1g6")).isEqualTo("tftp://172.16.5.27/EWC/17_9_4a/ap1g6");
    assertThat(desk.profile.location("ap1g6").path()).isEqualTo("/EWC/17_9_4a/ap1g6");
  }

  @Test
  void theCapturedLinesForSftp() throws FetchException {
    run(
        "configure terminal",
        "wireless profile image-download default",
        "image-download-mode sftp",
        "sftp-image-server 172.16.5.62",
        "sftp-image-path Documents/sftp_files/EWC_17_9_4a/",
        "sftp-username lab",
        "sftp-password 0 let:me@in");
    assertThat(shell.prompt()).isEqualTo("9120-EWC(config-wireless-image-download-profile-sftp)#");
    assertThat(desk.profile.shown("ap3g3"))
        .isEqualTo("sftp://******@172.16.5.62/Documents/sftp_files/EWC_17_9_4a/ap3g3");
    assertThat(desk.profile.location("ap3g3").user()).contains("lab");
    assertThat(desk.profile.location("ap3g3").password()).contains("let:me@in");
    assertThat(desk.profile.location("ap3g3").path())
        .isEqualTo("/~/Documents/sftp_files/EWC_17_9_4a/ap3g3");
    assertThat(desk.profile.toString() + run("do show wireless profile image-download"))
        .doesNotContain("let:me");
    assertThat(AcShell.echo(" sftp-pass 0  let me in")).isEqualTo(" sftp-pass 0  ******");
  }

  @Test
  void whatIsNoCommandIsMarkedAndWhatIsAllowedIsNamed() {
    assertThat(run("show ap imagine now"))
        .containsExactly(
            "                 ^",
            "% Invalid input detected at '^' marker.",
            "% Allowed here: image");
    assertThat(run("show ap")).containsExactly("% Incomplete command.", "% Allowed here: image");
    assertThat(run("show ap image everything").get(2))
        .isEqualTo("% Allowed here: <cr>, statistics");
    assertThat(run("wireless profile image-download default").get(0)).isEqualTo("         ^");
    run("configure terminal", "wireless profile image-download default");
    assertThat(run("sftp-i"))
        .containsExactly(
            "% Ambiguous command:  \"sftp-i\"",
            "% Allowed here: sftp-image-path, sftp-image-server");
    assertThat(run("image-download-mode cco").get(2))
        .isEqualTo("% Allowed here: https, local, sftp, tftp");
  }

  @Test
  void wordsMayBeCutShort() {
    assertThat(run("sh ap im")).containsExactly("table");
    assertThat(run("sh ap im stat")).containsExactly("statistics");
  }

  @Test
  void valuesAreChecked() {
    run("conf t", "wireless profile image-download default");
    assertThat(run("image-download-mode sftp", "sftp-image-server a/b"))
        .containsExactly("% a/b: a host's name or address");
    assertThat(run("sftp-password 8 x"))
        .containsExactly("% sftp-password 8: 0, for a password in the clear");
    assertThat(run("sftp-username a:b")).containsExactly("% a user's name has no colon");
    assertThat(run("image-version 17/9")).containsExactly("% 17/9: a version, such as 17.9.4.27");
    assertThat(run("exit", "exit", "wireless profile image-download other"))
        .containsExactly("% There is one profile: default");
    assertThat(desk.profile.place(Mode.SFTP)).isEqualTo(ImageProfile.Place.NONE);
  }

  @Test
  void modesAreLeftOneByOneOrAtOnce() {
    run("conf t", "wireless profile image-download default", "image-download-mode tftp");
    run("exit");
    assertThat(shell.prompt()).endsWith("(config-wireless-image-download-profile)#");
    run("image-download-mode tftp", "end");
    assertThat(shell.prompt()).isEqualTo("9120-EWC#");
    assertThat(shell.over()).isFalse();
    run("exit");
    assertThat(shell.over()).isTrue();
  }

  @Test
  void apsAreAskedWhenVersionAndPlaceAreKnown() {
    assertThat(run("ap image predownload"))
        .containsExactly("% which version is not known: say image-version");
    desk.version = Optional.of("17.12.1.5");
    assertThat(run("ap image predownload"))
        .containsExactly("% where images are is not known: say a directory, image.path");
    desk.profile = desk.profile.mode(Mode.TFTP);
    assertThat(run("ap image predownload"))
        .containsExactly("% where images are is not known: say tftp-image-server");
    run("conf t", "wireless profile image-download default", "image-download-mode tftp");
    run("tftp-image-server lab", "end");
    assertThat(run("ap image predownload")).containsExactly("3 APs to predownload 17.12.1.5");
    assertThat(run("ap name AP-1 image predownload"))
        .containsExactly("1 AP to predownload 17.12.1.5");
    assertThat(run("ap name AP-2 image reset")).containsExactly("% no AP AP-2 has joined");
    assertThat(run("ap image swap")).containsExactly("2 APs to boot the backup image");
    assertThat(run("ap image reset")).containsExactly("2 APs to restart");
    assertThat(run("clear ap image cache")).containsExactly("4 images forgotten");
    assertThat(desk.done)
        .containsExactly(
            "predownload Optional.empty",
            "predownload Optional[AP-1]",
            "swap Optional.empty",
            "reset Optional.empty");
  }

  @Test
  void helpListsWhatThereIs() {
    assertThat(run("?"))
        .isEqualTo(run("help"))
        .contains("show ap image", "ap name <name> image swap", "configure terminal");
    assertThat(run("", "! a comment")).isEmpty();
  }
}
