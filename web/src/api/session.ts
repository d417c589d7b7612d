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

/** Told once when the server does not take the key any more. */
export const signedOut = new EventTarget();
