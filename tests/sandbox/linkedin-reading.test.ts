import { describe, expect, test } from 'vitest';
import { SANDBOX_APPS } from '#sandbox/start';
import { linkedinBody, linkedinPage, sandboxForTests } from './world.ts';

const box = sandboxForTests();
const enc = encodeURIComponent;
const author = enc(linkedinPage.remoteId);
const DAY = 86_400_000;

describe('little text', () => {
  test.each([
    ['plain words', 'Hei vaan', 'Hei vaan', 'Hei vaan'],
    ['escaped characters', '\\(a\\) \\* \\_ \\\\', '(a) * _ \\', '\\(a\\) \\* \\_ \\\\'],
    ['an unescaped opener, which cuts the text', 'Tule (ilmoittaudu) nyt', 'Tule ', 'Tule '],
    ['a bare hashtag, which comes back as a template', 'a #puu b', 'a #puu b', 'a {hashtag|\\#|puu} b'],
    ['a hashtag template', '{hashtag|\\#|puu}', '#puu', '{hashtag|\\#|puu}'],
    ['an underscore in a hashtag', '#AI\\_x', '#AI_x', '{hashtag|\\#|AI\\_x}'],
    [
      'a mention by the full name',
      `@[${linkedinPage.name}](${linkedinPage.remoteId})`,
      linkedinPage.name,
      `@[${linkedinPage.name}](${linkedinPage.remoteId})`,
    ],
    ['a mention by a wrong name', `@[Klusteri](${linkedinPage.remoteId})`, 'Klusteri', 'Klusteri'],
  ])('%s', async (_what, commentary, text, markup) => {
    const urn = await box.publishUrn({ commentary });
    expect(box.world.post(urn)?.text).toBe(text);
    expect((await box.rest('GET', `/rest/posts/${enc(urn)}`)).body.commentary).toBe(markup);
  });
});

describe('finding posts on LinkedIn', () => {
  test('by author, newest first, in pages', async () => {
    for (const at of [1, 2, 3])
      box.world.postByHand({ page: linkedinPage.remoteId, text: `n${at}`, createdAt: Date.now() - (9 - at) * 1000 });
    const finder = (more: string) => box.rest('GET', `/rest/posts?q=author&author=${author}&sortBy=CREATED${more}`);
    const words = ({ body }: { body: { elements: { commentary: string }[] } }) =>
      body.elements.map(({ commentary }) => commentary);
    expect(words(await finder('&count=2'))).toEqual(['n3', 'n2']);
    expect(words(await finder('&count=2&start=2'))).toEqual(['n1']);
    expect((await finder('')).body.paging).toMatchObject({ start: 0, count: 10 });
  });

  test('BATCH_GET is refused in the Development tier', async () => {
    const urn = await box.publishUrn();
    const batch = () => box.rest('GET', `/rest/posts?ids=List(${enc(urn)})`);
    expect((await batch()).body.results[urn].id).toBe(urn);
    await box.control('PUT', 'switches', { developmentTier: true });
    expect((await batch()).status).toBe(403);
  });
});

describe('LinkedIn’s numbers', () => {
  const statistics = (more: string) =>
    box.rest(
      'GET',
      `/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${author}${more}`,
    );

  test('per post: rows of zeros and deleted posts are left out', async () => {
    const urn = await box.publishUrn();
    expect((await statistics(`&shares=List(${enc(urn)})`)).body.elements).toEqual([]);
    box.world.setNumbers(urn, { views: 120, reach: 90, clicks: 4, reactions: 7, comments: 1, shares: 0 });
    expect((await statistics(`&shares=List(${enc(urn)},urn%3Ali%3Ashare%3A2)`)).body.elements).toMatchObject([
      {
        share: urn,
        totalShareStatistics: {
          impressionCount: 120,
          uniqueImpressionsCount: 90,
          clickCount: 4,
          likeCount: 7,
          engagement: 0.1,
        },
      },
    ]);
    expect((await statistics(`&ugcPosts=List(${enc(urn)})`)).body.code).toBe('INVALID_URN_TYPE');
    box.world.deleteByHand(urn);
    expect((await statistics(`&shares=List(${enc(urn)})`)).body.elements).toEqual([]);
  });

  test('over time end two days before today', async () => {
    const now = box.world.clock.now();
    const { body } = await statistics(
      `&timeIntervals=(timeRange:(start:${now - 10 * DAY},end:${now}),timeGranularityType:DAY)`,
    );
    const today = Math.floor(now / DAY) * DAY;
    expect(body.elements.at(-1).timeRange).toEqual({ start: today - 2 * DAY, end: today - DAY });
  });

  test('a long query may come as the body of a POST', async () => {
    const urn = await box.publishUrn();
    box.world.setNumbers(urn, { views: 5 });
    const query = `q=organizationalEntity&organizationalEntity=${author}&shares=List(${enc(urn)})`;
    const { body } = await box.raw('/rest/organizationalEntityShareStatistics', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${linkedinPage.accessToken}`,
        'linkedin-version': '202609',
        'x-restli-protocol-version': '2.0.0',
        'x-http-method-override': 'GET',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: query,
    });
    expect(body.elements).toMatchObject([{ share: urn, totalShareStatistics: { impressionCount: 5 } }]);
  });

  test('a broken list is refused', async () => {
    expect((await statistics('&shares=List(a')).status).toBe(400);
  });

  test('live counts, followers', async () => {
    const urn = await box.publishUrn();
    box.world.setNumbers(urn, { reactions: 3, comments: 2 });
    const { body } = await box.rest('GET', `/rest/socialMetadata/${enc(urn)}`);
    expect(body).toMatchObject({ reactionSummaries: { LIKE: { count: 3 } }, commentSummary: { count: 2 } });
    expect((await box.rest('GET', `/rest/socialActions/${enc(urn)}`)).body.likesSummary.totalLikes).toBe(3);
    const followers = await box.rest('GET', `/rest/networkSizes/${author}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`);
    expect(followers.body.firstDegreeSize).toBeGreaterThan(0);
    expect((await box.rest('GET', `/rest/networkSizes/${author}?edgeType=CompanyFollowedByMember`)).status).toBe(400);
  });
});

describe('LinkedIn’s consent and tokens', () => {
  const app = { client_id: SANDBOX_APPS.linkedin.id, client_secret: SANDBOX_APPS.linkedin.secret };
  const redirect_uri = 'https://kaiku.example/callback';
  const form = (path: string, fields: Record<string, string>) =>
    box.raw(`/oauth/v2/${path}`, { method: 'POST', body: new URLSearchParams({ ...app, ...fields }) });
  const consent = async (scope: string) => {
    const query = new URLSearchParams({
      ...app,
      response_type: 'code',
      redirect_uri,
      state: 's p',
      scope,
      answer: 'allow',
    });
    const response = await fetch(`${box.origin}/oauth/v2/authorization?${query}`, { redirect: 'manual' });
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    return (await form('accessToken', { grant_type: 'authorization_code', redirect_uri, code })).body;
  };
  const health = async (token: string) => {
    const { status, body } = await box.rest('GET', '/rest/organizationAcls?q=roleAssignee', undefined, {}, token);
    return [status, body.serviceErrorCode];
  };

  test('a consent for other scopes ends the earlier tokens, one for the same does not', async () => {
    const first = await consent('rw_organization_admin w_organization_social');
    expect(first).toMatchObject({ expires_in: 5_184_000, scope: 'rw_organization_admin,w_organization_social' });
    await consent('w_organization_social rw_organization_admin');
    expect(await health(first.access_token)).toEqual([200, undefined]);
    await consent('rw_organization_admin');
    expect(await health(first.access_token)).toEqual([401, 65601]);
  });

  test('an access token lives 60 days, its refresh token 365 and no longer', async () => {
    box.world.advance(61 * DAY);
    expect(await health(linkedinPage.accessToken)).toEqual([401, 65602]);
    const refresh_token = linkedinPage.refreshToken ?? '';
    const { body } = await form('accessToken', { grant_type: 'refresh_token', refresh_token });
    expect(await health(body.access_token)).toEqual([200, undefined]);
    box.world.advance(290 * DAY);
    const last = await form('accessToken', { grant_type: 'refresh_token', refresh_token });
    expect(last.body.expires_in).toBeLessThan(15 * 86_400);
    box.world.advance(15 * DAY);
    expect((await form('accessToken', { grant_type: 'refresh_token', refresh_token })).body.error).toBe(
      'invalid_request',
    );
  });

  test('tokens can be inspected by their own app', async () => {
    const { body } = await form('introspectToken', { token: linkedinPage.accessToken });
    expect(body).toMatchObject({ active: true, status: 'active', auth_type: '3L' });
    box.world.setToken(linkedinPage.accessToken, 'revoked');
    expect((await form('introspectToken', { token: linkedinPage.accessToken })).body).toMatchObject({
      active: false,
      status: 'revoked',
    });
    expect((await form('introspectToken', { token: 'x', client_secret: 'wrong' })).status).toBe(401);
  });

  test.each([
    ['expired', 401],
    ['revoked', 401],
    ['lost-role', 403],
    ['missing-scope', 403],
  ] as const)('a token that is %s cannot publish', async (state, status) => {
    box.world.setToken(linkedinPage.accessToken, state);
    expect((await box.rest('POST', '/rest/posts', linkedinBody())).status).toBe(status);
  });
});
