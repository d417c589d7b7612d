import type { AnnouncementInput } from '../schema/announcement.ts';
import type { ImportItem, ImportWord } from '../schema/import.ts';
import { holdsWords } from '../words.ts';

/** How what comes in is made into announcements. Everything is named by slug or id. */
export interface Treatment {
  readonly organisation: string;
  readonly channels: readonly string[];
  readonly themes: readonly string[];
  readonly targetGroups: readonly string[];
  /** Of texts whose language the source does not tell, or that the cluster does not speak. */
  readonly language: string;
  readonly funding: string | null;
  readonly campaign: string | null;
  readonly words: readonly ImportWord[];
}

/**
 * An item in the form in which a person would send it.
 * @param languages the cluster's
 */
export function inputOf(
  item: ImportItem,
  how: Treatment,
  languages: readonly string[],
  submit: boolean,
): AnnouncementInput {
  const { organisation, themes } = aboutOf(item, how);
  const { event } = item;
  return {
    kind: item.kind,
    organisation,
    texts: { [languageOf(item, how, languages)]: { title: item.title, body: item.body } },
    channels: [...how.channels],
    themes,
    targetGroups: [...how.targetGroups],
    funding: how.funding,
    link: item.link,
    submit,
    ...(event
      ? {
          event: {
            startsAt: event.startsAt,
            endsAt: event.endsAt,
            place: event.place,
            streamUrl: event.streamUrl,
            registrationUrl: event.registrationUrl,
            organiser: event.organiser,
          },
          campaign: how.campaign,
        }
      : {}),
  };
}

/** The language that an item's words are kept in. */
export function languageOf(item: ImportItem, how: Pick<Treatment, 'language'>, languages: readonly string[]): string {
  return item.language !== null && languages.includes(item.language) ? item.language : how.language;
}

/** The themes that are always meant and those that words tell; the organisation of the first word that tells one. */
export function aboutOf(item: ImportItem, how: Pick<Treatment, 'organisation' | 'themes' | 'words'>) {
  const said = [item.title, item.body, ...item.categories].join('\n');
  // Finnish puts endings to words: "puu" also stands for "puurakentamisen".
  const told = how.words.filter(({ word }) => holdsWords(said, word, '[\\p{L}\\p{M}]*'));
  return {
    organisation: told.find(({ organisation }) => organisation)?.organisation ?? how.organisation,
    themes: [...new Set([...how.themes, ...told.flatMap(({ theme }) => theme ?? [])])],
  };
}
