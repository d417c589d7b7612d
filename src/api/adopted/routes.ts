import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Seen } from '#posts/outcome';
import type { Problem } from '#posts/problem';
import { Language, Ref, WebLink } from '#posts/schema/basics';
import { PostView } from '#posts/schema/post';
import { collectJob } from '#queue-config/jobs';
import { insertAnnouncement } from '#src/db/announcements';
import { writeAudit } from '#src/db/audit';
import { type ChannelRow, findChannel } from '#src/db/channels';
import type { Database } from '#src/db/client';
import { isUniqueViolation } from '#src/db/errors';
import { FUNDINGS, findNamed, findNamedAll, ORGANISATIONS, TARGET_GROUPS, THEMES } from '#src/db/named-things';
import { databaseNow, insertPosts, type PostRow } from '#src/db/posts';
import { askForSample } from '#src/db/sample-requests';
import { locateOn } from '#src/publishing/look';
import { mustWriteFor } from '../announcements/create.ts';
import { slugOf } from '../announcements/slug.ts';
import type { ApiDeps } from '../deps.ts';
import { mustMay, thingOf } from '../guard.ts';
import { type Operation, operation } from '../operation.ts';
import { presentPosts } from '../posts/present.ts';
import { conflict, invalid, Refusal } from '../problem.ts';

/** How far back a page is read for a post that was made by hand. */
const BACK_MS = 400 * 86_400_000;
const TITLE = 120;

const Input = z
  .strictObject({
    link: WebLink.describe('The address of the post itself, as the page shows it.'),
    channel: Ref,
    organisation: Ref.optional().describe('Whose post it is; the channel’s organisation when left out.'),
    language: Language.optional().describe('The channel’s first language when left out.'),
    themes: z.array(Ref).max(50).optional(),
    targetGroups: z.array(Ref).max(50).optional(),
    funding: Ref.optional(),
  })
  .meta({ id: 'PostByHand' });
type Input = z.infer<typeof Input>;

interface Named {
  readonly channel: ChannelRow;
  readonly organisationId: string;
  readonly themes: string[];
  readonly targetGroups: string[];
  readonly funding: string | null;
}

const adopt = operation({
  method: 'post',
  path: '/posts/adopt',
  action: 'post.publish',
  tag: 'posts',
  summary: 'Take in a post that somebody made by hand on a page, by its link',
  description:
    'The page is read and must show the post. It becomes an announcement with one published post, whose numbers are read ' +
    'from now on and which stands in summaries and reports. A post that Kaiku knows already answers 409.',
  body: Input,
  answers: { 201: { description: 'The post.', schema: PostView.meta({ id: 'Post' }) } },
  refusals: [409, 503],
  async handle(call) {
    const { deps, body, actor } = call;
    const named = await readNamed(deps.database.db, body);
    mustMay(actor, 'channel.use', thingOf(named.channel.organisationId), 'channel', body.channel);
    mustWriteFor(actor, named.organisationId);
    const seen = await located(deps, named.channel, body.link);
    try {
      return await call.commit(async (tx, jobs) => {
        const title = titleOf(seen.text) || named.channel.name;
        const language = body.language ?? named.channel.languages[0] ?? 'fi';
        const id = uuidv7();
        const announcement = await insertAnnouncement(tx.db, {
          id,
          slug: slugOf(title),
          kind: 'announcement',
          organisationId: named.organisationId,
          texts: { [language]: { title, body: seen.text || title } },
          themes: named.themes,
          targetGroups: named.targetGroups,
          funding: named.funding,
          channels: [named.channel.slug],
          state: 'open',
          createdBy: actor.name,
        });
        const { remoteId, permalink, at } = seen;
        const planned = {
          channelId: named.channel.id,
          channel: named.channel.slug,
          language,
          step: null,
          scheduledAt: at,
          worthUntil: at,
          message: { title, text: seen.text, link: null, images: [], firstComment: null },
        };
        const state = { name: 'published', remoteId, permalink, publishedAt: at, proof: 'person', note: null } as const;
        const [post] = await insertPosts(tx, announcement.id, [planned], state);
        const { id: postId } = post as PostRow;
        // Its first numbers are read at once, also when it is too old for the plan.
        await askForSample(tx.db, postId);
        jobs.push(collectJob(named.channel.id));
        const detail = { remoteId, channel: named.channel.slug };
        await writeAudit(tx.db, { actor: actor.name, action: 'post.adopted', thing: 'post', thingId: postId, detail });
        const [view] = await presentPosts(tx.db, [post as PostRow]);
        return { status: 201, body: view };
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'posts_remote')) throw error;
      throw conflict('Kaiku knows this post of the page already.', [], 'known-already');
    }
  },
});

async function readNamed(db: Database, body: Input): Promise<Named> {
  const problems: Problem[] = [];
  const unknown = (pointer: string, detail: string) => problems.push({ pointer, code: 'unknown', detail });
  const channel = await findChannel(db, body.channel);
  if (!channel) unknown('/channel', `there is no channel "${body.channel}"`);
  const organisation = body.organisation ? await findNamed(db, ORGANISATIONS, body.organisation) : null;
  if (body.organisation && !organisation) unknown('/organisation', `there is no organisation "${body.organisation}"`);
  const organisationId = organisation?.id ?? channel?.organisationId ?? null;
  if (channel && !body.organisation && organisationId === null) {
    unknown('/organisation', 'the channel belongs to no organisation; say whose post it is');
  }
  const funding = body.funding ? await findNamed(db, FUNDINGS, body.funding) : null;
  if (body.funding && !funding) unknown('/funding', `there is no funding "${body.funding}"`);
  const slugs = async (table: typeof THEMES | typeof TARGET_GROUPS, refs: readonly string[] = [], what: string) => {
    const found = await findNamedAll(db, table, [...refs]);
    for (const [index, ref] of refs.entries()) {
      if (!found.some(({ id, slug }) => id === ref || slug === ref))
        unknown(`/${what}/${index}`, `there is no "${ref}"`);
    }
    return found.map(({ slug }) => slug);
  };
  const themes = await slugs(THEMES, body.themes, 'themes');
  const targetGroups = await slugs(TARGET_GROUPS, body.targetGroups, 'targetGroups');
  if (!channel || organisationId === null || problems.length > 0) throw invalid(problems);
  return { channel, organisationId, themes, targetGroups, funding: funding?.slug ?? null };
}

async function located(deps: ApiDeps, channel: ChannelRow, link: string): Promise<Seen> {
  const since = new Date((await databaseNow(deps.database.db)).getTime() - BACK_MS);
  const sighting = await locateOn(deps.publishing, channel, link, since);
  if (sighting.kind === 'found') return sighting.seen;
  if (sighting.kind === 'cannotTell') {
    const detail = `The page could not be read (${sighting.message}), so nothing was taken in. Try again later.`;
    throw new Refusal(503, 'cannot-look', detail);
  }
  const detail = `no post with this address was found on "${channel.name}". Open the post there and copy its own address.`;
  throw invalid([{ pointer: '/link', code: 'not-on-the-page', detail }]);
}

/** The first line, cut at a word. */
function titleOf(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  if (line.length <= TITLE) return line;
  const cut = line.slice(0, TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), TITLE / 2)).trimEnd()}…`;
}

export const adoptedOperations: readonly Operation[] = [adopt];
