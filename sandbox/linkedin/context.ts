import type { Request, Response } from 'express';
import { exchangeOf, Refusal } from '../http/exchange.ts';
import { type Act, perform } from '../http/perform.ts';
import { bareId } from '../world/faults.ts';
import type { Page, Post } from '../world/model.ts';
import type { Token } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { denied, invalid, linkedinWords, notFound, refuse, restError } from './errors.ts';
import { parseQuery, RestliSyntaxError, type RestliValue } from './restli.ts';

const PROTOCOL_FREE = /^\/rest\/networkSizes\//;

/** One REST call: its Rest.li query (tunnelled or not), its JSON body, and what may be asked about it. */
export class RestCall {
  readonly world: World;
  readonly req: Request;
  readonly res: Response;
  readonly now: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly raw: Buffer;
  #query: ReadonlyMap<string, RestliValue> | null = null;

  constructor(world: World, req: Request, res: Response) {
    const { body } = exchangeOf(res);
    this.world = world;
    this.req = req;
    this.res = res;
    this.now = world.clock.now();
    this.body = body.fields;
    this.raw = body.raw;
  }

  /** @throws Refusal 400 when the query is not Rest.li. */
  query(name: string): RestliValue | null {
    try {
      this.#query ??= parseQuery(this.req.originalUrl.split('?').slice(1).join('?'));
    } catch (error) {
      if (error instanceof RestliSyntaxError) throw refuse(400, 'ILLEGAL_ARGUMENT', `Invalid query: ${error.message}`);
      throw error;
    }
    return this.#query.get(name) ?? null;
  }

  text(name: string): string | null {
    const value = this.query(name);
    return typeof value === 'string' ? value : null;
  }

  list(name: string): string[] | null {
    const value = this.query(name);
    if (value === null) return null;
    if (!Array.isArray(value)) throw refuse(400, 'ILLEGAL_ARGUMENT', `Parameter ${name} must be a List()`);
    return value.filter((item): item is string => typeof item === 'string');
  }

  /** The key in the path, decoded. */
  key(): string {
    return String(this.req.params.key ?? '');
  }

  /** Everything that is asked of each call before it is looked at. @throws Refusal */
  member(): Token {
    const token = this.#token();
    const version = this.req.headers['linkedin-version'];
    if (version === undefined)
      throw refuse(
        400,
        'VERSION_MISSING',
        'A version must be present. Please specify a version by adding the LinkedIn-Version header.',
      );
    if (!this.world.switches.linkedinVersions.includes(String(version))) {
      throw refuse(426, 'NONEXISTENT_VERSION', `Requested version ${String(version)}01 is not active`);
    }
    if (this.req.headers['x-restli-protocol-version'] !== '2.0.0' && !PROTOCOL_FREE.test(this.req.originalUrl)) {
      throw refuse(400, 'ILLEGAL_ARGUMENT', 'X-RestLi-Protocol-Version: 2.0.0 is required');
    }
    if (this.world.switches.strictUrns && /^\/rest\/\w+\/urn:/.test(this.req.originalUrl)) {
      throw refuse(400, 'ILLEGAL_ARGUMENT', 'Syntax exception in path variables');
    }
    return token;
  }

  #token(): Token {
    const value = /^Bearer\s+(.+)$/i.exec(this.req.headers.authorization ?? '')?.[1];
    if (value === undefined) {
      throw refuse(401, null, 'Empty oauth2_access_token', { serviceErrorCode: 401 });
    }
    const token = this.world.tokens.find('linkedin', value);
    if (token === null) throw refuse(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token', { serviceErrorCode: 65600 });
    switch (this.world.tokens.stateOf(token, this.now)) {
      case 'expired':
        throw refuse(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired', {
          serviceErrorCode: 65602,
        });
      case 'revoked':
        throw refuse(401, 'REVOKED_ACCESS_TOKEN', 'The token used in the request has been revoked by the user', {
          serviceErrorCode: 65601,
        });
      case 'lost-role':
        return { ...token, pageIds: [] };
      case 'missing-scope':
        return { ...token, scopes: [] };
      case 'valid':
        return token;
    }
  }

  /** The member, when they may do this with that organisation. @throws Refusal 401, 403 */
  admin(organisation: string, scope: string): { token: Token; page: Page } {
    const token = this.member();
    if (!/^urn:li:organization(?:alEntity|Brand)?:\d+$/.test(organisation)) {
      throw invalid('INVALID_URN_TYPE', `${organisation} is not an organization URN`, { value: organisation });
    }
    const page = this.world.page('linkedin', organisation);
    const mayDo = token.scopes.includes(scope) || token.scopes.includes(`${scope}_feed`);
    if (page === null || !mayDo || !token.pageIds.includes(page.id)) throw denied(this.req.path);
    return { token, page };
  }

  /** A living post by its share, ugcPost or activity URN. @throws Refusal 400, 404 */
  post(urn = this.key()): Post {
    if (!/^urn:li:(?:share|ugcPost|activity):\d+$/.test(urn)) {
      throw invalid('INVALID_URN_TYPE', `${urn} is not the URN of a post`, { value: urn });
    }
    const post = findPost(this.world, urn);
    if (post === null || post.deletedAt !== null) throw notFound(urn);
    return post;
  }

  #pageForFaults(named: string | null): string | null {
    const urn = named ?? this.key();
    const post = findPost(this.world, urn);
    if (post !== null) return post.pageId;
    const page = this.world.page('linkedin', urn);
    if (page !== null) return page.id;
    const value = /^Bearer\s+(.+)$/i.exec(this.req.headers.authorization ?? '')?.[1] ?? '';
    return this.world.tokens.find('linkedin', value)?.pageIds[0] ?? null;
  }

  /** Runs the operation; `named` is the organisation or post that it concerns, where the path does not tell. */
  act<Result>(
    act: Omit<Act<Result>, 'page' | 'answer'> & { named?: string | null; answer?: Act<Result>['answer'] },
  ): Promise<void> {
    const page = this.#pageForFaults(act.named ?? null);
    const answer = act.answer ?? ((result: Result) => void this.res.json(result));
    this.res.set('x-li-uuid', `AAYsandbox${this.now.toString(36)}`);
    return perform(this.world, 'linkedin', linkedinWords, this.res, { ...act, page, answer });
  }
}

/** A post of any kind of URN; activities carry the number of their share. */
export function findPost(world: World, urn: string): Post | null {
  const number = urn.split(':').at(-1) ?? '';
  const candidates = urn.startsWith('urn:li:activity:')
    ? [`urn:li:share:${number}`, `urn:li:ugcPost:${number}`]
    : [urn];
  for (const candidate of candidates) {
    const post = world.post(candidate);
    if (post?.platform === 'linkedin') return post;
  }
  return null;
}

export const organisationUrn = (id: string): string => `urn:li:organization:${bareId(id)}`;

export const activityUrn = (post: Post): string => `urn:li:activity:${post.remoteId.split(':').at(-1) ?? ''}`;

export const badBody = (message: string): Refusal => new Refusal(400, restError(400, 'MISSING_FIELD', message));
