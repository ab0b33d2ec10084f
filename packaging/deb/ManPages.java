import io.apfw.agent.Main;
import java.io.File;
import java.io.IOException;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes the manual pages of {@code apfw} and all its commands, as AsciiDoc: ManPages DIRECTORY. */
final class ManPages {
  public static void main(String[] args) throws IOException {
    System.exit(
        ManPageGenerator.generateManPage(
            new File(args[0]), null, new boolean[0], false, Main.commandLine().getCommandSpec()));
  }
}
