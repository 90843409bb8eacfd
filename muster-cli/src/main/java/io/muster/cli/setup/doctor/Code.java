package io.muster.cli.setup.doctor;

import static io.muster.cli.setup.doctor.Code.Status.FAIL;
import static io.muster.cli.setup.doctor.Code.Status.OK;
import static io.muster.cli.setup.doctor.Code.Status.WARN;

/**
 * What an examination can find. The numbers are stable: scripts and documents refer to them, and one that is no longer
 * used is not given to anything else. 1xx is the program and its configuration, 2xx definitions, 3xx the endpoint, 4xx
 * the servers behind it, 5xx contexts.
 */
public enum Code {
    RUNTIME_FIT(101, OK, "the Java runtime fits", ""),
    RUNTIME_OLD(102, FAIL, "the Java runtime is too old", "install Java 25 or later, or use the packaged program"),
    DIRECTORY_THERE(111, OK, "the configuration directory is there", ""),
    DIRECTORY_MISSING(112, WARN, "there is no configuration directory", "run: muster import"),
    DIRECTORY_UNUSABLE(
            113, FAIL, "the configuration directory cannot be used", "make it a directory that you may read and write"),
    CONFIG_VALID(121, OK, "config.yaml is valid", ""),
    CONFIG_ABSENT(122, OK, "there is no config.yaml, so the defaults hold", ""),
    CONFIG_ODD(123, WARN, "config.yaml has something odd", "correct the named key"),
    CONFIG_BROKEN(124, FAIL, "config.yaml cannot be used", "correct the named place"),
    DEFINITION_VALID(201, OK, "the definition is valid", ""),
    DEFINITION_ODD(202, WARN, "the definition has something odd", "correct the named field"),
    DEFINITION_BROKEN(203, FAIL, "the definition cannot be used", "correct the named place"),
    DEFINITIONS_NONE(204, WARN, "no MCP server is defined", "run: muster import, or: muster create mcpserver NAME"),
    ENDPOINT_ANSWERS(301, OK, "the endpoint answers", ""),
    ENDPOINT_SILENT(302, WARN, "no server runs at the endpoint", "start it with: muster serve"),
    ENDPOINT_STRANGE(
            303,
            FAIL,
            "the endpoint does not answer as Muster does",
            "see who listens there, or restart with: muster serve"),
    ENDPOINT_LOGIN(304, WARN, "the endpoint wants a login", "run: muster auth login"),
    ENDPOINT_UNKNOWN(305, FAIL, "the endpoint is not known", "correct the named flag, context or configuration"),
    BACKEND_CONNECTED(401, OK, "the server is connected", ""),
    BACKEND_LOGIN(402, WARN, "the server wants a login", "run: muster auth login --server NAME"),
    BACKEND_FAILED(403, FAIL, "the server has failed", "see: muster events --resource-name NAME"),
    BACKEND_STOPPED(404, WARN, "the server is not started", "run: muster start service NAME, or set autoStart"),
    BACKEND_PENDING(405, WARN, "the server is still being connected", "wait, then run this again"),
    BACKEND_UNLOADED(
            406,
            WARN,
            "the running server does not know the definition",
            "see whether it uses this configuration directory"),
    BACKEND_MUTE(
            407,
            FAIL,
            "the server is connected but does not answer",
            "restart it: muster stop service NAME, muster start service NAME"),
    BACKENDS_HIDDEN(408, WARN, "the running server does not say what is behind it", "see the log of the server"),
    PROBE_WORKS(411, OK, "the server can be started or reached", ""),
    PROBE_LOGIN(412, WARN, "the server wants a login before it can be examined", "start Muster and log in"),
    PROBE_FAILED(
            413,
            FAIL,
            "the server cannot be started or reached",
            "correct command, URL or environment of the definition"),
    CONTEXTS_USABLE(501, OK, "the contexts file is valid", ""),
    CONTEXTS_ABSENT(502, OK, "there are no contexts", ""),
    CONTEXTS_BROKEN(503, FAIL, "the contexts file cannot be used", "correct the named place"),
    CONTEXT_DANGLING(504, WARN, "the current context does not exist", "run: muster context use NAME");

    private final int number;
    private final Status status;
    private final String meaning;
    private final String remedy;

    Code(int number, Status status, String meaning, String remedy) {
        this.number = number;
        this.status = status;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** How bad it is. */
    public enum Status {
        OK("ok"),
        WARN("warn"),
        FAIL("fail");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The stable form, such as {@code MUSTER-D101}. */
    public String id() {
        return "MUSTER-D" + number;
    }

    public Status status() {
        return status;
    }

    public String meaning() {
        return meaning;
    }

    /** What to do about it; empty where nothing is to be done. */
    public String remedy() {
        return remedy;
    }
}
