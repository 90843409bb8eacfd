"""A client made with the Python SDK. Usage: client.py <url> <aggregate|direct>; prints one JSON document."""

import json
import sys

import anyio
from mcp.client import Client


async def aggregate(client: Client) -> dict:
    tools = [tool.name for tool in (await client.list_tools()).tools]
    found = await client.call_tool("filter_tools", {"query": "echo message", "include_schema": True})
    call = {"name": "x_everything_echo", "arguments": {"message": "through the aggregate"}}
    result = await client.call_tool("call_tool", call)
    return {
        "tools": tools,
        "found": json.loads(found.content[0].text),
        "envelope": json.loads(result.content[0].text),
    }


async def direct(client: Client) -> dict:
    tools = [tool.name for tool in (await client.list_tools()).tools]
    result = await client.call_tool("echo", {"message": "directly"})
    return {"tools": tools, "text": result.content[0].text}


async def main(url: str, feature: str) -> None:
    with anyio.fail_after(20):
        async with Client(url) as client:
            print(json.dumps(await {"aggregate": aggregate, "direct": direct}[feature](client)))


anyio.run(main, *sys.argv[1:])
