import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { rulesFor } from '#posts/compose/index';
import type { MessageImage, MessageSource } from '#posts/compose/message';
import type { ChannelKind } from '#posts/schema/channel';
import { SANDBOX_PAGES, type Sandbox, startSandbox } from '#sandbox/start';
import type { Operation } from '#sandbox/world/faults';
import type { Access, Channel, PublishTools, Snapshot } from '#src/channels/contract';
import { createFacebookChannel } from '#src/channels/facebook/index';
import { createLinkedInChannel } from '#src/channels/linkedin/index';
import { createWebsiteFeedChannel, type FeedItem, type FeedStore } from '#src/channels/website-feed/index';

/** One request as the judge saw it. */
export interface Call {
  readonly operation: Operation | null;
  readonly body: string | null;
}

/** What stands on the page, as a visitor sees it. */
export interface Shown {
  readonly remoteId: string;
  readonly text: string;
  readonly link: string | null;
  readonly alts: readonly (string | null)[];
  readonly comments: readonly string[];
}

/** What only a stand-in can do: show what really happened, and make things go wrong. */
export interface Judge {
  shown(): Shown[];
  /** Requests so far; empty where there are none. */
  calls(): readonly Call[];
  loseNextAnswer(): void;
  /** Null where the kind has no such thing. */
  readonly revokeKey: (() => void) | null;
  readonly throttle: (() => void) | null;
}

/** A page to publish to, on a stand-in or a real one (then without a judge). */
export interface Stage {
  readonly kind: ChannelKind;
  readonly channel: Channel;
  readonly access: Access;
  readonly judge: Judge | null;
  /** As it was at the start. */
  reset(): void;
  close(): Promise<void>;
}

/** The pictures of a test; the same name is the same picture. */
export async function picture(name: string, alt: string): Promise<MessageImage> {
  const bytes = await pictureBytes(name);
  return { mediaId: name, sha256: '', mime: 'image/png', bytes: bytes.length, width: 64, height: 48, alt };
}

async function pictureBytes(name: string): Promise<Uint8Array> {
  const shade = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 256, 7);
  const background = { r: shade, g: 120, b: 255 - shade };
  return sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .png()
    .toBuffer();
}

/** A snapshot as the rules of the kind compose it from what an author wrote. */
export function snapshotOf(stage: Stage, more: Partial<MessageSource> & { readonly body: string }): Snapshot {
  const source: MessageSource = {
    language: 'fi',
    title: 'Kestävää rakentamista',
    firstComment: null,
    link: null,
    images: [],
    event: null,
    fundingStatement: null,
    zone: 'Europe/Helsinki',
    ...more,
  };
  return {
    ...rulesFor[stage.kind].compose(source),
    postId: randomUUID(),
    attemptId: randomUUID(),
    language: source.language,
    channelId: stage.access.channelId,
    remoteId: stage.access.remoteId,
  };
}

/** Tools that grant the final call and write down how many requests had been made by then. */
export function tools(stage: Stage, grant = true): PublishTools & { readonly armedAfter: number[] } {
  const armedAfter: number[] = [];
  return {
    armedAfter,
    readImage: pictureBytes,
    arm: async () => {
      armedAfter.push(stage.judge?.calls().length ?? 0);
      return grant;
    },
  };
}

/** The two platforms' stand-ins, on one sandbox of their own. */
export async function sandboxStage(kind: 'facebook' | 'linkedin'): Promise<Stage & { readonly sandbox: Sandbox }> {
  const sandbox = await startSandbox();
  const page = SANDBOX_PAGES.find((each) => each.kind === kind);
  if (!page) throw new Error(`the sandbox has no ${kind} page`);
  const access = accessTo(page.remoteId, page.accessToken);
  const { origin, world } = sandbox;
  // The stand-in's clock: a throttle's end and a look's window are by it.
  const now = () => new Date(world.clock.now());
  const channel =
    kind === 'facebook'
      ? createFacebookChannel({ origin, version: 'v25.0', now, timeouts: { jsonMs: 2_000 } })
      : createLinkedInChannel({
          origin,
          versions: ['202609'],
          now,
          timeouts: { jsonMs: 2_000 },
          imageWait: { everyMs: 10, upToMs: 2_000 },
        });
  const onThePage = () => world.ledger().filter((post) => post.visible && page.remoteId.endsWith(post.page));
  return {
    kind,
    channel,
    access,
    sandbox,
    reset: () => {
      world.reset();
      world.switches = { ...world.switches, imageProcessingMs: 20 };
    },
    close: () => sandbox.close(),
    judge: {
      shown: () =>
        onThePage().map(({ remoteId, text, link, images, comments }) => ({
          remoteId,
          text,
          link,
          alts: images.map(({ alt }) => alt),
          comments: comments.map((comment) => comment.text),
        })),
      calls: () => world.requests(),
      loseNextAnswer: () => {
        world.addFault({ platform: kind, operation: 'publish', mode: 'drop-after', times: 1 });
      },
      revokeKey: () => {
        world.setToken(access.accessToken, 'revoked');
      },
      throttle: () => {
        world.addFault({ platform: kind, operation: 'any', mode: 'throttle' });
      },
    },
  };
}

/** The website, with its rows in memory. */
export function websiteStage(): Stage {
  const rows = new Map<string, FeedItem & { readonly at: Date }>();
  let loseNext = false;
  const store: FeedStore = {
    async put(item) {
      const isNew = !rows.has(item.postId);
      if (isNew) rows.set(item.postId, { ...item, at: new Date() });
      if (loseNext) {
        loseNext = false;
        throw new Error('the connection to the database was lost');
      }
      return isNew ? 'stored' : 'already there';
    },
    async get(postId) {
      const row = rows.get(postId);
      return row ? { text: row.text, at: row.at, permalink: `https://klusteri.example/a/${postId}` } : null;
    },
    async replace(item) {
      const row = rows.get(item.postId);
      if (row) rows.set(item.postId, { ...item, at: row.at });
      return row ? 'replaced' : 'not there';
    },
    async remove(postId) {
      rows.delete(postId);
    },
  };
  return {
    kind: 'website-feed',
    channel: createWebsiteFeedChannel({ store }),
    access: accessTo('website', ''),
    reset: () => rows.clear(),
    close: async () => undefined,
    judge: {
      shown: () =>
        [...rows].map(([remoteId, { text, link, images }]) => ({
          remoteId,
          text,
          link: link?.url ?? null,
          alts: images.map(({ alt }) => alt),
          comments: [],
        })),
      calls: () => [],
      loseNextAnswer: () => {
        loseNext = true;
      },
      revokeKey: null,
      throttle: null,
    },
  };
}

const REAL = {
  facebook: ['KAIKU_CONTRACT_FACEBOOK_PAGE_ID', 'KAIKU_CONTRACT_FACEBOOK_TOKEN'],
  linkedin: ['KAIKU_CONTRACT_LINKEDIN_ORGANISATION', 'KAIKU_CONTRACT_LINKEDIN_TOKEN'],
} as const;

/** A real page, when its id and key are given; otherwise what has to be set. The posts of the suite are taken away again. */
export function realStage(kind: keyof typeof REAL): Stage | string {
  const [idName, keyName] = REAL[kind];
  const id = process.env[idName];
  const key = process.env[keyName];
  if (!id || !key) return `not run: the contract of ${kind} on the real platform (set ${idName} and ${keyName})`;
  const channel =
    kind === 'facebook'
      ? createFacebookChannel({ version: process.env.FACEBOOK_GRAPH_VERSION ?? 'v25.0' })
      : createLinkedInChannel({ versions: [process.env.LINKEDIN_VERSION ?? '202609'] });
  return {
    kind,
    channel,
    access: accessTo(id, key),
    judge: null,
    reset: () => undefined,
    close: async () => undefined,
  };
}

function accessTo(remoteId: string, accessToken: string): Access {
  return { channelId: randomUUID(), remoteId, accessToken, refreshToken: null };
}
