package io.callqueue.standalone;

import java.io.PrintWriter;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.callqueue.standalone.log.LogFormat;

/** The command line. */
@Command(name = "callqueue", description = "Outbound voice-call queue for campaigns: Kafka, Redis, Plivo.", subcommands = {
        DemoCommand.class,
        UpCommand.class, CheckCommand.class, AuditCommand.class, RestoreCommand.class, RunCommand.class,
        InfraCommand.class,
        SimulatorCommand.class, SoakCommand.class, SoakDispatcherCommand.class, CapsCommand.class, TrainCommand.class,
        BenchCommand.class,
        HelpCommand.class})
public final class Callqueue {
    private static final int FAILED = 1;
    @Option(names = {"-h",
            "--help"}, usageHelp = true, description = "shows this", scope = picocli.CommandLine.ScopeType.INHERIT)
    @SuppressWarnings("UnusedVariable") // that it was given is all picocli needs
    private boolean isHelpWanted;

    private Callqueue() {}

    public static void main(String[] args) {
        try {
            LogFormat.of(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("callqueue: " + e.getMessage());
            System.exit(FAILED);
        }
        Thread.setDefaultUncaughtExceptionHandler(Callqueue::uncaught);
        System.exit(commandLine().execute(args));
    }

    /** A process that lost one of its threads to an error would keep what nobody works on any more; one that ended leaves it to others. */
    private static void uncaught(Thread thread, Throwable failure) {
        LoggerFactory.getLogger(Callqueue.class).error("{} ended", thread.getName(), failure);
        if (failure instanceof Error) {
            Runtime.getRuntime().halt(FAILED);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Callqueue()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Callqueue::explain);
    }

    /** A sentence for a person; the whole story goes to the log. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (isEnding()) {
            return FAILED;
        }
        PrintWriter err = command.getErr();
        err.println(
                command.getColorScheme().errorText(
                        "callqueue " + command.getCommandName() + ": " + new Explanation(System.getenv()).of(failure)));
        LoggerFactory.getLogger(Callqueue.class).debug("{} failed", command.getCommandName(), failure);
        return FAILED;
    }

    /** Told to end, a command fails somewhere on its way down: that is nothing to tell anybody. */
    private static boolean isEnding() {
        Thread probe = Thread.ofPlatform().unstarted(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) { // the JVM is shutting down already
            return true;
        }
    }
}
