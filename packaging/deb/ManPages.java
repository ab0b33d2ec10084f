import io.apfw.agent.Main;
import io.apfw.agent.imagetool.ImageTool;
import java.io.File;
import java.io.IOException;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the manual pages of both tools and all their commands, as AsciiDoc: ManPages DIRECTORY. The
 * pages of {@code apfw image} have the names of the tool's, which has all of its commands and more.
 */
final class ManPages {
  public static void main(String[] args) throws IOException {
    System.exit(
        ManPageGenerator.generateManPage(
            new File(args[0]),
            null,
            new boolean[0],
            false,
            Main.commandLine().getCommandSpec(),
            ImageTool.commandLine().getCommandSpec()));
  }
}
