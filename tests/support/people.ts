import { expect } from 'vitest';
import type { Answer, ApiServer } from './api-server.ts';

/** A browser of the tests: keeps its cookies and tells its origin, as browsers do. */
export interface Browser {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export function browser(api: ApiServer): Browser {
  const jar = new Map<string, string>();
  return {
    async call(method, path, body, headers = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(`${api.url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          origin: api.url,
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      return {
        status: response.status,
        type,
        headers: response.headers,
        body: /json/.test(type) && text ? JSON.parse(text) : text,
      };
    },
  };
}

const PASSWORD = 'a long enough password';

/** Invites a person and opens a browser in which they are signed in. */
export async function signedIn(
  api: ApiServer,
  email: string,
  input: Record<string, unknown>,
): Promise<Browser & { id: string }> {
  const invited = await api.call('POST', '/api/v1/people', { name: email.split('@')[0], email, ...input });
  expect(invited.status, JSON.stringify(invited.body)).toBe(201);
  const own = browser(api);
  await setPassword(own, invited.body.link, PASSWORD);
  const answer = await signIn(own, email, PASSWORD);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { ...own, id: invited.body.person.id };
}

export function signIn(own: Browser, email: string, password = PASSWORD): Promise<Answer> {
  return own.call('POST', '/api/auth/sign-in/email', { email, password });
}

export async function setPassword(own: Browser, link: string, newPassword: string): Promise<Answer> {
  return own.call('POST', '/api/auth/reset-password', { token: new URL(link).searchParams.get('token'), newPassword });
}
