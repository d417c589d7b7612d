import type { Outcome, Seen, Sighting } from '#posts/outcome';
import { NOTHING_MEASURED } from '#posts/schema/sample';
import type { Channel, Fingerprint, PublishTools, Snapshot } from '#src/channels/contract';

/** What really became public, in order: the judge of "exactly once". */
export interface LedgerEntry {
  readonly postId: string;
  readonly remoteId: string;
  readonly text: string;
  readonly at: Date;
}

/** How one final call goes: published and told, published but not told, or answered otherwise. */
export type Script = (snapshot: Snapshot) => Outcome | 'accept' | 'accept-in-the-dark' | Promise<Outcome | 'accept'>;

export interface FakePlatform extends Channel {
  readonly ledger: LedgerEntry[];
  /** What the next final calls do; afterwards every call is accepted. */
  readonly scripts: Script[];
  /** What the next looks tell instead of the truth. */
  readonly sightings: Sighting[];
  readonly comments: { readonly remoteId: string; readonly text: string }[];
  /** Edits and retractions that were called for, in order. */
  readonly changes: { readonly kind: 'edit' | 'retract'; readonly remoteId: string; readonly text: string | null }[];
  /** What the next comments, edits and retractions are told; what they do is done all the same. */
  readonly changeAnswers: Outcome[];
  /** The words that stand under an id; null once it was taken away. */
  readonly standing: Map<string, string | null>;
  /** Awaited between arming and the final call. */
  beforeCall: (snapshot: Snapshot) => Promise<void>;
  calls: number;
}

/** A platform in memory for tests of the machinery; the real clients have their own contract suite. */
export function fakePlatform(kind: Channel['kind'] = 'facebook'): FakePlatform {
  const platform: FakePlatform = {
    kind,
    ledger: [],
    scripts: [],
    sightings: [],
    comments: [],
    changes: [],
    changeAnswers: [],
    standing: new Map(),
    calls: 0,
    beforeCall: async () => undefined,
    publish: (snapshot, _access, tools) => publish(platform, snapshot, tools),
    async find(fingerprint) {
      return platform.sightings.shift() ?? truth(platform, fingerprint);
    },
    async locate(link) {
      const entry = platform.ledger.find(({ remoteId }) => link.endsWith(remoteId));
      return entry ? { kind: 'found', seen: asSeen(entry) } : { kind: 'absent', proof: false };
    },
    async comment(remoteId, text) {
      platform.comments.push({ remoteId, text });
      const made = {
        kind: 'published',
        remoteId: `${remoteId}-c${platform.comments.length}`,
        permalink: null,
      } as const;
      return platform.changeAnswers.shift() ?? made;
    },
    async findComment(remoteId, text) {
      const at = platform.comments.findIndex((each) => each.remoteId === remoteId && each.text === text);
      if (at < 0) return { kind: 'absent', proof: false };
      const seen = { remoteId: `${remoteId}-c${at + 1}`, permalink: null, text, at: new Date() };
      return platform.sightings.shift() ?? { kind: 'found', seen };
    },
    async edit(remoteId, snapshot) {
      platform.changes.push({ kind: 'edit', remoteId, text: snapshot.text });
      platform.standing.set(remoteId, snapshot.text);
      return platform.changeAnswers.shift() ?? { kind: 'published', remoteId, permalink: null };
    },
    async read(remoteId) {
      const text = platform.standing.get(remoteId);
      return text === undefined || text === null ? null : { text, permalink: null };
    },
    async retract(remoteId) {
      platform.changes.push({ kind: 'retract', remoteId, text: null });
      platform.standing.set(remoteId, null);
      return platform.changeAnswers.shift() ?? { kind: 'published', remoteId, permalink: null };
    },
    async metrics(remoteIds) {
      const sample = { measures: { ...NOTHING_MEASURED, views: 7, reach: 5 }, raw: {}, notes: [] };
      return { samples: new Map(remoteIds.map((id) => [id, sample])), gone: [], failure: null };
    },
    async health() {
      const noEnds = { expiresAt: null, dataAccessExpiresAt: null };
      return { ok: true, message: 'fine', pageName: 'A page', outcome: null, ...noEnds };
    },
    versionEndsAt: null,
  };
  return platform;
}

async function publish(platform: FakePlatform, snapshot: Snapshot, tools: PublishTools): Promise<Outcome> {
  if (!(await tools.arm())) return { kind: 'notSent', message: 'not armed' };
  await platform.beforeCall(snapshot);
  platform.calls += 1;
  const told = (await platform.scripts.shift()?.(snapshot)) ?? 'accept';
  if (typeof told !== 'string') return told;
  const remoteId = `remote-${platform.ledger.length + 1}`;
  platform.ledger.push({ postId: snapshot.postId, remoteId, text: snapshot.text, at: new Date() });
  if (told === 'accept-in-the-dark') return { kind: 'uncertain', message: 'the connection broke' };
  return { kind: 'published', remoteId, permalink: `https://platform.example/${remoteId}` };
}

function truth(platform: FakePlatform, { postId, owned }: Fingerprint): Sighting {
  const seen = platform.ledger.filter((entry) => entry.postId === postId && !owned.has(entry.remoteId)).map(asSeen);
  if (seen.length > 1) return { kind: 'several', seen };
  return seen[0] ? { kind: 'found', seen: seen[0] } : { kind: 'absent', proof: false };
}

function asSeen(entry: LedgerEntry): Seen {
  return { remoteId: entry.remoteId, permalink: null, text: entry.text, at: entry.at };
}
