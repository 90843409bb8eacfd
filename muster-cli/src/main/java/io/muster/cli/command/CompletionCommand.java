package io.muster.cli.command;

import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Syntax;
import java.util.List;

/** {@code muster completion}: a script that makes a shell ask the program itself how a word may go on. */
final class CompletionCommand implements Command {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

    private static final String BASH = """
            # bash completion for muster
            _muster() {
                local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
                local IFS=$'\\n'
                COMPREPLY=($(muster __complete -- "${words[@]}" 2>/dev/null))
            }
            complete -o default -F _muster muster
            """;

    private static final String ZSH = """
            #compdef muster
            # zsh completion for muster
            _muster() {
                local -a candidates
                candidates=("${(@f)$(muster __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
                if [ -n "${candidates[1]}" ]; then compadd -- "${candidates[@]}"; else _files; fi
            }
            if [ "$funcstack[1]" = "_muster" ]; then _muster; else compdef _muster muster; fi
            """;

    private static final String FISH = """
            # fish completion for muster
            function __muster_complete
                set -l words (commandline -opc) (commandline -ct)
                muster __complete -- $words[2..-1] 2>/dev/null
            end
            complete -c muster -f -a '(__muster_complete)'
            """;

    private static final String POWERSHELL = """
            # PowerShell completion for muster
            Register-ArgumentCompleter -Native -CommandName muster -ScriptBlock {
                param($word, $ast, $cursor)
                $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
                if ($word -eq '') { $words += '""' }
                muster __complete -- @words 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """;

    private final Syntax syntax = Syntax.of(
            "completion",
            "Print a completion script for a shell.",
            "bash: source <(muster completion bash)",
            "zsh: muster completion zsh > \"${fpath[1]}/_muster\"",
            "fish: muster completion fish | source");
    private final Parameter name = syntax.parameter("SHELL", "bash, zsh, fish or powershell.");

    private final Shell shell;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        syntax.flag("--no-descriptions", "Accepted; candidates have no descriptions.");
        return syntax.runs(this::run);
    }

    private int run() {
        shell.console()
                .print(
                        switch (name.text()) {
                            case "bash" -> BASH;
                            case "zsh" -> ZSH;
                            case "fish" -> FISH;
                            case "powershell" -> POWERSHELL;
                            default ->
                                throw new CommandFailure("unknown shell '" + name.text() + "'. Available shells: "
                                        + String.join(", ", SHELLS) + Suggestion.of(name.text(), SHELLS));
                        });
        return ExitCode.SUCCESS;
    }
}
