import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { askKaiku } from '#src/mcp/ask';
import { createMcpServer } from '#src/mcp/server';
import { version } from './version.ts';

/** Talks to an assistant over standard input and output until that ends. */
export async function mcp(address: string, key: string): Promise<void> {
  await createMcpServer(askKaiku(address, key), version()).connect(new StdioServerTransport());
}
