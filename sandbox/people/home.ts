import type { World } from '../world/world.ts';
import { html, page } from './html.ts';

/** The front page: what this is, and the pages that one can look at. */
export function homePage(world: World): string {
  const rows = world.pages.map((one) => {
    const count = world.visiblePosts(one.platform, one.id).length;
    const kind = one.platform === 'facebook' ? 'like a Facebook page' : 'like a LinkedIn page';
    return html`<tr><td><a href="/${one.platform}/${one.id}">${one.name}</a></td><td>${kind}</td><td>${count}</td></tr>`;
  });
  return page(
    'Sandbox',
    html`<h1>Sandbox</h1>
<p>This stands in for two social platforms while Kaiku is tried out and tested. Posts appear here as a visitor would see
them, gather reactions with time, and vanish when the sandbox stops.</p>
<section class="card"><table><thead><tr><th>Page</th><th>Kind</th><th>Posts</th></tr></thead><tbody>${rows}</tbody></table></section>
<p class="soft">The clock here says ${new Date(world.clock.now()).toISOString()}. For programs:
<a href="/sandbox/ledger">every post ever made</a>, <a href="/sandbox/requests">received requests</a>,
<a href="/sandbox/faults">faults</a>, <a href="/sandbox/switches">switches</a>.</p>`,
  );
}
