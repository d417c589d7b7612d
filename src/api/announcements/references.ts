import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { type Problem, pointerTo } from '#posts/problem';
import type { CampaignTemplate, Funding, Organisation } from '#posts/schema/named-things';
import { type ChannelRow, findChannels, listChannels } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { findMedia, type MediaRow } from '#src/db/media';
import {
  CAMPAIGN_TEMPLATES,
  FUNDINGS,
  findNamedAll,
  listNamed,
  ORGANISATIONS,
  TARGET_GROUPS,
  THEMES,
} from '#src/db/named-things';
import type { Sound } from './sound.ts';

/** The things that an announcement names, read. Unknown ones are left out and told in `problems`. */
export interface References {
  readonly organisation: Organisation | null;
  readonly channels: readonly ChannelRow[];
  readonly themes: readonly string[];
  readonly targetGroups: readonly string[];
  readonly funding: Funding | null;
  readonly template: CampaignTemplate | null;
  readonly media: readonly MediaRow[];
  readonly problems: readonly Problem[];
}

/** More names than this are not listed in a problem. */
const NAMED_IN_A_PROBLEM = 40;

interface Asked {
  readonly ref: string;
  readonly path: readonly (string | number)[];
}

/** @param usable which channels the caller may choose; another is as unknown as one that is not there */
export async function readReferences(
  db: Database,
  sound: Sound,
  usable: (channel: ChannelRow) => boolean,
): Promise<References> {
  const problems: Problem[] = [];
  const named = async <View extends z.ZodType<{ id: string; slug: string }>>(
    table: { table: PgTable & { id: PgColumn; slug: PgColumn; revision: PgColumn }; view: View },
    what: string,
    asked: Asked[],
  ): Promise<z.infer<View>[]> => {
    const found = await findNamedAll(
      db,
      table,
      asked.map(({ ref }) => ref),
    );
    const all = async () => (await listNamed(db, table, { limit: NAMED_IN_A_PROBLEM })).map(({ slug }) => slug);
    return matched(asked, found, what, all, problems);
  };
  const [organisation] = await named(ORGANISATIONS, 'organisation', one('organisation', sound.organisation));
  const [funding] = await named(FUNDINGS, 'funding', one('funding', sound.funding));
  const [template] = await named(CAMPAIGN_TEMPLATES, 'campaign template', one('campaign', sound.campaign));
  const themes = await named(THEMES, 'theme', many('themes', sound.themes));
  const targetGroups = await named(TARGET_GROUPS, 'target group', many('targetGroups', sound.targetGroups));
  const channels = await readChannels(db, sound.channels, usable, problems);
  problems.push(...strangersInTexts(sound, channels));
  return {
    organisation: organisation ?? null,
    funding: funding ?? null,
    template: template ?? null,
    themes: themes.map(({ slug }) => slug),
    targetGroups: targetGroups.map(({ slug }) => slug),
    channels,
    media: await readMedia(db, sound.media ?? [], problems),
    problems,
  };
}

async function readChannels(
  db: Database,
  asked: Sound['channels'],
  usable: (channel: ChannelRow) => boolean,
  problems: Problem[],
): Promise<ChannelRow[]> {
  const all = async () => (await listChannels(db, { limit: 200 })).filter(usable);
  if (asked === 'all') {
    const connected = await all();
    if (connected.length === 0)
      problems.push({ pointer: '/channels', code: 'no-channels', detail: 'no channel is connected yet' });
    return connected;
  }
  const refs = many('channels', asked);
  const connected = await findChannels(
    db,
    refs.map(({ ref }) => ref),
  );
  const found = connected.filter(usable);
  return matched(refs, found, 'channel', async () => (await all()).map(({ slug }) => slug), problems);
}

async function readMedia(db: Database, ids: readonly string[], problems: Problem[]): Promise<MediaRow[]> {
  const found = await findMedia(db, ids);
  ids.forEach((id, index) => {
    if (id === '' || found.some((row) => row.id === id.toLowerCase())) return;
    const detail = `there is no image "${id}"; send it to /api/v1/media first and name the id that it answers`;
    problems.push({ pointer: pointerTo(['media', index]), code: 'unknown-media', detail });
  });
  return [...new Map(found.map((row) => [row.id, row])).values()];
}

/** In the order in which they were asked for, each once. */
async function matched<Row extends { id: string; slug: string }>(
  asked: readonly Asked[],
  found: readonly Row[],
  what: string,
  all: () => Promise<string[]>,
  problems: Problem[],
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (const { ref, path } of asked) {
    const row = found.find(({ id, slug }) => slug === ref || id === ref.toLowerCase());
    if (row) rows.set(row.id, row);
    else problems.push(await unknown(what, ref, path, all));
  }
  return [...rows.values()];
}

async function unknown(what: string, ref: string, path: Asked['path'], all: () => Promise<string[]>): Promise<Problem> {
  const names = await all();
  const there = names.length > 0 ? `there are: ${names.join(', ')}` : 'there is none yet';
  return {
    pointer: pointerTo(path),
    code: `unknown-${what.replace(' ', '-')}`,
    detail: `there is no ${what} "${ref}"; ${there}`,
  };
}

/** Words written for a channel that the announcement does not go to would be lost in silence. */
function strangersInTexts(sound: Sound, channels: readonly ChannelRow[]): Problem[] {
  if (!sound.channels) return [];
  return Object.entries(sound.texts ?? {}).flatMap(([language, text]) =>
    Object.keys(text.channels ?? {})
      .filter((ref) => !channels.some(({ id, slug }) => slug === ref || id === ref))
      .map((ref) => ({
        pointer: pointerTo(['texts', language, 'channels', ref]),
        code: 'not-a-chosen-channel',
        detail: `"${ref}" is not among the announcement's channels (${channels.map(({ slug }) => slug).join(', ')})`,
      })),
  );
}

function one(field: string, ref: string | null | undefined): Asked[] {
  return ref ? [{ ref, path: [field] }] : [];
}

function many(field: string, refs: readonly string[] | undefined): Asked[] {
  return (refs ?? []).map((ref, index) => ({ ref, path: [field, index] })).filter(({ ref }) => ref !== '');
}
