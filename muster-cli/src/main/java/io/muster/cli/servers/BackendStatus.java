package io.muster.cli.servers;

import io.muster.wire.json.JsonObject;
import java.util.Optional;

/**
 * How a session stands with one server: an entry of {@code auth://status}.
 *
 * @param json the entry as it came
 */
public record BackendStatus(JsonObject json) {
    /** Says that nobody but the server itself vouches for its authorization server. */
    private static final String UNCONFIRMED = "metadata not confirmed by its issuer";

    /** What there is to do, if anything. */
    public enum State {
        CONNECTED,
        AUTH_REQUIRED,
        REAUTH_REQUIRED,
        SSO_PENDING,
        DISCONNECTED,
        ERROR,
        FAILED,
        UNREACHABLE,
        /** A word that this program does not know. */
        OTHER
    }

    public String name() {
        return json.text("name", "");
    }

    /** The state in the words of the server. */
    public String word() {
        return json.text("status", "");
    }

    public State state() {
        return switch (word()) {
            case "connected" -> State.CONNECTED;
            case "auth_required" -> State.AUTH_REQUIRED;
            case "reauth_required" -> State.REAUTH_REQUIRED;
            case "sso_pending" -> State.SSO_PENDING;
            case "disconnected" -> State.DISCONNECTED;
            case "error" -> State.ERROR;
            case "failed" -> State.FAILED;
            case "unreachable" -> State.UNREACHABLE;
            default -> State.OTHER;
        };
    }

    public boolean isConnected() {
        return state() == State.CONNECTED;
    }

    public boolean isLoginMissing() {
        return state() == State.AUTH_REQUIRED || state() == State.REAUTH_REQUIRED;
    }

    public Optional<String> issuer() {
        return text("issuer");
    }

    public Optional<String> error() {
        return text("error");
    }

    /** The tool by which a person logs in. */
    public Optional<String> authTool() {
        return text("auth_tool");
    }

    /** Whether the login to Muster is a login there, too. */
    public boolean isSingleSignOn() {
        return json.isTrue("token_forwarding_enabled") || exchangesToken();
    }

    public boolean exchangesToken() {
        return json.isTrue("token_exchange_enabled");
    }

    /** Whether single sign-on was tried in vain, and nothing has healed that since. */
    public boolean isSingleSignOnFailed() {
        return json.isTrue("sso_attempt_failed") && !isConnected();
    }

    /** Whether a person can log in, and has not. */
    public boolean isLoginPossible() {
        return isLoginMissing() && !isSingleSignOn() && authTool().isPresent();
    }

    /** Whether the issuer that the server names says nothing about it. */
    public boolean isIssuerUnconfirmed() {
        return text("reason").filter(UNCONFIRMED::equals).isPresent();
    }

    private Optional<String> text(String member) {
        return json.text(member).filter(text -> !text.isBlank());
    }
}
