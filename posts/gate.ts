import type { Note, Problem } from './problem.ts';
import { pointerTo } from './problem.ts';

/** What the gate does about something that is not right, when an announcement is submitted or approved (design §10). */
export const GATE_STEPS = ['warn', 'refuse'] as const;
export type GateStep = (typeof GATE_STEPS)[number];

/** What the cluster chose for each doubt: a warning, or a refusal. */
export interface GateSettings {
  /** A language of the cluster in which nothing is written. */
  readonly missingLanguage: GateStep;
  /** A link that does not answer. */
  readonly deadLink: GateStep;
}

/** What of an announcement the gate looks at. */
export interface ForGate {
  readonly texts: Readonly<Record<string, unknown>>;
  readonly link: string | null;
  readonly event: { readonly registrationUrl: string | null; readonly streamUrl: string | null } | null;
}

/** Where each address that people are led to stands. */
export function linksToCheck({ link, event }: ForGate): { pointer: string; url: string }[] {
  const all = [
    [['link'], link],
    [['event', 'registrationUrl'], event?.registrationUrl ?? null],
    [['event', 'streamUrl'], event?.streamUrl ?? null],
  ] as const;
  return all.flatMap(([path, url]) => (url === null ? [] : [{ pointer: pointerTo([...path]), url }]));
}

/**
 * @param languages those of the cluster
 * @param dead why an address does not answer, by the address; one that answers, or was not asked, is missing
 */
export function passGate(
  what: ForGate,
  languages: readonly string[],
  dead: ReadonlyMap<string, string>,
  settings: GateSettings,
): { problems: Problem[]; notes: Note[] } {
  const missing = languages
    .filter((language) => what.texts[language] === undefined)
    .map((language) => ({
      pointer: pointerTo(['texts', language]),
      code: 'language-missing',
      detail: `nothing is written in "${language}", which is a language of the cluster`,
    }));
  const links = linksToCheck(what).flatMap(({ pointer, url }) => {
    const why = dead.get(url);
    return why === undefined ? [] : [{ pointer, code: 'link-dead', detail: `the link ${url} does not answer: ${why}` }];
  });
  const refused = [
    ...(settings.missingLanguage === 'refuse' ? missing : []),
    ...(settings.deadLink === 'refuse' ? links : []),
  ];
  const told = [...missing, ...links].filter((one) => !refused.includes(one));
  return { problems: refused, notes: told.map(({ code, detail }) => ({ code, detail })) };
}
