package io.apfw.agent.imagetool;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apfw image}: what the AP itself can do with an image file. */
@Command(
    name = "image",
    description = "Shows or verifies an image file.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {InfoCommand.class, VerifyCommand.class})
public final class ImageCommand {
  @Mixin HelpOption help = new HelpOption();
}
