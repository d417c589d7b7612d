import { FACEBOOK_SCOPES, SANDBOX_APPS } from '../seed.ts';
import type { Token } from '../world/tokens.ts';
import type { GraphCall } from './context.ts';
import { refuse } from './errors.ts';

const HOUR = 3_600_000;
const LONG_LIFE = 5_183_944_000;
/** The person at the consent dialog, who administers every page. */
const PERSON = '10220000000000042';

function checkApp(call: GraphCall): string {
  const id = call.param('client_id') ?? '';
  if (id === '') throw refuse(101, 'Missing client_id parameter.');
  const secret = call.param('client_secret') ?? '';
  if (secret === '' || (id === SANDBOX_APPS.facebook.id && secret !== SANDBOX_APPS.facebook.secret)) {
    throw refuse(1, 'Error validating client secret.');
  }
  return id;
}

function tokenAnswer(call: GraphCall, token: Token): unknown {
  const left = Math.floor(((token.expiresAt ?? call.now) - call.now) / 1000);
  return { access_token: token.value, token_type: 'bearer', expires_in: left };
}

function fromCode(call: GraphCall, appId: string): unknown {
  const grant = call.world.tokens.takeGrant(call.param('code') ?? '');
  if (grant === null || grant.platform !== 'facebook' || grant.appId !== appId) {
    throw refuse(100, 'Invalid verification code format.');
  }
  if (grant.expiresAt <= call.now) throw refuse(100, 'This authorization code has expired.', { subcode: 36007 });
  if (grant.redirectUri !== call.param('redirect_uri')) {
    throw refuse(
      100,
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      { subcode: 36008 },
    );
  }
  const { scopes, declined, pageIds } = grant;
  return tokenAnswer(
    call,
    call.world.tokens.add({
      platform: 'facebook',
      kind: 'user',
      appId,
      personId: PERSON,
      pageIds,
      scopes,
      declined,
      issuedAt: call.now,
      expiresAt: call.now + 2 * HOUR,
    }),
  );
}

function longLived(call: GraphCall, appId: string): unknown {
  const short = call.world.tokens.find('facebook', call.param('fb_exchange_token') ?? '');
  if (short === null || short.appId !== appId) throw refuse(190, 'Invalid OAuth access token.');
  if (call.world.tokens.stateOf(short, call.now) !== 'valid') {
    throw refuse(190, 'Error validating access token: Session has expired.', { subcode: 463 });
  }
  const { platform, kind, personId, pageIds, scopes, declined } = short;
  const expiresAt = call.now + LONG_LIFE;
  return tokenAnswer(
    call,
    call.world.tokens.add({
      platform,
      kind,
      appId,
      personId,
      pageIds,
      scopes,
      declined,
      issuedAt: call.now,
      expiresAt,
    }),
  );
}

/** /oauth/access_token: a code for a short token, or a short token for a long one. */
export function exchangeToken(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const appId = checkApp(call);
      return call.param('grant_type') === 'fb_exchange_token' ? longLived(call, appId) : fromCode(call, appId);
    },
  });
}

/** GET /debug_token */
export function debugToken(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const { world, now } = call;
      const asking = call.tokenText() ?? '';
      const token = world.tokens.find('facebook', call.param('input_token') ?? '');
      const asker = world.tokens.find('facebook', asking);
      const appOfAsker = /^([^|]+)\|.+$/.exec(asking)?.[1] ?? asker?.appId;
      if (appOfAsker === undefined) throw refuse(190, 'Invalid OAuth access token.');
      if (token === null) {
        return { data: { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token.' } } };
      }
      if (token.appId !== appOfAsker)
        throw refuse(100, '(#100) The App_id in the input_token did not match the Viewing App');
      const state = world.tokens.stateOf(token, now);
      const scopes = state === 'missing-scope' ? [] : token.scopes;
      const isValid = state === 'valid' || state === 'missing-scope';
      return {
        data: {
          app_id: token.appId,
          type: token.kind === 'page' ? 'PAGE' : 'USER',
          application: 'Kaiku',
          data_access_expires_at: Math.floor(token.issuedAt / 1000) + 90 * 86_400,
          expires_at: token.expiresAt === null ? 0 : Math.floor(token.expiresAt / 1000),
          is_valid: isValid,
          issued_at: Math.floor(token.issuedAt / 1000),
          scopes,
          granular_scopes: scopes.map((scope) => ({ scope, target_ids: token.pageIds })),
          user_id: token.personId,
          ...(token.kind === 'page' ? { profile_id: token.pageIds[0] } : {}),
          ...(isValid ? {} : { error: { code: 190, message: 'Error validating access token.', subcode: 463 } }),
        },
      };
    },
  });
}

/** GET /me/accounts: the pages that were ticked in the dialog, with their tokens. */
export function accounts(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const token = call.need(call.token(), 'pages_show_list');
      if (token.kind !== 'user')
        throw refuse(100, '(#100) Tried accessing nonexisting field (accounts) on node type (Page)');
      const pages = call.world.pages.filter((page) => page.platform === 'facebook' && token.pageIds.includes(page.id));
      const data = pages.map((page) => ({
        access_token: call.world.tokens.pageToken(token, page.id, call.now).value,
        category: 'Nonprofit organization',
        category_list: [{ id: '2603', name: 'Nonprofit organization' }],
        name: page.name,
        username: page.vanity,
        id: page.id,
        tasks: ['ANALYZE', 'ADVERTISE', 'MODERATE', 'CREATE_CONTENT'],
      }));
      return { data, paging: { cursors: { before: 'QVFI', after: 'QVFJ' } } };
    },
  });
}

/** GET /me/permissions */
export function permissions(call: GraphCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const token = call.token();
      const declined = token.scopes.length === 0 ? FACEBOOK_SCOPES : token.declined;
      return {
        data: [
          ...token.scopes.map((permission) => ({ permission, status: 'granted' })),
          ...declined.map((permission) => ({ permission, status: 'declined' })),
        ],
      };
    },
  });
}
