import type { Problem } from '#posts/problem';
import type { Draft, DraftText } from './draft.ts';
import { cardOf, NO_TEXT, writtenLanguages } from './draft.ts';

/** The body of POST /announcements. What is not said is left out; what is half said goes along, to be refused by name. */
export function toInput(draft: Draft, languages: readonly string[]) {
  const written = writtenLanguages(draft, languages);
  const told = written.length > 0 ? written : languages.slice(0, 1);
  return {
    kind: draft.kind,
    organisation: draft.organisation,
    texts: Object.fromEntries(told.map((language) => [language, textOf(draft.texts[language], draft.channels)])),
    channels: draft.channels === null ? ('all' as const) : [...draft.channels],
    themes: [...draft.themes],
    targetGroups: [...draft.targetGroups],
    funding: draft.funding || null,
    link: draft.link.trim() || null,
    linkCard: cardOf(draft),
    media: draft.images.flatMap(({ id }) => (id ? [id] : [])),
    crops: Object.fromEntries(
      draft.images.flatMap(({ id, crops }) => (id && Object.keys(crops).length > 0 ? [[id, crops]] : [])),
    ),
    publishAt: draft.when === 'at' ? draft.publishAt : null,
    worthUntil: draft.worthUntil || null,
    event: draft.kind === 'event' ? { ...eventOf(draft.event), postponed: draft.postponed } : null,
    recurrence: draft.kind === 'announcement' && draft.when === 'at' ? draft.recurrence || null : null,
    campaign: draft.kind === 'event' && draft.campaign !== '' ? draft.campaign : null,
  };
}
export type Input = ReturnType<typeof toInput>;

function textOf(text: DraftText | undefined, channels: Draft['channels']) {
  const { channels: bodies, ofChannels, variants } = text ?? NO_TEXT;
  const own = [...new Set([...Object.keys(bodies), ...Object.keys(ofChannels)])].flatMap((slug) => {
    const body = bodies[slug]?.trim();
    const words = { ...ofChannels[slug], ...(body ? { body } : {}) };
    const chosen = channels === null || channels.includes(slug);
    return chosen && Object.keys(words).length > 0 ? [[slug, words]] : [];
  });
  const others = variants.filter(({ body }) => body.trim() !== '');
  return {
    title: text?.title.trim() ?? '',
    body: text?.body.trim() ?? '',
    ...(text?.firstComment.trim() ? { firstComment: text.firstComment.trim() } : {}),
    ...(own.length > 0 ? { channels: Object.fromEntries(own) } : {}),
    ...(others.length > 0 ? { variants: others.map((one) => ({ ...one, body: one.body.trim() })) } : {}),
  };
}

function eventOf(event: Draft['event']) {
  const said = (value: string) => value.trim() || null;
  const capacity = event.capacity.trim();
  return {
    startsAt: event.startsAt,
    endsAt: said(event.endsAt),
    place: said(event.place),
    streamUrl: said(event.streamUrl),
    registrationUrl: said(event.registrationUrl),
    capacity: capacity === '' ? null : /^\d+$/.test(capacity) ? Number(capacity) : capacity,
    organiser: said(event.organiser),
  };
}

/** The parts that differ; a PATCH leaves the rest as somebody else may have it. The kind never changes. */
export function changedParts(before: Input, after: Input): Partial<Input> {
  const names = (Object.keys(after) as (keyof Input)[]).filter((name) => name !== 'kind');
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

/** What the server cannot see: a time that was asked for and not given, an image that is not sent for want of its alt. */
export function localProblems(draft: Draft): Problem[] {
  const problems: Problem[] = [];
  if (draft.when === 'at' && draft.publishAt === '')
    problems.push({ pointer: '/publishAt', code: 'missing', detail: '' });
  if (draft.kind === 'event' && draft.event.startsAt === '') {
    problems.push({ pointer: '/event/startsAt', code: 'missing', detail: '' });
  }
  draft.images.forEach(({ id }, index) => {
    if (id === null) problems.push({ pointer: `/media/${index}`, code: 'alt-missing', detail: '' });
  });
  return problems;
}
