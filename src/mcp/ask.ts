/** What the interface answered; a refusal is an answer too, in words that say what to do. */
export interface Answered {
  readonly ok: boolean;
  readonly body: unknown;
}

export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answered>;

/**
 * Calls Kaiku's HTTP interface.
 * @param address such as `https://kaiku.example.org`
 * @param key an API key; it decides what may be seen and written
 */
export function askKaiku(address: string, key: string): Ask {
  return async (method, path, body) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${address}/api/v1${path}`, init).catch(() => null);
    if (!answer) return { ok: false, body: { detail: `Kaiku does not answer at ${address}.` } };
    return { ok: answer.ok, body: await answer.json().catch(() => ({ status: answer.status })) };
  };
}
