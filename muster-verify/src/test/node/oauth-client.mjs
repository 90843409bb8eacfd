// A client made with the TypeScript SDK that logs in by itself. Usage: node oauth-client.mjs <url> [<its metadata document>]
// Prints "open <url>" for the person's browser, and at the end one JSON document. It calls a tool, lets its access token
// expire, and calls the tool again.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const [url, clientMetadataUrl] = process.argv.slice(2);
const LONGEST_LIFE_S = 60;
/** For so long an expired token is taken for one that a slow clock issued, and a bit. */
const GRACE_MS = 5_500;

const watchdog = setTimeout(() => {
  console.error("no end after 100 s");
  process.exit(2);
}, 100_000);

const landing = createServer();
const landed = new Promise((resolve) => landing.on("request", (request, response) => {
  response.end("You may close this window.");
  resolve(new URL(request.url, "http://127.0.0.1").searchParams);
}));
await new Promise((resolve) => landing.listen(0, "127.0.0.1", resolve));
const redirectUrl = `http://127.0.0.1:${landing.address().port}/callback`;

const kept = { issued: [] };
const authProvider = {
  redirectUrl,
  clientMetadataUrl,
  clientMetadata: {
    client_name: "TypeScript peer", redirect_uris: [redirectUrl], token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
    scope: "openid profile email offline_access",
  },
  state: () => (kept.state = randomBytes(32).toString("base64url")),
  clientInformation: () => kept.client,
  saveClientInformation: (client) => { kept.client = client; },
  tokens: () => kept.issued.at(-1),
  saveTokens: (tokens) => { kept.issued.push(tokens); },
  redirectToAuthorization: (address) => console.log(`open ${address}`),
  saveCodeVerifier: (verifier) => { kept.verifier = verifier; },
  codeVerifier: () => kept.verifier,
};

async function connected() {
  const client = new Client({ name: "typescript-peer", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider });
  try {
    await client.connect(transport);
    return client;
  } catch (failure) {
    if (!(failure instanceof UnauthorizedError) || kept.issued.length > 0) throw failure;
  }
  const query = await landed;
  if (query.get("state") !== kept.state) throw new Error(`landed with another state: ${query}`);
  if (!query.has("code")) throw new Error(`landed without a code: ${query}`);
  await transport.finishAuth(query.get("code"));
  return connected();
}

/** The envelope's first text; asks again while the server behind is not there yet. */
async function echo(client, message) {
  for (;;) {
    const outer = await client.callTool({ name: "call_tool", arguments: { name: "x_everything_echo", arguments: { message } } });
    if (!outer.isError) return JSON.parse(outer.content[0].text).content[0].text;
    await pause(200);
  }
}

try {
  const client = await connected();
  const first = await echo(client, "logged in");
  const { access_token: used, expires_in: life } = kept.issued.at(-1);
  if (!(life <= LONGEST_LIFE_S)) throw new Error(`the token lives for ${life} s`);
  await pause(life * 1000 + GRACE_MS);
  const second = await echo(client, "refreshed");
  const { access_token: access, refresh_token: refresh } = kept.issued.at(-1);
  console.log(JSON.stringify({
    client: kept.client.client_id,
    texts: [first, second],
    refreshes: kept.issued.length - 1,
    newAccess: access !== used,
    newRefresh: refresh !== kept.issued[0].refresh_token,
  }));
  await client.close();
} catch (failure) {
  console.error(failure);
  process.exitCode = 1;
}
landing.close();
clearTimeout(watchdog);
