/** A page that the person at the consent page may hand to Kaiku. */
export interface OfferedPage {
  /** As a channel's `remoteId`. */
  readonly remoteId: string;
  readonly name: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Null where there is no refresh token, or its end is not told. */
  readonly refreshExpiresAt: Date | null;
  /** Why Kaiku could not publish there with this; null: it could. */
  readonly problem: string | null;
}

/** Why nothing was handed over, for an interface with words of its own. */
export type ConsentRefusal = 'permissions' | 'no-pages' | 'platform';

/** What came of a consent. `refused`: nothing was handed over; the message is for the person. */
export type Consent =
  | { readonly kind: 'pages'; readonly pages: readonly OfferedPage[]; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly why: ConsentRefusal; readonly message: string };

/** Leads a person to a platform's consent page, and takes what they come back with. */
export interface Connector {
  consentUrl(back: { readonly redirectUri: string; readonly state: string }): string;
  /** A code is good once. Tokens are in the answer only, never in a log or a message. */
  take(back: { readonly redirectUri: string; readonly code: string }): Promise<Consent>;
}

export interface ConnectorSettings {
  readonly appId: string;
  readonly appSecret: string;
  /** Where a stand-in answers; null: the real platform. Without a slash at its end. */
  readonly origin: string | null;
  /** Of the platform's API: `v25.0`, `202609`. */
  readonly version: string;
}
