import { inOrder } from '#posts/languages';
import { messageFor } from '#posts/plan';
import type { AnnouncementRow } from '#src/db/announcements';
import type { FeedItemRow } from '#src/db/feed-items';
import type { Picture } from './pictures.ts';
import type { Names, Site } from './site.ts';

/** Everything that a public page of one announcement shows. */
export interface Shown {
  readonly row: AnnouncementRow;
  /** The newest first. */
  readonly items: readonly FeedItemRow[];
  readonly media: readonly Picture[];
  readonly organisation: Names;
  /** The funding's statements by language; empty without a funding. */
  readonly statements: Names;
}

/** The words in one language, with the ids of the posts that stand here: permalinks point at them. */
export interface Section {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly link: string | null;
  readonly anchors: readonly string[];
  readonly publishedAt: Date | null;
}

/** The words that went out, in each language; an event, which is public by itself, shows its own where none are out. */
export function sectionsOf(site: Site, shown: Shown): Section[] {
  const { row, items } = shown;
  const languages = [
    ...new Set([...Object.keys(inOrder(row.texts, site.cluster.languages)), ...items.map((item) => item.language)]),
  ];
  return languages.flatMap((language) => published(shown, language) ?? written(site, shown, language) ?? []);
}

function published({ items }: Shown, language: string): Section | null {
  const own = items.filter((item) => item.language === language);
  const [newest] = own;
  if (!newest) return null;
  const { title, body: text, link, publishedAt } = newest;
  return { language, title, text, link, anchors: own.map(({ postId }) => postId), publishedAt };
}

function written(site: Site, { row, statements }: Shown, language: string): Section | null {
  if (row.kind !== 'event' || !row.texts[language]) return null;
  const message = messageFor(
    {
      texts: row.texts,
      link: row.link,
      images: [],
      event: null,
      fundingStatements: statements,
      publishAt: null,
      worthUntil: null,
      steps: [],
    },
    { id: '', slug: '', kind: 'website-feed', languages: [language] },
    language,
    site.cluster.zone,
  );
  return { language, title: message.title, text: message.text, link: row.link, anchors: [], publishedAt: null };
}
