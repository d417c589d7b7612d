import type { Logger } from 'pino';
import type { Person } from '#posts/policy';
import type { ChannelKind } from '#posts/schema/channel';
import type { Queues } from '#queue-config/queues';
import type { Auth } from '#src/auth/contract';
import type { Connector } from '#src/channels/connect/contract';
import type { Channel } from '#src/channels/contract';
import type { OpenDatabase } from '#src/db/client';
import type { ClickCounter } from '#src/feed/click-counter';
import type { MediaStore } from '#src/media/store';
import type { Meters } from '#src/metrics/meters';
import type { GuardedFetch } from '#src/net/guarded-fetch';
import type { Mailer } from '#src/notify/mail';
import type { PublishingDeps } from '#src/publishing/deps';
import type { Sealer } from '#src/secrets/seal';
import type { LinkCards } from './link-cards/cards.ts';

/** Everything that the HTTP interface uses besides its own code. */
export interface ApiDeps {
  readonly database: OpenDatabase;
  readonly queues: Queues;
  readonly channels: Readonly<Record<ChannelKind, Channel>>;
  /** Platforms whose pages can be connected by consent; missing where the app's keys are not set. */
  readonly connectors: Readonly<Partial<Record<ChannelKind, Connector>>>;
  /** Encrypts page tokens at rest. */
  readonly sealer: Sealer;
  /** What publishing uses: to open a page, and to look at one. */
  readonly publishing: PublishingDeps;
  /** Sessions, and the links that set passwords. */
  readonly auth: Auth;
  /** Null: no mail can be sent. */
  readonly mailer: Mailer | null;
  readonly settings: {
    /** What links say; without a slash at its end. */
    readonly publicUrl: string;
    /** Where the stand-in platforms answer; null or missing when the real ones are spoken to. */
    readonly sandboxOrigin?: string | null;
    /** Where backups are put; missing: it is not known whether there are any. */
    readonly backupFolder?: string;
    /** Trial and tests: addresses on this machine and its own network may be given. */
    readonly allowPrivateAddresses?: boolean;
    /** Where the built staff interface lies; missing: it is not served. */
    readonly staffUiFolder?: string;
    /** The built script that shows the public list in other sites' pages; missing: it is not served. */
    readonly embedFile?: string;
  };
  readonly logger: Logger;
  readonly media: MediaStore;
  /** The only way to an address that somebody typed. */
  readonly fetch: GuardedFetch;
  /** Reads what a page says of itself. */
  readonly linkCards: LinkCards;
  /** Counts who followed a short link, and nothing of who it was. */
  readonly clicks: ClickCounter;
  /** What Prometheus reads of this process. */
  readonly meters: Meters;
}

/** Who asks. `name` stands in the audit log. */
export interface Actor {
  readonly name: string;
  /** What the policy judges by. */
  readonly person: Person;
}

/** The rights of Kaiku itself, and of a key without limits. */
export const EVERYTHING: Person = { clusterAdmin: true, roles: {}, scopes: null };
