// An MCP server that only serves bearers of ID tokens: the resource server middleware of the TypeScript SDK in front of one
// tool, which says who the bearer is. Arguments: port, issuer, audience.
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';

const [port, issuer, audience] = process.argv.slice(2);
const keys = createRemoteJWKSet(new URL(`${issuer}/keys`));
let refused = 0;

const verifier = {
  async verifyAccessToken(token) {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience });
      return { token, clientId: String(payload.azp ?? ''), scopes: [], expiresAt: payload.exp, extra: payload };
    } catch (e) {
      refused++;
      throw new InvalidTokenError(String(e));
    }
  },
};

const app = express();
app.get('/refused', (_, response) => response.json(refused));
app.use(express.json());
app.all('/mcp', requireBearerAuth({ verifier }), async (request, response) => {
  const server = new McpServer({ name: 'guarded', version: '1' });
  server.registerTool('whoami', { description: 'Says who the bearer is' }, async ({ authInfo }) => ({
    content: [{ type: 'text', text: JSON.stringify({ email: authInfo.extra.email, iss: authInfo.extra.iss }) }],
  }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
});
app.listen(Number(port), '127.0.0.1', () => console.log('listening'));
