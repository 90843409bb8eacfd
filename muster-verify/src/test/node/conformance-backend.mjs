// A backend that implements everything the server scenarios of the conformance suite ask for.
// Usage: node conformance-backend.mjs [port]; prints "listening on <port>".
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import {
  CallToolRequestSchema, CompleteRequestSchema, CreateMessageResultSchema, ElicitResultSchema, ErrorCode,
  GetPromptRequestSchema, isInitializeRequest, ListPromptsRequestSchema, ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema, ListToolsRequestSchema, McpError, ReadResourceRequestSchema,
  SetLevelRequestSchema, SubscribeRequestSchema, UnsubscribeRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

const text = (value) => ({ type: "text", text: value });
const image = { type: "image", data: PNG, mimeType: "image/png" };
const resource = (uri, mimeType, content) => ({ type: "resource", resource: { uri, mimeType, text: content } });
const answer = (...content) => ({ content });
const nothing = { type: "object", properties: {} };
const needs = (name, description) => ({
  type: "object", properties: { [name]: { type: "string", description } }, required: [name],
});

async function elicit(extra, message, requestedSchema) {
  return extra.sendRequest({ method: "elicitation/create", params: { message, requestedSchema } }, ElicitResultSchema);
}

async function elicitAndTell(extra, message, properties) {
  const result = await elicit(extra, message, { type: "object", properties, required: [] });
  return answer(text(`Elicitation completed: action=${result.action}, content=${JSON.stringify(result.content ?? {})}`));
}

const log = (extra, data) =>
  extra.sendNotification({ method: "notifications/message", params: { level: "info", logger: "conformance", data } });

const titled = (...names) => names.map((name, index) => ({ const: `value${index + 1}`, title: `${name}` }));

const TOOLS = {
  test_simple_text: ["Answers text", nothing,
    () => answer(text("This is a simple text response for testing."))],
  test_image_content: ["Answers an image", nothing, () => answer(image)],
  test_audio_content: ["Answers audio", nothing, () => answer({ type: "audio", data: WAV, mimeType: "audio/wav" })],
  test_embedded_resource: ["Answers an embedded resource", nothing,
    () => answer(resource("test://embedded-resource", "text/plain", "This is an embedded resource content."))],
  test_multiple_content_types: ["Answers several kinds of content", nothing,
    () => answer(text("Multiple content types test:"), image,
      resource("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'))],
  test_tool_with_logging: ["Logs three times", nothing, async (_, extra) => {
    await log(extra, "Tool execution started");
    await delay(50);
    await log(extra, "Tool processing data");
    await delay(50);
    await log(extra, "Tool execution completed");
    return answer(text("Logged three times."));
  }],
  test_error_handling: ["Always fails", nothing,
    () => ({ isError: true, content: [text("This tool intentionally returns an error for testing")] })],
  test_tool_with_progress: ["Tells its progress", nothing, async (_, extra) => {
    for (const progress of [0, 50, 100]) {
      if (extra._meta?.progressToken !== undefined) {
        await extra.sendNotification({
          method: "notifications/progress",
          params: { progressToken: extra._meta.progressToken, progress, total: 100 },
        });
      }
      await delay(50);
    }
    return answer(text("Progress is complete."));
  }],
  test_sampling: ["Asks the client's model", needs("prompt", "What to ask"), async ({ prompt }, extra) => {
    const result = await extra.sendRequest({
      method: "sampling/createMessage",
      params: { messages: [{ role: "user", content: text(prompt) }], maxTokens: 100 },
    }, CreateMessageResultSchema);
    return answer(text(`LLM response: ${result.content.text}`));
  }],
  test_elicitation: ["Asks the user", needs("message", "What to ask"), async ({ message }, extra) => {
    const result = await elicit(extra, message, {
      type: "object",
      properties: {
        username: { type: "string", description: "User's response" },
        email: { type: "string", description: "User's email address" },
      },
      required: ["username", "email"],
    });
    return answer(text(`User response: action: ${result.action}, content: ${JSON.stringify(result.content)}`));
  }],
  test_elicitation_sep1034_defaults: ["Asks with defaults", nothing, (_, extra) =>
    elicitAndTell(extra, "Please review and update the form fields with defaults", {
      name: { type: "string", description: "User name", default: "John Doe" },
      age: { type: "integer", description: "User age", default: 30 },
      score: { type: "number", description: "User score", default: 95.5 },
      status: { type: "string", description: "Status", enum: ["active", "inactive", "pending"], default: "active" },
      verified: { type: "boolean", description: "Verified", default: true },
    })],
  test_elicitation_sep1330_enums: ["Asks for choices", nothing, (_, extra) =>
    elicitAndTell(extra, "Please choose", {
      untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
      titledSingle: { type: "string", oneOf: titled("First Option", "Second Option", "Third Option") },
      legacyEnum: {
        type: "string", enum: ["opt1", "opt2", "opt3"], enumNames: ["Option One", "Option Two", "Option Three"],
      },
      untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2", "option3"] } },
      titledMulti: { type: "array", items: { anyOf: titled("First Choice", "Second Choice", "Third Choice") } },
    })],
  json_schema_2020_12_tool: ["Tool with JSON Schema 2020-12 features", {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    $defs: {
      address: { type: "object", properties: { street: { type: "string" }, city: { type: "string" } } },
    },
    properties: { name: { type: "string" }, address: { $ref: "#/$defs/address" } },
    additionalProperties: false,
  }, (args) => answer(text(`Called with ${JSON.stringify(args)}`))],
  test_reconnection: ["Closes its stream before it answers", nothing, async (_, extra) => {
    extra.closeSSEStream?.();
    await delay(100);
    return answer(text("Answered after the stream was closed."));
  }],
};

const message = (content) => ({ role: "user", content });
const PROMPTS = {
  test_simple_prompt: ["A simple prompt", [], () => [message(text("This is a simple prompt for testing."))]],
  test_prompt_with_arguments: ["A prompt with arguments", ["arg1", "arg2"],
    ({ arg1, arg2 }) => [message(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))]],
  test_prompt_with_embedded_resource: ["A prompt with a resource", ["resourceUri"], ({ resourceUri }) => [
    message(resource(resourceUri, "text/plain", "Embedded resource content for testing.")),
    message(text("Please process the embedded resource above.")),
  ]],
  test_prompt_with_image: ["A prompt with an image", [],
    () => [message(image), message(text("Please analyze the image above."))]],
};

const RESOURCES = {
  "test://static-text": { mimeType: "text/plain", text: "This is the content of the static text resource." },
  "test://static-binary": { mimeType: "image/png", blob: PNG },
  "test://watched-resource": { mimeType: "text/plain", text: "Watch me." },
};

function read(uri) {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id) {
    return { mimeType: "application/json", text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) };
  }
  if (!RESOURCES[uri]) throw new McpError(-32002, "Resource not found", { uri });
  return RESOURCES[uri];
}

function known(table, name) {
  if (!Object.hasOwn(table, name)) throw new McpError(ErrorCode.InvalidParams, `Unknown: ${name}`);
  return table[name];
}

function newServer() {
  const server = new Server({ name: "conformance-backend", version: "1.0.0" }, {
    capabilities: {
      tools: { listChanged: true }, resources: { subscribe: true, listChanged: true }, prompts: { listChanged: true },
      logging: {}, completions: {},
    },
  });
  const on = (schema, handler) => server.setRequestHandler(schema, handler);
  on(ListToolsRequestSchema, () => ({
    tools: Object.entries(TOOLS).map(([name, [description, inputSchema]]) => ({ name, description, inputSchema })),
  }));
  on(CallToolRequestSchema, ({ params }, extra) => known(TOOLS, params.name)[2](params.arguments ?? {}, extra));
  on(ListPromptsRequestSchema, () => ({
    prompts: Object.entries(PROMPTS).map(([name, [description, names]]) => ({
      name, description, arguments: names.map((argument) => ({ name: argument, description: argument, required: true })),
    })),
  }));
  on(GetPromptRequestSchema, ({ params }) => ({ messages: known(PROMPTS, params.name)[2](params.arguments ?? {}) }));
  on(ListResourcesRequestSchema, () => ({
    resources: Object.entries(RESOURCES).map(([uri, { mimeType }]) => ({ uri, name: uri, description: uri, mimeType })),
  }));
  on(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [{
      uriTemplate: "test://template/{id}/data", name: "template", description: "A template", mimeType: "application/json",
    }],
  }));
  on(ReadResourceRequestSchema, ({ params }) => ({ contents: [{ uri: params.uri, ...read(params.uri) }] }));
  on(SubscribeRequestSchema, () => ({}));
  on(UnsubscribeRequestSchema, () => ({}));
  on(SetLevelRequestSchema, () => ({}));
  on(CompleteRequestSchema, ({ params }) => {
    const values = ["paris", "park", "party"].filter((value) => value.startsWith(params.argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
  return server;
}

// What was sent on a stream, so that it can be resumed.
class Events {
  #sent = [];
  async storeEvent(streamId, sent) {
    this.#sent.push({ streamId, sent });
    return `${this.#sent.length - 1}`;
  }
  async getStreamIdForEventId(eventId) {
    return this.#sent[Number(eventId)]?.streamId;
  }
  async replayEventsAfter(eventId, { send }) {
    const { streamId } = this.#sent[Number(eventId)];
    for (let index = Number(eventId) + 1; index < this.#sent.length; index++) {
      const entry = this.#sent[index];
      if (entry.streamId === streamId) await send(`${index}`, entry.sent);
    }
    return streamId;
  }
}

const sessions = new Map();

async function transportOf(request, body, port) {
  const id = request.headers["mcp-session-id"];
  if (id) return sessions.get(id);
  if (!isInitializeRequest(body)) return undefined;
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: new Events(),
    retryInterval: 100,
    enableDnsRebindingProtection: true,
    allowedHosts: [`localhost:${port}`, `127.0.0.1:${port}`],
    onsessioninitialized: (session) => sessions.set(session, transport),
    onsessionclosed: (session) => sessions.delete(session),
  });
  await newServer().connect(transport);
  return transport;
}

async function bodyOf(request) {
  if (request.method !== "POST") return undefined;
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const http = createServer(async (request, response) => {
  try {
    const body = await bodyOf(request);
    const transport = await transportOf(request, body, http.address().port);
    if (!transport) return response.writeHead(request.headers["mcp-session-id"] ? 404 : 400).end();
    await transport.handleRequest(request, response, body);
  } catch (failure) {
    console.error(failure);
    if (!response.headersSent) response.writeHead(400).end();
  }
});
http.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => console.log(`listening on ${http.address().port}`));
