import type { z } from 'zod';
import { failureName } from '../network.ts';

const TIMEOUT_MS = 20_000;

export type Told<Body> = { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly message: string };

/** One question to a platform. Its own words on a refusal are kept out: they may repeat what was sent. */
export async function ask<Body extends z.ZodType>(
  what: string,
  address: URL,
  body: Body,
  init: RequestInit = {},
): Promise<Told<z.output<Body>>> {
  try {
    const response = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) return { ok: false, message: `${what} was refused (${response.status})` };
    const parsed = body.safeParse(await response.json());
    return parsed.success
      ? { ok: true, body: parsed.data }
      : { ok: false, message: `${what} was answered in a way that cannot be read` };
  } catch (error) {
    return { ok: false, message: `${what} was not answered (${failureName(error)})` };
  }
}
