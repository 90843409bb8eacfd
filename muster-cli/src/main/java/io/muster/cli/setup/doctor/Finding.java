package io.muster.cli.setup.doctor;

import io.muster.wire.json.JsonObject;

/**
 * One finding.
 *
 * @param subject what was examined: a file, an endpoint, the name of a server
 * @param detail facts about it; may be empty, never secret
 */
public record Finding(Code code, String subject, String detail) {
    /** One line. */
    @Override
    public String toString() {
        var text = new StringBuilder("%-4s  %s  %s: ".formatted(code.status().word(), code.id(), subject));
        text.append(
                detail.isEmpty() ? code.meaning() : detail.lines().findFirst().orElse(""));
        if (!code.remedy().isEmpty()) {
            text.append("  -> ").append(advice());
        }
        return text.toString();
    }

    private String advice() {
        return code.remedy().replace("NAME", subject);
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("status", code.status().word())
                .put("code", code.id())
                .put("subject", subject)
                .put("meaning", code.meaning())
                .put("detail", detail)
                .put("remedy", advice())
                .build();
    }
}
