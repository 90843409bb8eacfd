package io.muster.cli.setup.intake;

import io.muster.cli.setup.Surroundings;
import java.io.File;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code ${…}} in settings of other programs. What only the program knows stands in the way. */
final class Variables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern BARE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Set<String> OF_PROGRAMS = Set.of(
            "workspaceFolder",
            "workspaceFolderBasename",
            "workspaceRoot",
            "fileWorkspaceFolder",
            "file",
            "fileDirname",
            "relativeFile",
            "cwd",
            "execPath");

    private final Surroundings around;
    private final boolean bare;
    private Optional<String> obstacle = Optional.empty();

    Variables(Surroundings around, boolean bare) {
        this.around = around;
        this.bare = bare;
    }

    /** Why what was replaced so far cannot be used. */
    Optional<String> obstacle() {
        return obstacle;
    }

    String replace(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(), found.group(1))));
    }

    /** Whether the text is nothing but the environment variable of that name. */
    boolean isSame(String name, String text) {
        return text.equals("${env:" + name + "}") || (bare && text.equals("${" + name + "}"));
    }

    private String value(String written, String body) {
        var kind = body.indexOf(':') < 0 ? "" : body.substring(0, body.indexOf(':'));
        if (body.equals("userHome")) {
            return around.home().toString();
        }
        if (body.equals("/") || body.equals("pathSeparator")) {
            return File.separator;
        }
        if (kind.equals("env")) {
            return variable(body.substring("env:".length()), "");
        }
        if (kind.equals("input")) {
            return impossible(
                    "asks for the input '" + body.substring("input:".length()) + "'; put the value in its place");
        }
        if (OF_PROGRAMS.contains(body)
                || Set.of("command", "config", "file", "workspaceFolder").contains(kind)) {
            return impossible("uses ${" + (kind.isEmpty() ? body : kind + ":…") + "}, which only its program knows");
        }
        var name = BARE.matcher(body);
        return bare && name.matches()
                ? variable(name.group(1), Objects.requireNonNullElse(name.group(2), ""))
                : written;
    }

    private String variable(String name, String otherwise) {
        var value = around.variables().getOrDefault(name, "");
        if (value.isEmpty() && otherwise.isEmpty()) {
            return impossible("needs the environment variable " + name + ", which is not set");
        }
        return value.isEmpty() ? otherwise : value;
    }

    private String impossible(String reason) {
        if (obstacle.isEmpty()) {
            obstacle = Optional.of(reason);
        }
        return "";
    }
}
