/**
 * `<kaiku-list language="fi" theme="wood-construction" count="5">`: coming events and newest news of a Kaiku in any page.
 * What stands between its tags is shown until the list is there, and stays where it cannot be read.
 */

interface Item {
  readonly url: string;
  readonly title: string;
  readonly summary?: string;
  readonly date_published: string;
  readonly language?: string;
  readonly _kaiku: { readonly announcement: string; readonly cancelled: boolean };
}

interface JsonFeed {
  readonly home_page_url: string;
  readonly language: string;
  readonly items: readonly Item[];
  readonly _kaiku: { readonly zone: string };
}

const ENGLISH = { events: 'Coming events', news: 'News', all: 'All', cancelled: 'Cancelled' };
const WORDS: Readonly<Record<string, typeof ENGLISH>> = {
  fi: { events: 'Tulevat tapahtumat', news: 'Tiedotteet', all: 'Kaikki', cancelled: 'Peruttu' },
  sv: { events: 'Kommande evenemang', news: 'Meddelanden', all: 'Alla', cancelled: 'Inställt' },
  en: ENGLISH,
};

const STYLE = `
:host{display:block;font-family:var(--kaiku-font,inherit);color:var(--kaiku-ink,inherit);line-height:1.5}
:host([hidden]){display:none}
.title{font-weight:700;font-size:1.15em;margin:1.25em 0 .25em}
.title:first-child{margin-top:0}
ul{list-style:none;margin:0;padding:0}
li{padding:.6em 0;border-top:1px solid var(--kaiku-line,currentColor)}
a{color:var(--kaiku-link,inherit);text-underline-offset:.15em}
a:focus-visible{outline:3px solid;outline-offset:2px}
p{margin:.1em 0 0}
.tag{font-weight:700}
`;

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
const DEFAULT_COUNT = 5;
const MOST = 50;

class KaikuList extends HTMLElement {
  static readonly observedAttributes = ['language', 'theme', 'count', 'show', 'level', 'source'];

  readonly #root = this.attachShadow({ mode: 'open' });
  #asked = 0;

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [style];
    this.#root.append(document.createElement('slot'));
  }

  connectedCallback(): void {
    this.#load();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#load();
  }

  /** Several attributes that change together are one question; only the newest answer is shown. */
  #load(): void {
    this.#asked += 1;
    const asked = this.#asked;
    queueMicrotask(() => {
      if (asked !== this.#asked) return;
      this.setAttribute('aria-busy', 'true');
      this.#read()
        .then((parts) => {
          if (asked === this.#asked) this.#root.replaceChildren(...parts);
        })
        // The page's own words stay where they are.
        .catch((error: unknown) => console.warn('kaiku-list', error))
        .finally(() => {
          if (asked === this.#asked) this.removeAttribute('aria-busy');
        });
    });
  }

  async #read(): Promise<HTMLElement[]> {
    const show = this.getAttribute('show') ?? 'events news';
    const [events, news] = await Promise.all([
      show.includes('events') ? this.#feed('events.json') : null,
      show.includes('news') ? this.#feed('feed.json') : null,
    ]);
    const either = events ?? news;
    if (!either) return [];
    const words = WORDS[either.language] ?? ENGLISH;
    return [
      ...this.#list(words.events, words.cancelled, events, (item) => item.summary ?? ''),
      ...this.#list(words.news, '', news, (item, { language, _kaiku: { zone } }) =>
        new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: zone }).format(
          new Date(item.date_published),
        ),
      ),
      element('p', [link(either.home_page_url, words.all)]),
    ];
  }

  async #feed(name: string): Promise<JsonFeed> {
    const address = new URL(name, this.getAttribute('source') || script);
    for (const filter of ['language', 'theme']) {
      const value = this.getAttribute(filter);
      if (value) address.searchParams.set(filter, value);
    }
    const answer = await fetch(address, { credentials: 'omit' });
    if (!answer.ok) throw new Error(`${address.href} answered ${answer.status}`);
    return answer.json();
  }

  #list(
    title: string,
    cancelled: string,
    feed: JsonFeed | null,
    about: (item: Item, feed: JsonFeed) => string,
  ): HTMLElement[] {
    if (!feed || feed.items.length === 0) return [];
    const count = Math.min(MOST, Number(this.getAttribute('count')) || DEFAULT_COUNT);
    const heading = element('div', [title]);
    heading.className = 'title';
    heading.role = 'heading';
    heading.ariaLevel = this.getAttribute('level') ?? '2';
    const items = oneEach(feed.items)
      .slice(0, count)
      .map((item) => {
        const name = link(item.url, item.title);
        if (item.language) name.lang = item.language;
        const tag = item._kaiku.cancelled ? [element('span', [cancelled]), ' '] : [];
        if (tag[0] instanceof HTMLElement) tag[0].className = 'tag';
        return element('li', [...tag, name, element('p', [about(item, feed)])]);
      });
    const list = element('ul', items);
    // Some readers take a list without marks for none.
    list.role = 'list';
    list.lang = feed.language;
    heading.lang = feed.language;
    return [heading, list];
  }
}

/** The newest of each announcement, which may have been told several times. */
function oneEach(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter(({ _kaiku: { announcement } }) => !seen.has(announcement) && seen.add(announcement));
}

function element(name: string, children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function link(address: string, words: string): HTMLAnchorElement {
  const made = document.createElement('a');
  made.href = address;
  made.append(words);
  return made;
}

if (!customElements.get('kaiku-list')) customElements.define('kaiku-list', KaikuList);

export {};
