import { type Draft, EMPTY_DRAFT, NO_IMAGE, NO_TEXT } from './draft.ts';

/** A draft as the browser keeps it. `revision` is the announcement's when the writing began; null for a new one. */
export interface KeptDraft {
  readonly draft: Draft;
  readonly savedAt: string;
  readonly revision: number | null;
  /** The announcement as it was then; null for a new one. */
  readonly base: Draft | null;
}

const nameOf = (ref: string | null) => `kaiku.draft.${ref ?? 'new'}`;

/** Null when nothing is kept, or what is kept cannot be read. */
export function keptDraft(ref: string | null): KeptDraft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(ref)) ?? 'null') as KeptDraft | null;
    if (!kept) return null;
    // A file that was not sent yet is gone with the page that held it.
    const images = kept.draft.images.filter(({ id }) => id !== null).map((image) => ({ ...NO_IMAGE, ...image }));
    const texts = Object.fromEntries(
      Object.entries(kept.draft.texts).map(([language, text]) => [language, { ...NO_TEXT, ...text }]),
    );
    return { ...kept, base: kept.base ?? null, draft: { ...EMPTY_DRAFT, ...kept.draft, images, texts } };
  } catch {
    return null;
  }
}

/** @returns false when the browser has no room or closes its storage to us; the writing itself goes on */
export function keepDraft(ref: string | null, kept: KeptDraft): boolean {
  try {
    localStorage.setItem(nameOf(ref), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(ref: string | null): void {
  localStorage.removeItem(nameOf(ref));
}

const LAST_USED = 'kaiku.lastUsed';

/** The same person mostly writes for the same organisation under the same funding. */
export function lastUsed(): { organisation: string; funding: string } {
  const none = { organisation: '', funding: '' };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(LAST_USED) ?? '{}') as Partial<typeof none>) };
  } catch {
    return none;
  }
}

export function rememberUsed({ organisation, funding }: Pick<Draft, 'organisation' | 'funding'>): void {
  try {
    localStorage.setItem(LAST_USED, JSON.stringify({ organisation, funding }));
  } catch {
    // Only a convenience is lost.
  }
}
