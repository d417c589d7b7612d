import { BadArchive, checksum, Manifest, readArchive, Seal } from './archive.ts';

/** Reads a backup through, once, before anything is done with it. @throws BadArchive when it is not whole */
export async function verifyArchive(path: string): Promise<{ manifest: Manifest; seal: Seal }> {
  const sum = checksum();
  let manifest: Manifest | undefined;
  let seal: Seal | undefined;
  for await (const part of readArchive(path)) {
    if (part.name === 'seal.json') seal = parse(Seal, part.bytes, path);
    else sum.add(part);
    if (part.name === 'manifest.json') manifest = parse(Manifest, part.bytes, path);
  }
  if (!manifest) throw new BadArchive(`${path} is no backup of Kaiku.`);
  if (!seal) throw new BadArchive(`${path} was cut short: its end is missing. Use another backup.`);
  if (seal.sha256 !== sum.digest()) throw new BadArchive(`${path} was changed or damaged. Use another backup.`);
  return { manifest, seal };
}

function parse<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  bytes: Buffer,
  path: string,
): T {
  try {
    const parsed = schema.safeParse(JSON.parse(bytes.toString('utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below, like anything else that cannot be read.
  }
  throw new BadArchive(`${path} is a backup of a kind that this version does not know. Use a newer Kaiku.`);
}
