import { Router } from 'express';
import { findAnnouncement } from '#src/db/announcements';
import { hashOfKey } from '#src/db/api-keys';
import { type ChannelRow, channelsById } from '#src/db/channels';
import { listPosts, type PostRow } from '#src/db/posts';
import { findPreview } from '#src/db/talk';
import type { FeedDeps } from './deps.ts';
import { paragraphs, safe } from './html.ts';
import { readable, spoken } from './labels.ts';
import { previewWords } from './preview-words.ts';
import { readSite, type Site } from './site.ts';
import { STYLE } from './style.ts';

/** More posts than any announcement has. */
const ALL_POSTS = 10_000;

/**
 * A link for partners: each post of one announcement as it will stand, for whoever holds the link. Nothing can be done
 * there, nobody signs in, and no search engine is to keep it.
 */
export function previewRouter(deps: FeedDeps): Router {
  const router = Router();
  router.get('/preview/:token', async (request, response) => {
    const { db } = deps.database;
    const site = await readSite(db, deps.settings.publicUrl);
    const language = spoken(request.acceptsLanguages('fi', 'sv', 'en') || 'fi');
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow, noarchive' });
    const link = await findPreview(db, hashOfKey(request.params.token));
    const row = link && (await findAnnouncement(db, link.announcementId));
    if (!link || !row) {
      response
        .status(404)
        .type('html')
        .send(frame(site, language, previewWords(language).gone, ''));
      return;
    }
    const posts = await listPosts(db, { announcementId: row.id, limit: ALL_POSTS });
    const channels = await channelsById(db);
    const title = Object.values(row.texts)[0]?.title ?? '';
    const shown = posts.filter(({ state }) => state !== 'cancelled');
    const main = shown.map((post) => postHtml(site, language, post, channels.get(post.channelId))).join('\n');
    const until = `<p class="about">${safe(previewWords(language).until)} ${when(link.expiresAt, language, site)}</p>`;
    response.type('html').send(frame(site, language, title, `${until}\n${main}`));
  });
  return router;
}

function frame(site: Site, language: string, title: string, main: string): string {
  const words = previewWords(language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<title>${safe(words.preview)}: ${safe(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><span class="home">${safe(site.cluster.name)}</span></header>
<main id="content">
<p class="cancelled">${safe(words.notPublished)}</p>
<h1>${safe(title)}</h1>
${main}
</main>
</body>
</html>
`;
}

function postHtml(site: Site, language: string, post: PostRow, channel: ChannelRow | undefined): string {
  const words = previewWords(language);
  const { message } = post;
  const time = post.scheduledAt ? when(post.scheduledAt, language, site) : safe(words.noTime);
  const images = message.images
    .map(
      ({ mediaId, alt, width, height }) =>
        `<figure><img src="/media/${safe(mediaId)}" alt="${safe(alt)}" width="${width}" height="${height}"><figcaption>${safe(words.alt)}: ${safe(alt)}</figcaption></figure>`,
    )
    .join('\n');
  const link = message.link
    ? `<p>${safe(words.link)}: <a rel="nofollow" href="${safe(message.link.target)}">${safe(message.link.target)}</a></p>`
    : '';
  const comment = message.firstComment
    ? `<h3>${safe(words.firstComment)}</h3>\n${paragraphs(message.firstComment)}`
    : '';
  const heading = [channel?.name ?? '', post.language].filter(Boolean).join(' · ');
  return `<section>
<h2>${safe(heading)}</h2>
<p class="about">${time} · ${safe(words.states[post.state])}</p>
<div lang="${safe(post.language)}">
${channel?.kind === 'website-feed' ? `<p><strong>${safe(message.title)}</strong></p>` : ''}
${paragraphs(message.text)}
${images}
${link}
${comment}
</div>
</section>`;
}

function when(at: Date, language: string, { cluster }: Site): string {
  return `<time datetime="${at.toISOString()}">${safe(readable(at, language, cluster.zone))}</time>`;
}
