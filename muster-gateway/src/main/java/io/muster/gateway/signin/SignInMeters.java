package io.muster.gateway.signin;

import io.muster.gateway.signin.TokenRenewal.Renewed;
import io.muster.oauth.discovery.DiscoveryResult;
import io.muster.wire.meter.Meters;
import java.util.Locale;
import java.util.Map;

/** Counts what becomes of logins. Labels name servers that operators defined; never a user. */
public record SignInMeters(Meters meters) {
    static final String LOGINS = "muster.auth.logins";
    static final String REFRESHES = "muster.auth.refreshes";
    static final String DISCOVERY = "muster.auth.discovery";

    /** A login that went well: begun, completed, done without a browser, or undone. */
    void login(String server, String outcome) {
        meters.count(LOGINS, Map.of("server", server, "outcome", outcome, "reason", ""));
    }

    /** One that did not. */
    public void failed(String server, String reason) {
        meters.count(LOGINS, Map.of("server", server, "outcome", "failure", "reason", reason));
    }

    void refreshed(String server, Renewed renewed) {
        var outcome = switch (renewed) {
            case Renewed.Tokens _ -> "success";
            case Renewed.Not(var failure) -> failure.kind().word();
        };
        meters.count(REFRESHES, Map.of("server", server, "outcome", outcome));
    }

    void discovered(String server, DiscoveryResult result) {
        for (var step : result.trace()) {
            var name = step.step().name().toLowerCase(Locale.ROOT);
            meters.count(
                    DISCOVERY,
                    Map.of("server", server, "step", name, "outcome", step.accepted() ? "accepted" : "failed"));
        }
    }
}
