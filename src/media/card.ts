import sharp from 'sharp';
import { EMBLEM_BLUE, EMBLEM_GOLD, emblemStars } from './emblem.ts';
import { type Face, face } from './lettering.ts';
import { cutTo, fitsUnbroken, wrap } from './wrap.ts';

/** In pixels. */
export interface CardSize {
  readonly width: number;
  readonly height: number;
}

/** What stands on a card, each already in its language; null: nothing of the kind. */
export interface CardWords {
  /** Of the cluster. */
  readonly name: string;
  readonly title: string;
  /** That it is cancelled. */
  readonly notice: string | null;
  readonly when: string | null;
  readonly place: string | null;
  readonly organisation: string;
  /** The funding statement; the emblem stands with it. */
  readonly statement: string | null;
}

const INK = '#10231c';
const PAPER = '#f4f7f5';
const ACCENT = '#0b4f3a';
const SOFT = '#3d4a44';
const NOTICE = '#8c1d18';
const EDGE = 72;
const TITLE_SIZES = [84, 76, 68, 60, 54, 48, 42];
const EMBLEM_HEIGHT = 56;

/** Draws the card as a PNG. The same words make the same bytes; no fonts of the machine are used. */
export async function paintCard(words: CardWords, size: CardSize): Promise<Buffer> {
  return sharp(Buffer.from(cardSvg(drawable(words), size)))
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** Without what the letters cannot draw, so that it takes no room either. */
function drawable(words: CardWords): CardWords {
  const shown = Object.entries(words).map(([name, text]) => [name, text && face('bold').drawable(text)]);
  return Object.fromEntries(shown) as CardWords;
}

/** A card as an SVG of shapes only: its text is drawn, so nothing in it can be markup. */
function cardSvg(words: CardWords, { width, height }: CardSize): string {
  const shapes = [
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    `<rect width="16" height="${height}" fill="${ACCENT}"/>`,
    line(face('bold'), words.name, { size: 30, x: EDGE, y: 86, fill: ACCENT, width: width - 2 * EDGE }),
    ...titleBlock(words, { width, height }),
    ...footBlock(words, { width, height }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes.join('')}</svg>`;
}

/** What is left between the cluster's name and the foot. */
const TOP = 118;
const FOOT_ROOM = 120;
const FACT = { size: 36, step: 48 };
const GAP = 20;

/** Title, time and place, one below the other. */
function titleBlock({ title, notice, when, place }: CardWords, { width, height }: CardSize): string[] {
  const room = width - 2 * EDGE;
  const regular = face('regular');
  const measure = (text: string) => regular.widthOf(text, FACT.size);
  const factLines = [
    cutTo(wrap(when ?? '', room, measure), 2, room, measure),
    wrap(place ?? '', room, measure).slice(0, 2),
  ];
  const facts = factLines.flat();
  const shapes: string[] = [];
  let y = TOP;
  const put = (text: string, of: Face, size: number, fill: string, step: number) => {
    shapes.push(line(of, text, { size, x: EDGE, y: y + size, fill, width: room }));
    y += step;
  };
  if (notice) put(notice.toLocaleUpperCase('fi'), face('bold'), 36, NOTICE, 52);
  const set = setTitle(title, room, height - FOOT_ROOM - facts.length * FACT.step - GAP - y);
  for (const text of set.lines) put(text, face('bold'), set.size, INK, Math.round(set.size * LEADING));
  y += GAP;
  for (const fact of facts) put(fact, regular, FACT.size, SOFT, FACT.step);
  return shapes;
}

const LEADING = 1.12;

/** The largest letters with which the title stands in its room, its words whole if that can be. */
function setTitle(title: string, width: number, height: number): { size: number; lines: string[] } {
  const bold = face('bold');
  const tried = TITLE_SIZES.map((size) => {
    const measure = (text: string) => bold.widthOf(text, size);
    const most = Math.max(1, Math.floor(height / (size * LEADING)));
    const lines = wrap(title, width, measure);
    return { size, lines, fits: lines.length <= most, whole: fitsUnbroken(title, width, measure), most, measure };
  });
  const fitting = tried.filter(({ fits }) => fits);
  const best = fitting.find(({ whole }) => whole) ?? fitting[0];
  if (best) return best;
  const smallest = tried.at(-1) as (typeof tried)[number];
  return { size: smallest.size, lines: cutTo(smallest.lines, smallest.most, width, smallest.measure) };
}

/** Who says it, and who pays for it. */
function footBlock({ organisation, statement }: CardWords, { width, height }: CardSize): string[] {
  const y = height - EDGE + 8;
  const room = width - 2 * EDGE;
  if (!statement) return [line(face('regular'), organisation, { size: 32, x: EDGE, y, fill: INK, width: room })];
  const regular = face('regular');
  const size = 28;
  const emblemWidth = EMBLEM_HEIGHT * 1.5;
  const [said = ''] = cutTo(
    wrap(statement, room / 2 - emblemWidth, (text) => regular.widthOf(text, size)),
    1,
    room / 2 - emblemWidth,
    (text) => regular.widthOf(text, size),
  );
  const x = width - EDGE - emblemWidth - 20 - regular.widthOf(said, size);
  const top = y - EMBLEM_HEIGHT / 2 - (size * regular.capHeight) / 2;
  return [
    line(regular, organisation, { size: 32, x: EDGE, y, fill: INK, width: x - EDGE - 32 }),
    line(regular, said, { size, x, y, fill: INK, width: room }),
    `<g transform="translate(${width - EDGE - emblemWidth} ${top})"><rect width="${emblemWidth}" height="${EMBLEM_HEIGHT}" fill="${EMBLEM_BLUE}"/>${emblemStars(
      EMBLEM_HEIGHT,
    )
      .map((points) => `<polygon points="${points}" fill="${EMBLEM_GOLD}"/>`)
      .join('')}</g>`,
  ];
}

/** One line of text, cut where it would leave its room. */
function line(
  of: Face,
  text: string,
  { size, x, y, fill, width }: { size: number; x: number; y: number; fill: string; width: number },
): string {
  const measure = (piece: string) => of.widthOf(piece, size);
  const [shown = ''] = cutTo(wrap(text, width, measure), 1, width, measure);
  return `<path fill="${fill}" d="${of.pathOf(shown, size, x, y)}"/>`;
}
