import { can, whyNot } from '#posts/policy';
import { type Problem, pointerTo } from '#posts/problem';
import type { ImportWord } from '#posts/schema/import';
import type { Database } from '#src/db/client';
import { getCluster } from '#src/db/cluster';
import { findNamedAll, ORGANISATIONS, THEMES } from '#src/db/named-things';
import { readReferences } from '../announcements/references.ts';
import { usableBy } from '../approval.ts';
import type { Actor } from '../deps.ts';
import { forbidden } from '../guard.ts';
import { invalid } from '../problem.ts';

/** How what comes in is to be treated, as it was asked for: by slugs or ids. */
interface Asked {
  readonly organisation: string;
  readonly channels: readonly string[];
  readonly themes?: readonly string[] | undefined;
  readonly targetGroups?: readonly string[] | undefined;
  readonly language: string;
  readonly funding?: string | null | undefined;
  readonly campaign?: string | null | undefined;
  readonly words?: readonly ImportWord[] | undefined;
}

/** The same, as it is kept: organisations by their ids, everything else by its slug. */
export interface CheckedTreatment {
  readonly organisationId: string;
  readonly channels: string[];
  readonly themes: string[];
  readonly targetGroups: string[];
  readonly language: string;
  readonly funding: string | null;
  readonly campaign: string | null;
  readonly words: ImportWord[];
}

/**
 * Finds everything that is named, and asks whether this one may write there.
 * @param schedules what comes in is published without anybody looking at it: that takes who may approve
 * @throws Refusal 422 with everything that is unknown, or 403
 */
export async function checkTreatment(
  db: Database,
  actor: Actor,
  asked: Asked,
  schedules: boolean,
  kept: readonly string[] = [],
): Promise<CheckedTreatment> {
  const { organisation, channels, themes = [], targetGroups = [], language, funding, campaign, words = [] } = asked;
  const sound = {
    organisation,
    channels: [...channels],
    themes: [...themes],
    targetGroups: [...targetGroups],
    funding: funding ?? null,
    campaign: campaign ?? null,
  };
  const references = await readReferences(db, sound, usableBy(actor, kept));
  const named = await namedByWords(db, words);
  const problems = [...references.problems, ...named.problems, ...(await unspoken(db, language))];
  if (problems.length > 0 || !references.organisation) throw invalid(problems);
  const organisationId = references.organisation.id;
  const action = schedules ? 'announcement.approve' : 'announcement.write';
  for (const id of new Set([organisationId, ...named.words.flatMap((word) => word.organisation ?? [])])) {
    const thing = { organisationId: id };
    if (can(actor.person, action, thing) !== 'yes') throw forbidden(whyNot(actor.person, action, thing));
  }
  return {
    organisationId,
    channels: references.channels.map(({ slug }) => slug),
    themes: [...references.themes],
    targetGroups: [...references.targetGroups],
    language,
    funding: references.funding?.slug ?? null,
    campaign: references.template?.slug ?? null,
    words: named.words,
  };
}

async function unspoken(db: Database, language: string): Promise<Problem[]> {
  const { languages } = await getCluster(db);
  if (languages.includes(language)) return [];
  const detail = `the cluster does not speak "${language}"; its languages are ${languages.join(', ')}`;
  return [{ pointer: '/language', code: 'unknown-language', detail }];
}

async function namedByWords(db: Database, words: readonly ImportWord[]) {
  const themes = await findNamedAll(
    db,
    THEMES,
    words.flatMap(({ theme }) => theme ?? []),
  );
  const organisations = await findNamedAll(
    db,
    ORGANISATIONS,
    words.flatMap(({ organisation }) => organisation ?? []),
  );
  const problems: Problem[] = [];
  const find = <Thing extends { id: string; slug: string }>(
    things: readonly Thing[],
    ref: string | null | undefined,
    path: (string | number)[],
  ) => {
    if (!ref) return null;
    const thing = things.find(({ id, slug }) => slug === ref || id === ref);
    const what = String(path.at(-1));
    if (!thing)
      problems.push({ pointer: pointerTo(path), code: `unknown-${what}`, detail: `there is no ${what} "${ref}"` });
    return thing ?? null;
  };
  const found = words.map(({ word, theme, organisation }, index) => ({
    word,
    theme: find(themes, theme, ['words', index, 'theme'])?.slug ?? null,
    organisation: find(organisations, organisation, ['words', index, 'organisation'])?.id ?? null,
  }));
  return { words: found, problems };
}
