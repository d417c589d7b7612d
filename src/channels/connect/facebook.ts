import { z } from 'zod';
import { ask, type Told } from './ask.ts';
import type { Connector, ConnectorSettings, Consent, ConsentRefusal, OfferedPage } from './contract.ts';

/** What Kaiku asks for, and what it is good for (platforms contract §1.2). */
const PERMISSIONS: Readonly<Record<string, string>> = {
  pages_show_list: 'to see which pages you look after',
  pages_manage_posts: 'to publish',
  pages_read_engagement: 'to read posts and numbers',
  pages_manage_engagement: 'to write first comments',
  pages_read_user_content: 'to find a post of which nobody knows whether it went out',
  read_insights: 'to read views and reach',
};
/** Without these nothing can be published, or found again. */
const NEEDED = ['pages_show_list', 'pages_manage_posts', 'pages_read_engagement'];
const MOST_PAGES_OF_A_LIST = 20;

const Token = z.object({ access_token: z.string().min(1) });
const Permissions = z.object({ data: z.array(z.object({ permission: z.string(), status: z.string() })) });
const Accounts = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      access_token: z.string().optional(),
      tasks: z.array(z.string()).optional(),
    }),
  ),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
});

export function facebookConnector(settings: ConnectorSettings): Connector {
  const { appId, appSecret, version } = settings;
  const graph = (path: string, query: Record<string, string>) =>
    withQuery(`${settings.origin ?? 'https://graph.facebook.com'}/${version}/${path}`, query);
  const exchange = (what: string, query: Record<string, string>) =>
    ask(what, graph('oauth/access_token', { client_id: appId, client_secret: appSecret, ...query }), Token);
  return {
    consentUrl: ({ redirectUri, state }) =>
      withQuery(`${settings.origin ?? 'https://www.facebook.com'}/${version}/dialog/oauth`, {
        client_id: appId,
        redirect_uri: redirectUri,
        state,
        response_type: 'code',
        scope: Object.keys(PERMISSIONS).join(','),
      }).href,
    async take({ redirectUri, code }) {
      const short = await exchange('the code', { redirect_uri: redirectUri, code });
      if (!short.ok) return refused(short.message);
      // Only keys of pages that come from a long-lived key carry no end.
      const fb_exchange_token = short.body.access_token;
      const long = await exchange('the long-lived key', { grant_type: 'fb_exchange_token', fb_exchange_token });
      if (!long.ok) return refused(long.message);
      const access_token = long.body.access_token;
      const granted = await ask('the list of permissions', graph('me/permissions', { access_token }), Permissions);
      if (!granted.ok) return refused(granted.message);
      const missing = missingOf(granted.body.data);
      const needed = missing.filter((name) => NEEDED.includes(name));
      if (needed.length > 0)
        return refused(`these permissions were not given: ${needed.map(inWords).join('; ')}`, 'permissions');
      const pages = await pagesOf((query) =>
        ask('the list of pages', graph('me/accounts', { ...query, access_token }), Accounts),
      );
      if (!pages.ok) return refused(pages.message);
      if (pages.body.length === 0) return refused('no page was ticked, or you look after none', 'no-pages');
      return { kind: 'pages', pages: pages.body, notes: missing.map((name) => `not given: ${inWords(name)}`) };
    },
  };
}

async function pagesOf(
  read: (query: Record<string, string>) => Promise<Told<z.output<typeof Accounts>>>,
): Promise<Told<OfferedPage[]>> {
  const pages: OfferedPage[] = [];
  let after: string | null = null;
  for (let no = 0; no < MOST_PAGES_OF_A_LIST; no += 1) {
    const told = await read({
      fields: 'id,name,username,access_token,tasks',
      limit: '100',
      ...(after === null ? {} : { after }),
    });
    if (!told.ok) return told;
    pages.push(...told.body.data.map(offered));
    const { paging } = told.body;
    if (!paging?.next || !paging.cursors) break;
    after = paging.cursors.after;
  }
  return { ok: true, body: pages };
}

function offered(page: z.output<typeof Accounts>['data'][number]): OfferedPage {
  const mayPublish = page.tasks?.includes('CREATE_CONTENT') ?? false;
  const problem =
    mayPublish && page.access_token
      ? null
      : 'your role on this page does not let you publish; ask its owner for full access or the task "Content"';
  return {
    remoteId: page.id,
    name: page.name,
    accessToken: page.access_token ?? '',
    refreshToken: null,
    refreshExpiresAt: null,
    problem,
  };
}

function missingOf(given: readonly { permission: string; status: string }[]): string[] {
  const granted = new Set(given.filter(({ status }) => status === 'granted').map(({ permission }) => permission));
  return Object.keys(PERMISSIONS).filter((name) => !granted.has(name));
}

function inWords(name: string): string {
  return `${name} (${PERMISSIONS[name] ?? ''})`;
}

function refused(message: string, why: ConsentRefusal = 'platform'): Consent {
  return { kind: 'refused', why, message };
}

function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
