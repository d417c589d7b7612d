import type { LinkCard, Page, Post } from '../world/model.ts';
import { numbersAt } from '../world/numbers.ts';
import type { World } from '../world/world.ts';
import { type Html, html, page } from './html.ts';

const NOTHING = html``;
const media = (id: string): string => `/sandbox/media/${encodeURIComponent(id)}`;

/** Only what a browser opens safely becomes a link. */
function linkCard(link: LinkCard): Html {
  const host = URL.canParse(link.url) ? new URL(link.url).host : '';
  const picture =
    link.pictureId === null ? NOTHING : html`<img src="${media(link.pictureId)}" alt="" style="max-width:100%">`;
  const inner = html`${picture}<strong>${link.title ?? host}</strong>${link.description === null ? NOTHING : html`<span>${link.description}</span><br>`}<span class="soft">${link.url}</span>`;
  return /^https?:\/\//i.test(link.url)
    ? html`<a class="link" href="${link.url}" rel="noreferrer">${inner}</a>`
    : html`<div class="link">${inner}</div>`;
}

function pictures(post: Post): Html {
  if (post.pictures.length === 0) return NOTHING;
  return html`<div class="pictures">${post.pictures.map(
    ({ pictureId, alt }) =>
      html`<figure><img src="${media(pictureId)}" alt="${alt ?? ''}"><figcaption>${alt === null ? 'no alt text' : `Alt text: ${alt}`}</figcaption></figure>`,
  )}</div>`;
}

export function postPath(post: Post): string {
  return post.platform === 'facebook'
    ? `/facebook/${post.pageId}/posts/${post.remoteId.split('_')[1] ?? ''}`
    : `/feed/update/${post.remoteId}/`;
}

/** One post as a visitor sees it, with its comments and what it gathered. */
export function postCard(world: World, post: Post): Html {
  const numbers = numbersAt(post, world.clock.now());
  const at = new Date(post.createdAt).toISOString();
  const comments = post.comments
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ author, text }) => html`<div class="comment"><strong>${author}</strong>\n${text}</div>`);
  return html`<article><a class="soft" href="${postPath(post)}"><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time></a>${
    post.editedAt === null ? NOTHING : html`<span class="soft"> · edited</span>`
  }<div class="words">${post.text}</div>${post.link === null ? NOTHING : linkCard(post.link)}${pictures(post)}
<div class="counts soft"><span>${numbers.reactions} reactions</span><span>${numbers.comments} comments</span><span>${numbers.shares} ${numbers.shares === 1 ? 'share' : 'shares'}</span><span>${numbers.views} views</span></div>${comments}</article>`;
}

const TIMELINE_LIMIT = 100;

/** A page with its posts, newest first. */
export function timeline(world: World, owner: Page): string {
  const posts = world.visiblePosts(owner.platform, owner.id);
  const cards = posts.slice(0, TIMELINE_LIMIT).map((post) => postCard(world, post));
  return page(
    owner.name,
    html`<h1>${owner.name}</h1><p class="soft">${owner.followers} followers · ${posts.length} posts</p>${
      cards.length === 0 ? html`<p>Nothing has been posted yet.</p>` : cards
    }`,
  );
}
