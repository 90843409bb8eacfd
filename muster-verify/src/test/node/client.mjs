// A client made with the TypeScript SDK. Usage: node client.mjs <http|sse> <url> <feature>; prints one JSON document.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema, LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";

const [kind, url, feature] = process.argv.slice(2);

const client = new Client({ name: "typescript-peer", version: "1.0.0" }, {
  capabilities: { sampling: {}, elicitation: { form: {} }, roots: { listChanged: true } },
});
client.setRequestHandler(CreateMessageRequestSchema, async ({ params }) => ({
  role: "assistant", model: "peer-model", content: { type: "text", text: `Sampled: ${params.messages[0].content.text}` },
}));
client.setRequestHandler(ElicitRequestSchema, async () => ({ action: "accept", content: { name: "Ada", check: true } }));
client.setRequestHandler(ListRootsRequestSchema, async () => ({ roots: [{ uri: "file:///peer", name: "peer root" }] }));

const heard = (schema) => new Promise((resolve) => client.setNotificationHandler(schema, ({ params }) => resolve(params)));
const call = (name, args, options) => client.callTool({ name, arguments: args }, undefined, options);
const textOf = (result) => result.content.map((item) => item.text ?? item.type).join("\n");

const FEATURES = {
  async aggregate() {
    const tools = (await client.listTools()).tools.map(({ name }) => name);
    const found = JSON.parse(textOf(await call("filter_tools", { query: "echo message", include_schema: true })));
    const result = await call("call_tool", { name: "x_everything_echo", arguments: { message: "through the aggregate" } });
    return { server: client.getServerVersion().name, tools, found, envelope: JSON.parse(textOf(result)) };
  },
  async direct() {
    const tools = (await client.listTools()).tools.map(({ name }) => name);
    const result = await call("echo", { message: "directly" });
    return { server: client.getServerVersion().name, tools, text: textOf(result) };
  },
  async progress() {
    const progress = [];
    const result = await call("trigger-long-running-operation", { duration: 0.4, steps: 4 }, {
      onprogress: ({ progress: done, total }) => progress.push([done, total]),
    });
    return { progress, text: textOf(result) };
  },
  async cancellation() {
    const abort = new AbortController();
    const options = { signal: abort.signal, onprogress: () => abort.abort("enough") };
    const ended = await call("trigger-long-running-operation", { duration: 60, steps: 600 }, options).then(
      () => "answered", (failure) => `${failure.message ?? failure}`);
    return { ended, afterwards: textOf(await call("echo", { message: "alive" })) };
  },
  async logging() {
    const message = heard(LoggingMessageNotificationSchema);
    await client.setLoggingLevel("debug");
    await call("toggle-simulated-logging", {});
    const params = await message;
    await call("toggle-simulated-logging", {});
    return { level: params.level, data: params.data };
  },
  async subscription() {
    const update = heard(ResourceUpdatedNotificationSchema);
    const { uri } = (await client.listResources()).resources[0];
    await client.subscribeResource({ uri });
    await call("toggle-subscriber-updates", {});
    const params = await update;
    await call("toggle-subscriber-updates", {});
    await client.unsubscribeResource({ uri });
    return { subscribed: uri, updated: params.uri };
  },
  async completion() {
    const ref = { type: "ref/prompt", name: "completable-prompt" };
    const department = await client.complete({ ref, argument: { name: "department", value: "S" } });
    const name = await client.complete({
      ref, argument: { name: "name", value: "" }, context: { arguments: { department: "Sales" } },
    });
    return { department: department.completion.values, name: name.completion.values };
  },
  async sampling() {
    return { text: textOf(await call("trigger-sampling-request", { prompt: "What is up?", maxTokens: 20 })) };
  },
  async elicitation() {
    return { text: textOf(await call("trigger-elicitation-request", {})) };
  },
  async roots() {
    return { text: textOf(await call("get-roots-list", {})) };
  },
  async content() {
    const image = await call("get-tiny-image", {});
    const structured = await call("get-structured-content", { location: "New York" });
    const annotated = await call("get-annotated-message", { messageType: "error", includeImage: true });
    const { contents } = await client.readResource({ uri: (await client.listResources()).resources[0].uri });
    const prompt = await client.getPrompt({ name: "args-prompt", arguments: { city: "Paris" } });
    return {
      imageTypes: image.content.map(({ type, mimeType }) => mimeType ?? type),
      structured: structured.structuredContent,
      annotations: annotated.content[0].annotations,
      resource: contents[0],
      prompt: prompt.messages[0].content.text,
    };
  },
};

const transport = kind === "sse" ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
const watchdog = setTimeout(() => {
  console.error(`${feature}: no end after 20 s`);
  process.exit(2);
}, 20_000);
try {
  await client.connect(transport);
  console.log(JSON.stringify(await FEATURES[feature]()));
  await transport.terminateSession?.();
  await client.close();
} catch (failure) {
  console.error(failure);
  process.exitCode = 1;
}
clearTimeout(watchdog);
