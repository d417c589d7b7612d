import type { RequestHandler } from 'express';
import { html, page } from '../people/html.ts';
import type { World } from '../world/world.ts';

const CODE_LIFE = 600_000;

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asList = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(asText) : value === undefined ? [] : [asText(value)];

/** The consent dialog, for a browser: tick pages and permissions, continue or cancel. */
export function dialog(world: World): RequestHandler {
  return (req, res) => {
    const { client_id, redirect_uri, state, scope } = req.query;
    if (!URL.canParse(asText(redirect_uri)) || asText(client_id) === '') {
      res.status(400).send(page('Not a valid request', html`<h1>client_id and redirect_uri are needed</h1>`));
      return;
    }
    const scopes = asText(scope)
      .split(/[\s,]+/)
      .filter((name) => name !== '');
    const pages = world.pages.filter(({ platform }) => platform === 'facebook');
    const body = html`<h1>Continue as Sandbox person?</h1>
<section class="card"><form method="get" action="${req.originalUrl.split('?')[0] ?? ''}/answer">
<input type="hidden" name="client_id" value="${asText(client_id)}"><input type="hidden" name="redirect_uri" value="${asText(redirect_uri)}">
<input type="hidden" name="state" value="${asText(state)}"><input type="hidden" name="asked" value="${scopes.join(',')}">
<h2>Pages</h2>${pages.map(({ id, name }) => html`<label><input type="checkbox" name="page" value="${id}" checked> ${name}</label>`)}
<h2>What the app asks for</h2>${scopes.map((name) => html`<label><input type="checkbox" name="grant" value="${name}" checked> ${name}</label>`)}
<button name="answer" value="allow">Allow</button><button class="quiet" name="answer" value="cancel">Cancel</button></form></section>`;
    res.send(page('Allow access', body));
  };
}

/** Where the dialog's form goes: back to the app, with a code or a refusal. */
export function dialogAnswer(world: World): RequestHandler {
  return (req, res) => {
    const { client_id, redirect_uri, state, asked, answer } = req.query;
    if (!URL.canParse(asText(redirect_uri))) {
      res.status(400).send(page('Not a valid request', html`<h1>redirect_uri is needed</h1>`));
      return;
    }
    const back = new URL(asText(redirect_uri));
    if (answer === 'cancel') {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_reason', 'user_denied');
      back.searchParams.set('error_description', 'Permissions error');
    } else {
      const granted = asList(req.query.grant);
      const names = asText(asked)
        .split(',')
        .filter((name) => name !== '');
      const grant = world.tokens.addGrant({
        platform: 'facebook',
        appId: asText(client_id),
        redirectUri: asText(redirect_uri),
        scopes: names.filter((name) => granted.includes(name)),
        declined: names.filter((name) => !granted.includes(name)),
        pageIds: asList(req.query.page),
        expiresAt: world.clock.now() + CODE_LIFE,
      });
      back.searchParams.set('code', grant.code);
    }
    if (asText(state) !== '') back.searchParams.set('state', asText(state));
    res.redirect(back.href);
  };
}
