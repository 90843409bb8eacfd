package io.muster.control.definition;

import io.muster.control.definition.Shape.Group;
import io.muster.control.definition.Shape.Leaf;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of an {@code MCPServer} definition, in the order in which they are shown. */
public final class ServerShape {
    public static final Group FAMILY = group("name", Leaf.TEXT, "instanceArg", Leaf.TEXT);

    public static final Group SECRET_REF =
            group("name", Leaf.TEXT, "namespace", Leaf.TEXT, "clientIdKey", Leaf.TEXT, "clientSecretKey", Leaf.TEXT);

    public static final Group TOKEN_EXCHANGE = group(
            "enabled", Leaf.FLAG,
            "dexTokenEndpoint", Leaf.TEXT,
            "expectedIssuer", Leaf.TEXT,
            "connectorId", Leaf.TEXT,
            "scopes", Leaf.TEXT,
            "clientCredentialsSecretRef", SECRET_REF);

    public static final Group AUTHORIZATION_SERVER = group("issuer", Leaf.TEXT, "scopes", Leaf.TEXT);

    public static final Group AUTH = group(
            "type", Leaf.TEXT,
            "forwardToken", Leaf.FLAG,
            "requiredAudiences", Leaf.TEXTS,
            "tokenExchange", TOKEN_EXCHANGE,
            "authorizationServer", AUTHORIZATION_SERVER,
            "resourceIndicator", Leaf.TEXT);

    public static final Group SPEC = group(
            "type", Leaf.TEXT,
            "description", Leaf.TEXT,
            "autoStart", Leaf.FLAG,
            "command", Leaf.TEXT,
            "args", Leaf.TEXTS,
            "url", Leaf.TEXT,
            "env", Leaf.TEXT_MAP,
            "headers", Leaf.TEXT_MAP,
            "auth", AUTH,
            "timeout", Leaf.INTEGER,
            "toolPrefix", Leaf.TEXT,
            "family", FAMILY);

    /** All of a definition. */
    public static final Group DOCUMENT = group(
            "apiVersion", Leaf.ANYTHING,
            "kind", Leaf.ANYTHING,
            "metadata", Leaf.ANYTHING,
            "spec", SPEC,
            "status", Leaf.ANYTHING);

    private ServerShape() {}

    private static Group group(Object... namesAndShapes) {
        Map<String, Shape> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            members.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        }
        return new Group(members);
    }
}
