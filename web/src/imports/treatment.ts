import { ApiProblem } from '../api/problem.ts';
import type { Import } from '../api/wire.ts';

/** How what comes in is treated, as the form holds it; empty text is "none". */
export interface TreatmentDraft {
  readonly organisation: string;
  readonly channels: readonly string[];
  readonly language: string;
  readonly themes: readonly string[];
  readonly targetGroups: readonly string[];
  readonly funding: string;
  readonly campaign: string;
  readonly words: readonly WordDraft[];
}

export interface WordDraft {
  readonly id: number;
  readonly word: string;
  readonly theme: string;
  readonly organisation: string;
}

export const EMPTY_TREATMENT: TreatmentDraft = {
  organisation: '',
  channels: [],
  language: 'fi',
  themes: [],
  targetGroups: [],
  funding: '',
  campaign: '',
  words: [],
};

export function draftOf(source: Import): TreatmentDraft {
  const { organisation, channels, language, themes, targetGroups, funding, campaign, words } = source;
  return {
    organisation,
    channels,
    language,
    themes,
    targetGroups,
    funding: funding ?? '',
    campaign: campaign ?? '',
    words: words.map(({ word, theme, organisation: whose }, index) => ({
      id: index,
      word,
      theme: theme ?? '',
      organisation: whose ?? '',
    })),
  };
}

/** As the interface for programs takes it. */
export function treatmentOf(draft: TreatmentDraft): object {
  const told = draft.words.filter(({ word, theme, organisation }) => word.trim() !== '' && (theme || organisation));
  return {
    ...draft,
    funding: draft.funding || null,
    campaign: draft.campaign || null,
    words: told.map(({ word, theme, organisation }) => ({
      word,
      theme: theme || null,
      organisation: organisation || null,
    })),
  };
}

/** What the server said of a field, or of something within it. */
export function problemAt(error: unknown, field: string) {
  if (!(error instanceof ApiProblem)) return undefined;
  return error.errors.find(({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`));
}
