package io.callqueue.standalone;

import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** As {@code --help}: picocli's own help command has options that would meet those of all others. */
@Command(name = "help", description = "Lists the commands, or explains one.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli puts in the one of this command
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "the one to explain")
    private Optional<String> command = Optional.empty();

    @Override
    public Integer call() {
        CommandLine all = spec.parent().commandLine();
        CommandLine explained = command.map(name -> Optional.ofNullable(all.getSubcommands().get(name)).orElseThrow(
                () -> new ParameterException(spec.commandLine(), "there is no command " + name))).orElse(all);
        explained.usage(all.getOut());
        return CommandLine.ExitCode.OK;
    }
}
