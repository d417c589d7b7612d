import type { IdSource } from './ids.ts';
import type { Platform } from './model.ts';

/** What became of a token. `expired` is also reached by the sandbox clock. */
export const TOKEN_STATES = ['valid', 'expired', 'revoked', 'lost-role', 'missing-scope'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

export interface Token {
  readonly value: string;
  readonly platform: Platform;
  /** Facebook tells persons from pages; LinkedIn knows members only. */
  readonly kind: 'user' | 'page' | 'member';
  readonly appId: string;
  readonly personId: string;
  /** Bare ids of the pages that it may act for. */
  readonly pageIds: readonly string[];
  readonly scopes: readonly string[];
  readonly declined: readonly string[];
  readonly issuedAt: number;
  /** Null: no end of its own. */
  readonly expiresAt: number | null;
  state: TokenState;
}

/** LinkedIn's refresh token and what it renews. */
export interface RefreshToken {
  readonly value: string;
  readonly appId: string;
  readonly personId: string;
  readonly pageIds: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  revoked: boolean;
}

/** A consent that waits to be exchanged for a token. */
export interface Grant {
  readonly code: string;
  readonly platform: Platform;
  readonly appId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly declined: readonly string[];
  readonly pageIds: readonly string[];
  readonly expiresAt: number;
}

export class TokenBook {
  readonly #ids: IdSource;
  readonly #tokens = new Map<string, Token>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #grants = new Map<string, Grant>();

  constructor(ids: IdSource) {
    this.#ids = ids;
  }

  add(token: Omit<Token, 'value' | 'state'> & { readonly value?: string }): Token {
    const prefix = token.platform === 'facebook' ? 'EAA' : 'AQV';
    const made: Token = { ...token, value: token.value ?? this.#ids.word(`${prefix}sandbox-`), state: 'valid' };
    this.#tokens.set(made.value, made);
    return made;
  }

  /** Everything but consents under way, which live for minutes. */
  list(): { readonly tokens: readonly Token[]; readonly refresh: readonly RefreshToken[] } {
    return { tokens: [...this.#tokens.values()], refresh: [...this.#refresh.values()] };
  }

  /** Takes over what an earlier run knew; it wins over what the seed made. */
  takeOver(known: { readonly tokens: readonly Token[]; readonly refresh: readonly RefreshToken[] }): void {
    for (const token of known.tokens) this.#tokens.set(token.value, token);
    for (const refresh of known.refresh) this.#refresh.set(refresh.value, refresh);
  }

  find(platform: Platform, value: string): Token | null {
    const token = this.#tokens.get(value);
    return token?.platform === platform ? token : null;
  }

  /** The state with the clock taken into account. */
  stateOf(token: Token, now: number): TokenState {
    if (token.state !== 'valid') return token.state;
    return token.expiresAt !== null && token.expiresAt <= now ? 'expired' : 'valid';
  }

  /** Answers false for a token that nobody knows. Works on refresh tokens too. */
  setState(value: string, state: TokenState): boolean {
    const token = this.#tokens.get(value);
    const refresh = this.#refresh.get(value);
    if (token !== undefined) token.state = state;
    if (refresh !== undefined) refresh.revoked = state !== 'valid';
    return token !== undefined || refresh !== undefined;
  }

  /** The page token that a Facebook user token yields: the same one each time. */
  pageToken(user: Token, pageId: string, now: number): Token {
    for (const token of this.#tokens.values()) {
      if (token.kind === 'page' && token.personId === user.personId && token.pageIds[0] === pageId) {
        if (token.appId === user.appId && this.stateOf(token, now) === 'valid') return token;
      }
    }
    const shortLived = user.expiresAt !== null && user.expiresAt - user.issuedAt < 86_400_000;
    const expiresAt = shortLived ? user.expiresAt : null;
    return this.add({ ...without(user), kind: 'page', pageIds: [pageId], issuedAt: now, expiresAt });
  }

  addRefresh(refresh: Omit<RefreshToken, 'value' | 'revoked'> & { readonly value?: string }): RefreshToken {
    const made = { ...refresh, value: refresh.value ?? this.#ids.word('AQWsandbox-'), revoked: false };
    this.#refresh.set(made.value, made);
    return made;
  }

  findRefresh(value: string): RefreshToken | null {
    return this.#refresh.get(value) ?? null;
  }

  addGrant(grant: Omit<Grant, 'code'>): Grant {
    const made = { ...grant, code: this.#ids.word('AQDsandbox-') };
    this.#grants.set(made.code, made);
    return made;
  }

  /** Gives a grant away once. */
  takeGrant(code: string): Grant | null {
    const grant = this.#grants.get(code) ?? null;
    this.#grants.delete(code);
    return grant;
  }

  /** LinkedIn: asking for other scopes ends every earlier token of that member for the app. */
  endOtherScopes(platform: Platform, personId: string, appId: string, scopes: readonly string[]): void {
    const wanted = [...scopes].sort().join(' ');
    for (const token of [...this.#tokens.values(), ...this.#refresh.values()]) {
      if (token.personId !== personId || token.appId !== appId) continue;
      if ([...token.scopes].sort().join(' ') === wanted) continue;
      if ('revoked' in token) token.revoked = true;
      else if (token.platform === platform) token.state = 'revoked';
    }
  }
}

function without(token: Token): Omit<Token, 'value' | 'state'> {
  const { value: _value, state: _state, ...rest } = token;
  return rest;
}
