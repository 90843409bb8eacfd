package io.muster.cli.command;

/** The commands as a process of their own, without a server to start. */
final class AgentProcess {
    private AgentProcess() {}

    public static void main(String[] args) {
        System.exit(new Commands(new ServerlessProgram(), Console.ofProcess()).run(args));
    }
}
