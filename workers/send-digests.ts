import { resolveTime, shiftLocal } from '#posts/time';
import { type Week, weekToTell } from '#posts/week';
import { listChannels } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { claimDigest, giveDigestBack, readersOf, settleDigest } from '#src/db/digests';
import { findNamedAll, THEMES } from '#src/db/named-things';
import { databaseNow } from '#src/db/posts';
import { type GroupNumbers, summariesBy, summaryOfAll } from '#src/db/summaries';
import { type Bar, type Digest, digestLetter } from '#src/notify/digest';
import { mailFailure } from '#src/notify/mail-failure';
import type { PublishingDeps } from '#src/publishing/deps';
import type { Telling } from './tell-people.ts';

const BARS = 6;

/** On Monday at eight: last week's numbers to whoever wants them, to each at most once. */
export async function sendDigests(deps: PublishingDeps, { mailer, publicUrl }: Telling, at?: Date): Promise<number> {
  if (!mailer) return 0;
  const { db } = deps.database;
  const { zone } = await getCluster(db);
  const week = weekToTell(at ?? (await databaseNow(db)), zone);
  if (!week) return 0;
  let sent = 0;
  for (const reader of await readersOf(db, week.from)) {
    if (!(await claimDigest(db, reader.id, week.from))) continue;
    try {
      const letter = await digestLetter(await readDigest(db, week, publicUrl, reader.language), reader.language);
      await mailer.send({ to: reader.email, ...letter });
      await settleDigest(db, reader.id, week.from, 'sent');
      sent += 1;
    } catch (error) {
      // What may have arrived is not sent again.
      if (mailFailure(error) === 'again') await giveDigestBack(db, reader.id, week.from);
      else await settleDigest(db, reader.id, week.from, 'failed');
      deps.logger.warn({ personId: reader.id, code: (error as { code?: unknown }).code }, 'a weekly mail was not sent');
    }
  }
  return sent;
}

async function readDigest(db: Database, week: Week, publicUrl: string, language: string): Promise<Digest> {
  const { zone, name } = await getCluster(db);
  const start = resolveTime(`${week.from}T00:00`, zone);
  if (!start.ok) throw new Error(start.detail);
  const from = start.instant;
  const filter = { from, to: shiftLocal(from, zone, { days: 7 }), zone };
  const before = shiftLocal(from, zone, { days: -7 });
  const channels = await summariesBy(db, { ...filter, groupBy: 'channel', limit: BARS });
  const themes = await summariesBy(db, { ...filter, groupBy: 'theme', limit: BARS });
  const known = await listChannels(db, { limit: 1000 });
  const slugs = themes.flatMap(({ group }) => group ?? []);
  const named = await findNamedAll(db, THEMES, slugs);
  const themeName = (slug: string) => {
    const names = named.find((theme) => theme.slug === slug)?.names;
    return names?.[language] ?? names?.fi ?? slug;
  };
  return {
    week,
    cluster: name,
    publicUrl,
    total: await summaryOfAll(db, filter),
    previous: await summaryOfAll(db, { from: before, to: from, zone }),
    channels: barsOf(channels, (slug) => known.find((channel) => channel.slug === slug)?.name ?? slug),
    themes: barsOf(themes, themeName),
  };
}

function barsOf(groups: readonly GroupNumbers[], nameOf: (slug: string) => string): Bar[] {
  return groups.flatMap(({ group, totals }) => (group === null ? [] : [{ name: nameOf(group), reach: totals.reach }]));
}
