import sharp from 'sharp';
import type { NoticeLanguage } from '#posts/notices';
import { MEASURES } from '#posts/schema/sample';
import { storyOf } from '#posts/story';
import type { Week } from '#posts/week';
import type { GroupNumbers } from '#src/db/summaries';
import { face } from '#src/media/lettering';
import type { Mail } from './mail.ts';

export interface Digest {
  readonly week: Week;
  readonly cluster: string;
  readonly publicUrl: string;
  readonly total: Omit<GroupNumbers, 'group'>;
  readonly previous: Omit<GroupNumbers, 'group'>;
  /** By channel and by theme, with their names, what reached most first. */
  readonly channels: readonly Bar[];
  readonly themes: readonly Bar[];
}

export interface Bar {
  readonly name: string;
  /** Null: not known. */
  readonly reach: number | null;
}

const WORDS = {
  fi: {
    subject: 'Viikon luvut',
    unknown: 'ei tiedossa',
    channels: 'Tavoittavuus kanavittain',
    themes: 'Tavoittavuus teemoittain',
    more: 'Kaikki luvut',
    off: 'Saat tämän, koska tilasit viikon luvut. Voit lopettaa ne omista asetuksistasi.',
    measures: [
      'katselut',
      'tavoittavuuksien summa',
      'reaktiot',
      'kommentit',
      'jaot',
      'klikkaukset (alusta)',
      'linkin klikkaukset',
    ],
  },
  sv: {
    subject: 'Veckans siffror',
    unknown: 'inte känt',
    channels: 'Räckvidd per kanal',
    themes: 'Räckvidd per tema',
    more: 'Alla siffror',
    off: 'Du får det här för att du beställde veckans siffror. Du kan avsluta dem i dina egna inställningar.',
    measures: [
      'visningar',
      'summan av räckvidder',
      'reaktioner',
      'kommentarer',
      'delningar',
      'klick (plattformen)',
      'klick på länken',
    ],
  },
  en: {
    subject: 'The week in numbers',
    unknown: 'not known',
    channels: 'Reach by channel',
    themes: 'Reach by theme',
    more: 'All numbers',
    off: 'You get this because you asked for the weekly numbers. You can stop them in your own settings.',
    measures: ['views', 'sum of reaches', 'reactions', 'comments', 'shares', 'clicks (platform)', 'link clicks'],
  },
} as const;

/** The letter, with its charts as pictures that say their numbers in words as well. */
export async function digestLetter(digest: Digest, language: NoticeLanguage): Promise<Omit<Mail, 'to'>> {
  const words = WORDS[language];
  const { total, previous, week, cluster, publicUrl } = digest;
  const first = (bars: readonly Bar[]) => (bars.length > 1 && bars[0]?.reach ? bars[0].name : null);
  const story = storyOf({ total, previous, theme: first(digest.themes), channel: first(digest.channels) }, language);
  const numbers = MEASURES.map((name, index) => `${words.measures[index]}: ${total.totals[name] ?? words.unknown}`);
  const address = `${publicUrl}/app/numbers?period=own&from=${week.from}&to=${week.to}`;
  const charts = [
    { cid: 'channels', caption: words.channels, bars: digest.channels },
    { cid: 'themes', caption: words.themes, bars: digest.themes },
  ].filter(({ bars }) => bars.length > 0);
  const told = charts.map(({ caption, bars, ...rest }) => ({
    ...rest,
    bars,
    alt: altOf(caption, bars, words.unknown),
  }));
  const title = `${words.subject}: ${week.from} – ${week.to}`;
  return {
    subject: `${words.subject}: ${cluster}`,
    text: [
      title,
      '',
      story,
      '',
      ...numbers,
      '',
      ...told.map(({ alt }) => alt),
      '',
      `${words.more}: ${address}`,
      '',
      words.off,
    ].join('\n'),
    html: [
      `<!doctype html><html lang="${language}"><body style="font-family:sans-serif;color:#1b2a2c;max-width:40rem">`,
      `<h1 style="font-size:1.3rem">${escaped(title)}</h1><p>${escaped(story)}</p>`,
      `<ul>${numbers.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`,
      ...told.map(({ cid, alt }) => `<p><img src="cid:${cid}" alt="${escaped(alt)}" style="max-width:100%"></p>`),
      `<p><a href="${escaped(address)}">${words.more}</a></p><p style="color:#55636a">${words.off}</p></body></html>`,
    ].join(''),
    attachments: await Promise.all(
      told.map(async ({ cid, bars }) => ({
        cid,
        filename: `${cid}.png`,
        contentType: 'image/png',
        content: await chart(bars, words.unknown),
      })),
    ),
  };
}

function altOf(caption: string, bars: readonly Bar[], unknown: string): string {
  return `${caption}. ${bars.map(({ name, reach }) => `${name}: ${reach ?? unknown}`).join('. ')}.`;
}

const [WIDTH, ROW, NAMES, VALUES] = [640, 40, 230, 110];

/** Bars beside each other by length; letters are shapes, so it looks the same on a server without typefaces. */
async function chart(bars: readonly Bar[], unknown: string): Promise<Buffer> {
  const { pathOf, drawable } = face('regular');
  const most = Math.max(1, ...bars.map(({ reach }) => reach ?? 0));
  const rows = bars.map(({ name, reach }, index) => {
    const y = index * ROW;
    const length = Math.round(((reach ?? 0) / most) * (WIDTH - NAMES - VALUES));
    return `<path fill="#1b2a2c" d="${pathOf(drawable(name).slice(0, 32), 15, 8, y + 25)}"/>
      <rect x="${NAMES}" y="${y + 8}" width="${length}" height="${ROW - 16}" fill="#1d6a58"/>
      <path fill="#55636a" d="${pathOf(String(reach ?? unknown), 15, NAMES + length + 8, y + 25)}"/>`;
  });
  const height = bars.length * ROW;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${rows.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
