/**
 * Mock MCP servers whose tools, answers, delays and errors stand in a YAML file:
 * {@link io.muster.scenario.mock.MockMcpServer}.
 */
@NullMarked
package io.muster.scenario.mock;

import org.jspecify.annotations.NullMarked;
