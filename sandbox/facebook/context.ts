import type { Request, Response } from 'express';
import type { SentFile } from '../http/body.ts';
import { exchangeOf, Refusal } from '../http/exchange.ts';
import { type Act, perform } from '../http/perform.ts';
import type { Page, Post } from '../world/model.ts';
import type { Token } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { facebookWords, graphError, missingObject, refuse, sessionExpired } from './errors.ts';
import { usageHeaders } from './usage.ts';

/** One Graph call: its parameters from query and body alike, and what may be asked about it. */
export class GraphCall {
  readonly world: World;
  readonly req: Request;
  readonly res: Response;
  readonly params: ReadonlyMap<string, string>;
  readonly files: readonly SentFile[];
  readonly now: number;

  constructor(world: World, req: Request, res: Response) {
    const { body } = exchangeOf(res);
    const params = new Map(new URL(req.originalUrl, 'http://graph').searchParams);
    for (const [name, value] of Object.entries(body.fields)) {
      params.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
    this.world = world;
    this.req = req;
    this.res = res;
    this.params = params;
    this.files = body.files;
    this.now = world.clock.now();
  }

  param(name: string): string | null {
    return this.params.get(name) ?? null;
  }

  pathId(): string {
    return String(this.req.params.id ?? '');
  }

  tokenText(): string | null {
    const bearer = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(this.req.headers.authorization ?? '');
    return this.param('access_token') ?? bearer?.[1] ?? null;
  }

  /** The page that faults are matched with: the one in the path, else the token's. */
  pageForFaults(): string | null {
    const id = this.pathId().split('_')[0] ?? '';
    if (this.world.page('facebook', id) !== null) return id;
    const token = this.world.tokens.find('facebook', this.tokenText() ?? '');
    return token?.kind === 'page' ? (token.pageIds[0] ?? null) : null;
  }

  /** Whether the request came for the real host, through the TLS stand-in. */
  onRealHost(): boolean {
    return /^(?:graph|www)\.facebook\.com(?::|$)/.test(this.req.headers.host ?? '');
  }

  /** @throws Refusal 190 when the token opens nothing (any more). */
  token(): Token {
    const text = this.tokenText();
    if (text === null || text === '') throw refuse(190, 'An active access token must be used to query information.');
    const token = this.world.tokens.find('facebook', text);
    if (token === null) throw refuse(190, 'Invalid OAuth access token - Cannot parse access token');
    switch (this.world.tokens.stateOf(token, this.now)) {
      case 'expired':
        throw new Refusal(400, sessionExpired(token.expiresAt ?? this.now));
      case 'revoked':
        throw refuse(190, 'Error validating access token: The user has not authorized application.', { subcode: 458 });
      case 'lost-role':
        throw refuse(
          190,
          'Error validating access token: The user does not have a sufficient role on the Page for this action.',
          { subcode: 492 },
        );
      case 'missing-scope':
        return { ...token, scopes: [] };
      case 'valid':
        return token;
    }
  }

  /** A page token for this very page, with what the call needs. */
  pageToken(page: Page, scope: string): Token {
    const token = this.token();
    if (token.kind !== 'page') {
      throw refuse(
        190,
        'This method must be called with a Page Access Token: pages_manage_posts and pages_read_engagement must be ' +
          'granted before impersonating a user’s page.',
      );
    }
    if (!token.pageIds.includes(page.id)) {
      throw refuse(200, `(#200) The token is not one of the page ${page.id}`);
    }
    return this.need(token, scope);
  }

  need(token: Token, scope: string): Token {
    if (token.scopes.includes(scope)) return token;
    const code = scope.startsWith('pages_manage') ? 200 : 10;
    throw refuse(code, `(#${code}) This endpoint requires the '${scope}' permission or the feature to be granted.`);
  }

  /** The page of the path. */
  page(id = this.pathId()): Page {
    const page = this.world.page('facebook', id);
    if (page === null) throw missingObject(id, this.req.method.toLowerCase());
    return page;
  }

  /** A living post; both `page_post` and the bare post number are understood. */
  findPost(id: string): Post | null {
    const pageId = this.pageForFaults();
    const post = this.world.post(id) ?? (pageId === null ? null : this.world.post(`${pageId}_${id}`));
    return post?.platform === 'facebook' && post.deletedAt === null ? post : null;
  }

  /** Runs the operation and sends its answer as JSON. */
  act(act: Omit<Act<unknown>, 'page' | 'answer'>): Promise<void> {
    const page = this.pageForFaults();
    const answer = (result: unknown) => {
      this.res.set(usageHeaders(this.world, page));
      this.res.json(result);
    };
    return perform(this.world, 'facebook', facebookWords, this.res, { ...act, page, answer });
  }
}

/** Code 3, for what an ordinary app may not do. */
export const incapable = (): Refusal =>
  new Refusal(400, graphError(3, '(#3) Application does not have the capability to make this API call.'));
