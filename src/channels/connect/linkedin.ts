import { z } from 'zod';
import { ask } from './ask.ts';
import type { Connector, ConnectorSettings, Consent, ConsentRefusal, OfferedPage } from './contract.ts';

/** All or none are given. Asking for another set ends every earlier token of the member (platforms contract §2.2). */
const SCOPES = ['r_organization_social', 'w_organization_social', 'rw_organization_admin'];

const Token = z.object({
  access_token: z.string().min(1),
  scope: z.string().default(''),
  refresh_token: z.string().optional(),
  refresh_token_expires_in: z.number().optional(),
});
const Acls = z.object({
  elements: z.array(z.object({ organization: z.string().optional(), organizationTarget: z.string().optional() })),
});
const Organisation = z.object({ localizedName: z.string() });

export function linkedInConnector(settings: ConnectorSettings): Connector {
  const www = settings.origin ?? 'https://www.linkedin.com';
  const rest = `${settings.origin ?? 'https://api.linkedin.com'}/rest`;
  return {
    // Built by us: spaces as %20, which LinkedIn insists on.
    consentUrl: ({ redirectUri, state }) => {
      const query = {
        response_type: 'code',
        client_id: settings.appId,
        redirect_uri: redirectUri,
        state,
        scope: SCOPES.join(' '),
      };
      return `${www}/oauth/v2/authorization?${Object.entries(query)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&')}`;
    },
    async take({ redirectUri, code }) {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        client_id: settings.appId,
        client_secret: settings.appSecret,
        redirect_uri: redirectUri,
      });
      const askedAt = Date.now();
      const told = await ask('the code', new URL(`${www}/oauth/v2/accessToken`), Token, { method: 'POST', body: form });
      if (!told.ok) return refused(told.message);
      const secondsIn = told.body.refresh_token_expires_in;
      const given = told.body.scope.split(/[\s,]+/);
      const missing = SCOPES.filter((scope) => !given.includes(scope));
      if (missing.length > 0) return refused(`these permissions were not given: ${missing.join(', ')}`, 'permissions');
      const headers = {
        authorization: `Bearer ${told.body.access_token}`,
        'linkedin-version': settings.version,
        'x-restli-protocol-version': '2.0.0',
      };
      const acls = new URL(`${rest}/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&count=100`);
      const administered = await ask('the list of pages', acls, Acls, { headers });
      if (!administered.ok) return refused(administered.message);
      const urns = administered.body.elements.flatMap((one) => one.organization ?? one.organizationTarget ?? []);
      if (urns.length === 0) return refused('you administer no page on LinkedIn', 'no-pages');
      const pages: OfferedPage[] = [];
      for (const urn of new Set(urns)) {
        const address = new URL(`${rest}/organizations/${encodeURIComponent(urn.split(':').at(-1) ?? '')}`);
        const named = await ask('the name of the page', address, Organisation, { headers });
        pages.push({
          remoteId: urn,
          name: named.ok ? named.body.localizedName : urn,
          accessToken: told.body.access_token,
          refreshToken: told.body.refresh_token ?? null,
          refreshExpiresAt: secondsIn === undefined ? null : new Date(askedAt + secondsIn * 1000),
          problem: named.ok ? null : named.message,
        });
      }
      return {
        kind: 'pages',
        pages,
        notes: told.body.refresh_token ? [] : ['LinkedIn gave no refresh token: connect again within 60 days'],
      };
    },
  };
}

function refused(message: string, why: ConsentRefusal = 'platform'): Consent {
  return { kind: 'refused', why, message };
}
