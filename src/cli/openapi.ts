import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '../api/openapi.ts';
import { OPERATIONS } from '../api/operations.ts';

/** Writes the interface's document for those who read it without a running Kaiku; a test fails when it is stale. */
const [file = 'docs/openapi.json'] = process.argv.slice(2);
await writeFile(file, `${JSON.stringify(openApiDocument(OPERATIONS), null, 2)}\n`);
