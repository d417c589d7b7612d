/** Where the API key is kept: for this tab, or on this device when the person asked for it. Never anywhere else. */
const NAME = 'kaiku.key';

export function readKey(): string | null {
  return sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME);
}

export function keepKey(key: string, onThisDevice: boolean): void {
  (onThisDevice ? localStorage : sessionStorage).setItem(NAME, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(NAME);
  localStorage.removeItem(NAME);
}

/** Says who asks: by the key, if one is kept; the cookie of a session goes along by itself and scripts never see it. */
export function keyHeaders(key = readKey()): Record<string, string> {
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/** Told when the server takes neither the key nor the session any more. */
export const signedOut = new EventTarget();

let visits = 0;

/** Changes at every sign-in and sign-out: a late answer to somebody before says nothing about who is here now. */
export const thisVisit = (): number => visits;
export function nextVisit(): void {
  visits += 1;
}
