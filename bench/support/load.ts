import { v7 as uuidv7 } from 'uuid';
import type { ChannelKind } from '#posts/schema/channel';
import { publishJob } from '#queue-config/jobs';
import { withJobs } from '#queue-config/with-jobs';
import { databaseNow, insertPosts, type PostRow } from '#src/db/posts';
import { announcements, channels, organisations } from '#src/db/schema';
import { sealTokens } from '#src/secrets/channel-tokens';
import type { Installation } from './installation.ts';

export interface Page {
  readonly id: string;
  readonly slug: string;
  readonly kind: ChannelKind;
  readonly remoteId: string;
}

/** One publication as the platform's own ledger tells it. */
export interface LedgerLine {
  readonly platform: string;
  readonly remoteId: string;
  readonly text: string;
  readonly createdAt: string;
}

/** Connects the sandbox's pages straight in the database. */
export async function connectPages({ kaiku, sandbox }: Installation, count: number): Promise<Page[]> {
  const { database } = kaiku.publishing;
  const answer = await fetch(`${sandbox.origin}/sandbox/pages`);
  const pages = (await answer.json()) as { kind: ChannelKind; name: string; remoteId: string; accessToken: string }[];
  const connected: Page[] = [];
  for (const page of pages.slice(0, count)) {
    const id = uuidv7();
    const slug = `page-${connected.length}`;
    const tokens = sealTokens(kaiku.sealer, id, { accessToken: page.accessToken, refreshToken: null });
    await database.db
      .insert(channels)
      .values({ id, slug, kind: page.kind, name: page.name, remoteId: page.remoteId, languages: ['fi'], ...tokens });
    connected.push({ id, slug, kind: page.kind, remoteId: page.remoteId });
  }
  return connected;
}

/** Posts with words of their own, each found in the ledger by its marker; a hundred announcements a commit. */
export async function schedule(
  { kaiku }: Installation,
  pages: readonly Page[],
  times: readonly Date[],
): Promise<PostRow[]> {
  const { database, queues } = kaiku.publishing;
  const [organisation] = await database.db.select().from(organisations).limit(1);
  const rows: PostRow[] = [];
  for (let from = 0; from < times.length; from += 100) {
    await withJobs(database, queues, async (tx, jobs) => {
      for (const [offset, at] of times.slice(from, from + 100).entries()) {
        const page = pages[(from + offset) % pages.length] as Page;
        const id = uuidv7();
        const text = `Puurakentamisen uutisia pohjoisesta, merkki ${marker(id)}. Tervetuloa mukaan.`;
        await tx.db.insert(announcements).values({
          id,
          slug: id,
          kind: 'announcement',
          organisationId: organisation?.id as string,
          texts: { fi: { title: 'Uutisia', body: text } },
          channels: [page.id],
          state: 'open',
          createdBy: 'bench',
        });
        const message = { title: 'Uutisia', text, link: null, images: [], firstComment: null };
        const planned = { channelId: page.id, channel: page.slug, language: 'fi', step: null, message };
        const worthUntil = new Date(at.getTime() + 86_400_000);
        const [post] = await insertPosts(tx, id, [{ ...planned, scheduledAt: at, worthUntil }], { name: 'scheduled' });
        rows.push(post as PostRow);
        jobs.push(publishJob(post as PostRow, page.kind));
      }
    });
  }
  return rows;
}

export function databaseTime({ kaiku }: Installation): Promise<Date> {
  return databaseNow(kaiku.publishing.database.db);
}

/** The word that names an announcement in its text. */
export function marker(id: string): string {
  return `m${id.replaceAll('-', '')}`;
}

/** What really became public, by the marker of its text. */
export async function ledgerByMarker({ sandbox }: Installation): Promise<Map<string, LedgerLine[]>> {
  const answer = await fetch(`${sandbox.origin}/sandbox/ledger`);
  const byMarker = new Map<string, LedgerLine[]>();
  for (const line of (await answer.json()) as LedgerLine[]) {
    const word = /m[0-9a-f]{32}/.exec(line.text)?.[0] ?? '?';
    byMarker.set(word, [...(byMarker.get(word) ?? []), line]);
  }
  return byMarker;
}
