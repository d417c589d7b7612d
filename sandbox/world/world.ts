import { FACEBOOK_SCOPES, LINKEDIN_SCOPES, SANDBOX_APPS, SANDBOX_PAGES } from '../seed.ts';
import { SandboxClock } from './clock.ts';
import { bareId, type Fault, FaultBook, type FaultSpec } from './faults.ts';
import { IdSource } from './ids.ts';
import { type LedgerEntry, ledgerEntry } from './ledger.ts';
import type { FixedNumbers, Numbers, Page, Picture, Platform, Post } from './model.ts';
import { numbersAt } from './numbers.ts';
import { type RequestEntry, RequestLog } from './requests.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { TokenBook, type TokenState } from './tokens.ts';

const DAY = 86_400_000;
const VANITY = ['kestava-rakentaminen', 'puurakentajat', 'kestava-rakentaminen', 'arctic-building-lab'];

/** A post that a page's admin makes on the platform itself. */
export interface HandPost {
  /** A page id or an organisation URN. */
  readonly page: string;
  readonly text: string;
  readonly link?: string | undefined;
  /** Milliseconds; now when it is missing. */
  readonly createdAt?: number | undefined;
}

/** Both platforms' state, in memory only, and the hands that move it. */
export class World {
  readonly clock = new SandboxClock();
  readonly faults = new FaultBook();
  readonly log = new RequestLog();
  readonly pages: readonly Page[];
  readonly ids: IdSource;
  switches: Switches = defaultSwitches();
  tokens: TokenBook;
  readonly pictures = new Map<string, Picture>();
  /** The sandbox's own address, known once it listens. */
  origin = '';
  /** When Facebook was called, ms, for its usage headers. */
  facebookCalls: number[] = [];
  readonly #posts = new Map<string, Post>();
  readonly #byPage = new Map<string, Post[]>();

  constructor(options: { readonly seed?: number | undefined } = {}) {
    this.ids = new IdSource(options.seed);
    this.pages = SANDBOX_PAGES.map((page, index) => ({
      platform: page.kind,
      id: bareId(page.remoteId),
      name: page.name,
      vanity: VANITY[index] ?? `page-${index}`,
      followers: 640 + 173 * index,
    }));
    this.tokens = this.#seedTokens();
  }

  page(platform: Platform, id: string): Page | null {
    return this.pages.find((page) => page.platform === platform && page.id === bareId(id)) ?? null;
  }

  addPost(post: Post): Post {
    this.#posts.set(post.remoteId, post);
    const key = `${post.platform}:${post.pageId}`;
    const known = this.#byPage.get(key);
    if (known === undefined) this.#byPage.set(key, [post]);
    else known.push(post);
    return post;
  }

  /** A post by its own id, deleted ones included. */
  post(remoteId: string): Post | null {
    return this.#posts.get(remoteId) ?? null;
  }

  posts(): readonly Post[] {
    return [...this.#posts.values()];
  }

  /** All posts of a page in the order they were made, deleted ones included. */
  pagePosts(platform: Platform, pageId: string): readonly Post[] {
    return this.#byPage.get(`${platform}:${pageId}`) ?? [];
  }

  /** What a visitor of the page sees, newest first. */
  visiblePosts(platform: Platform, pageId: string): Post[] {
    return this.pagePosts(platform, pageId)
      .filter((post) => post.published && post.deletedAt === null)
      .sort((one, other) => other.createdAt - one.createdAt || other.remoteId.localeCompare(one.remoteId));
  }

  /** What a list of the page's posts answers now: a finder may lag behind. */
  listedPosts(platform: Platform, pageId: string): Post[] {
    const now = this.clock.now();
    return this.visiblePosts(platform, pageId).filter((post) => post.listedFrom <= now);
  }

  numbers(remoteId: string, at = this.clock.now()): Numbers | null {
    const post = this.post(remoteId);
    return post === null ? null : numbersAt(post, at);
  }

  setNumbers(remoteId: string, fixed: FixedNumbers): boolean {
    const post = this.post(remoteId);
    if (post === null) return false;
    post.fixed = fixed;
    return true;
  }

  /** Every post ever made, oldest first: the judge of "exactly once". */
  ledger(): LedgerEntry[] {
    return this.posts().map((post) => ledgerEntry(post, this));
  }

  requests(): readonly RequestEntry[] {
    return this.log.list();
  }

  addFault(spec: FaultSpec): Fault {
    return this.faults.add(spec);
  }

  clearFaults(id?: string): void {
    this.faults.clear(id);
  }

  advance(ms: number): void {
    this.clock.advance(ms);
  }

  setToken(value: string, state: TokenState): boolean {
    return this.tokens.setState(value, state);
  }

  /** @throws RangeError when there is no such page. */
  postByHand(hand: HandPost): Post {
    const page = this.pages.find((candidate) => candidate.id === bareId(hand.page));
    if (page === undefined) throw new RangeError(`no page ${hand.page}`);
    const createdAt = hand.createdAt ?? this.clock.now();
    const onFacebook = page.platform === 'facebook';
    return this.addPost({
      platform: page.platform,
      pageId: page.id,
      remoteId: onFacebook ? `${page.id}_${this.ids.facebook()}` : `urn:li:share:${this.ids.linkedin()}`,
      text: hand.text,
      markup: onFacebook ? hand.text : hand.text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&'),
      link: hand.link === undefined ? null : { url: hand.link, title: null, description: null, pictureId: null },
      pictures: [],
      comments: [],
      createdAt,
      editedAt: null,
      deletedAt: null,
      via: 'hand',
      listedFrom: createdAt,
      published: true,
      fixed: {},
    });
  }

  /** Deletes as a page admin would; false when there is no such post. */
  deleteByHand(remoteId: string): boolean {
    const post = this.post(remoteId);
    if (post === null) return false;
    post.deletedAt ??= this.clock.now();
    return true;
  }

  /** As it was at the start, but ids go on so that none is given twice. */
  reset(): void {
    this.clock.reset();
    this.faults.clear();
    this.log.clear();
    this.switches = defaultSwitches();
    this.pictures.clear();
    this.#posts.clear();
    this.#byPage.clear();
    this.facebookCalls = [];
    this.tokens = this.#seedTokens();
  }

  #seedTokens(): TokenBook {
    const book = new TokenBook(this.ids);
    const issuedAt = this.clock.now();
    for (const page of SANDBOX_PAGES) {
      const pageId = bareId(page.remoteId);
      const common = { appId: SANDBOX_APPS[page.kind].id, personId: `person-of-${pageId}`, pageIds: [pageId] };
      const scopes = page.kind === 'facebook' ? FACEBOOK_SCOPES : LINKEDIN_SCOPES;
      book.add({
        ...common,
        value: page.accessToken,
        platform: page.kind,
        kind: page.kind === 'facebook' ? 'page' : 'member',
        scopes,
        declined: [],
        issuedAt,
        expiresAt: page.kind === 'facebook' ? null : issuedAt + 60 * DAY,
      });
      if (page.refreshToken === undefined) continue;
      book.addRefresh({ ...common, value: page.refreshToken, scopes, expiresAt: issuedAt + 365 * DAY });
    }
    return book;
  }
}
