import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { printable } from './printable.ts';

export const MARGIN = 50;
export const INK = '#1a1a1a';
export const SOFT = '#555555';
const FOOT = 30;
/** The typeface goes into the file, as far as its letters are used; so every letter is there on every machine. */
export const REGULAR = 'regular';
export const BOLD = 'bold';
const font = (file: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/source-sans-3/${file}`);

export interface PageFacts {
  readonly title: string;
  readonly language: string;
  readonly author: string;
  readonly footer: (no: number, of: number) => string;
}

/** A tagged A4 document that grows downwards: what is added stands in reading order in its structure, too. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #facts: PageFacts;
  readonly #done: Promise<Buffer>;

  constructor(facts: PageFacts) {
    this.#facts = facts;
    this.doc = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      pdfVersion: '1.7',
      lang: facts.language,
      tagged: true,
      displayTitle: true,
      bufferPages: true,
      info: { Title: facts.title, Author: facts.author },
      font: font('400Regular/SourceSans3_400Regular.ttf'),
    });
    this.doc.registerFont(REGULAR, font('400Regular/SourceSans3_400Regular.ttf'));
    this.doc.registerFont(BOLD, font('700Bold/SourceSans3_700Bold.ttf'));
    const parts: Buffer[] = [];
    this.#done = new Promise((resolve, reject) => {
      this.doc.on('data', (part: Buffer) => parts.push(part));
      this.doc.on('end', () => resolve(Buffer.concat(parts)));
      this.doc.on('error', reject);
    });
    this.#root = this.doc.struct('Document');
    this.doc.addStructure(this.#root);
  }

  get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }

  /** A new page when so much does not fit any more; true when one was begun. */
  ensure(height: number): boolean {
    if (this.doc.y + height <= this.doc.page.height - MARGIN - FOOT) return false;
    this.doc.addPage();
    return true;
  }

  text(
    tag: 'H1' | 'H2' | 'P',
    text: string,
    size: number,
    options: { bold?: boolean; colour?: string; gap?: number } = {},
  ): void {
    const { bold = tag !== 'P', colour = INK, gap = 6 } = options;
    const shown = printable(text);
    this.#font(size, bold);
    this.ensure(this.doc.heightOfString(shown, { width: this.width }) + (tag === 'H2' ? 60 : 0));
    this.add(tag, () => {
      this.#font(size, bold);
      this.doc.fillColor(colour).text(shown, MARGIN, this.doc.y, { width: this.width });
    });
    this.doc.y += gap;
  }

  /** One element with what draws it. */
  add(tag: string, draw: () => void, options: { alt?: string } = {}): void {
    const element = this.doc.struct(tag, options, draw);
    this.#root.add(element);
    element.end();
  }

  /** An element of elements, such as a table. */
  group(tag: string): PDFKit.PDFStructureElement {
    const element = this.doc.struct(tag);
    this.#root.add(element);
    return element;
  }

  /** What only decorates: a reader's program passes over it. */
  decorate(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  async finish(): Promise<Buffer> {
    this.#root.end();
    const { start, count } = this.doc.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.doc.switchToPage(start + index);
      this.doc.markContent('Artifact', { type: 'Pagination' });
      const y = this.doc.page.height - MARGIN - 4;
      // The footer stands below the margin; without this, the text would begin another page.
      this.doc.page.margins.bottom = 0;
      this.#font(8, false);
      this.doc.fillColor(SOFT);
      this.doc.text(printable(this.#facts.title), MARGIN, y, { width: this.width * 0.7, lineBreak: false });
      this.doc.text(this.#facts.footer(index + 1, count), MARGIN, y, {
        width: this.width,
        align: 'right',
        lineBreak: false,
      });
      this.doc.endMarkedContent();
    }
    this.doc.end();
    return this.#done;
  }

  #font(size: number, bold: boolean): void {
    this.doc.font(bold ? BOLD : REGULAR).fontSize(size);
  }
}
