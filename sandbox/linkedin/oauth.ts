import type { RequestHandler } from 'express';
import { exchangeOf, Refusal } from '../http/exchange.ts';
import { html, page } from '../people/html.ts';
import { SANDBOX_APPS } from '../seed.ts';
import type { Grant, RefreshToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { RestCall } from './context.ts';

const DAY = 86_400_000;
const CODE_LIFE = 1_800_000;
/** The member at the consent page, who administers every organisation. */
const PERSON = 'sandboxMember7';

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** GET /oauth/v2/authorization: all scopes or none. */
export function authorization(world: World): RequestHandler {
  return (req, res) => {
    const { client_id, redirect_uri, state, scope, answer } = req.query;
    if (!URL.canParse(asText(redirect_uri)) || asText(client_id) === '') {
      res.status(400).send(page('Not a valid request', html`<h1>client_id and redirect_uri are needed</h1>`));
      return;
    }
    const scopes = asText(scope)
      .split(/[\s,]+/)
      .filter((name) => name !== '');
    if (answer === undefined) {
      const body = html`<h1>Sign in as Sandbox member?</h1><section class="card"><p>The app asks to:</p>
<ul>${scopes.map((name) => html`<li>${name}</li>`)}</ul><form method="get" action="/oauth/v2/authorization">
${Object.entries(req.query).map(([name, value]) => html`<input type="hidden" name="${name}" value="${asText(value)}">`)}
<button name="answer" value="allow">Allow</button><button class="quiet" name="answer" value="cancel">Cancel</button></form></section>`;
      res.send(page('Allow access', body));
      return;
    }
    const back = new URL(asText(redirect_uri));
    if (answer === 'allow') {
      const grant = world.tokens.addGrant({
        platform: 'linkedin',
        appId: asText(client_id),
        redirectUri: asText(redirect_uri),
        scopes,
        declined: [],
        pageIds: world.pages.filter(({ platform }) => platform === 'linkedin').map(({ id }) => id),
        expiresAt: world.clock.now() + CODE_LIFE,
      });
      back.searchParams.set('code', grant.code);
    } else {
      back.searchParams.set('error', 'user_cancelled_authorize');
      back.searchParams.set('error_description', 'The user cancelled the authorization');
    }
    if (asText(state) !== '') back.searchParams.set('state', asText(state));
    res.redirect(back.href);
  };
}

const no = (status: number, error: string, error_description: string): Refusal =>
  new Refusal(status, { error, error_description });

type Form = (name: string) => string;

function checkClient(form: Form): string {
  const id = form('client_id');
  const secret = form('client_secret');
  if (id === '' || secret === '' || (id === SANDBOX_APPS.linkedin.id && secret !== SANDBOX_APPS.linkedin.secret)) {
    throw no(401, 'invalid_client', 'Client authentication failed');
  }
  return id;
}

type Rights = Pick<Grant | RefreshToken, 'appId' | 'pageIds' | 'scopes'> & { readonly personId: string };

function accessAnswer(world: World, rights: Rights, refresh: RefreshToken | null): unknown {
  const now = world.clock.now();
  const expiresAt = Math.min(now + 60 * DAY, refresh?.expiresAt ?? Number.POSITIVE_INFINITY);
  const { appId, pageIds, scopes, personId } = rights;
  const token = world.tokens.add({
    platform: 'linkedin',
    kind: 'member',
    appId,
    personId,
    pageIds,
    scopes,
    declined: [],
    issuedAt: now,
    expiresAt,
  });
  return {
    access_token: token.value,
    expires_in: Math.floor((expiresAt - now) / 1000),
    scope: scopes.join(','),
    token_type: 'Bearer',
    ...(refresh === null
      ? {}
      : { refresh_token: refresh.value, refresh_token_expires_in: Math.floor((refresh.expiresAt - now) / 1000) }),
  };
}

function fromCode(world: World, form: Form, appId: string): unknown {
  const grant = world.tokens.takeGrant(form('code'));
  const now = world.clock.now();
  if (grant === null || grant.platform !== 'linkedin' || grant.appId !== appId || grant.expiresAt <= now) {
    throw no(
      400,
      'invalid_request',
      'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired.',
    );
  }
  if (grant.redirectUri !== form('redirect_uri')) {
    throw no(400, 'invalid_redirect_uri', 'Unable to retrieve access token: redirect_uri does not match');
  }
  const rights = { ...grant, personId: PERSON };
  world.tokens.endOtherScopes('linkedin', PERSON, appId, grant.scopes);
  const { pageIds, scopes } = grant;
  const refresh = world.switches.refreshTokens
    ? world.tokens.addRefresh({ appId, personId: PERSON, pageIds, scopes, expiresAt: now + 365 * DAY })
    : null;
  return accessAnswer(world, rights, refresh);
}

function fromRefresh(world: World, form: Form, appId: string): unknown {
  const refresh = world.tokens.findRefresh(form('refresh_token'));
  if (refresh === null || refresh.appId !== appId || refresh.revoked || refresh.expiresAt <= world.clock.now()) {
    throw no(
      400,
      'invalid_request',
      'The provided authorization grant or refresh token is invalid, expired or revoked.',
    );
  }
  return accessAnswer(world, refresh, refresh);
}

/** POST /oauth/v2/accessToken */
export function accessToken(world: World): RequestHandler {
  return async (req, res) => {
    const { fields } = exchangeOf(res).body;
    const form: Form = (name) => asText(fields[name]);
    await new RestCall(world, req, res).act({
      operation: 'health',
      commit: () => {
        const appId = checkClient(form);
        return form('grant_type') === 'refresh_token' ? fromRefresh(world, form, appId) : fromCode(world, form, appId);
      },
    });
  };
}

/** POST /oauth/v2/introspectToken */
export function introspectToken(world: World): RequestHandler {
  return async (req, res) => {
    const { fields } = exchangeOf(res).body;
    const form: Form = (name) => asText(fields[name]);
    await new RestCall(world, req, res).act({
      operation: 'health',
      commit: () => {
        const appId = checkClient(form);
        const token = world.tokens.find('linkedin', form('token'));
        if (token === null || token.appId !== appId) return { active: false };
        const state = world.tokens.stateOf(token, world.clock.now());
        const status = state === 'expired' || state === 'revoked' ? state : 'active';
        const issued = Math.floor(token.issuedAt / 1000);
        return {
          active: status === 'active',
          status,
          scope: state === 'missing-scope' ? '' : token.scopes.join(','),
          client_id: appId,
          created_at: issued,
          expires_at: Math.floor((token.expiresAt ?? token.issuedAt) / 1000),
          authorized_at: issued,
          auth_type: '3L',
        };
      },
    });
  };
}
