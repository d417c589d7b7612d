import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '#src/config/settings';

export interface Told {
  readonly ok: boolean;
  readonly text: string;
}

/**
 * Asks the running Kaiku for a link, with the key of its first start: whoever reads the data folder is trusted already.
 * @param address where it answers
 */
export async function resetPassword(
  settings: Pick<Settings, 'dataDir' | 'bootstrapApiKey' | 'port'>,
  email: string,
  address = `http://localhost:${settings.port}`,
): Promise<Told> {
  const kept = await readFile(join(settings.dataDir, 'api-key'), 'utf8').catch(() => null);
  const key = settings.bootstrapApiKey ?? kept?.trim();
  if (!key) return { ok: false, text: `There is no API key in ${settings.dataDir}. Has Kaiku been started with it?` };
  const ask = (method: string, path: string) =>
    fetch(`${address}/api/v1${path}`, { method, headers: { authorization: `Bearer ${key}` } });
  try {
    const found = await ask('GET', `/people?email=${encodeURIComponent(email)}`);
    if (!found.ok) return { ok: false, text: `Kaiku at ${address} refused: ${found.status}` };
    const [person] = ((await found.json()) as { items: { id: string }[] }).items;
    if (!person) return { ok: false, text: `Nobody here has the mail address ${email}.` };
    const answer = (await (await ask('POST', `/people/${person.id}/reset`)).json()) as { link?: string | null };
    return { ok: true, text: answer.link ?? `A link was sent to ${email}.` };
  } catch {
    return { ok: false, text: `Kaiku does not answer at ${address}. Start it first.` };
  }
}
