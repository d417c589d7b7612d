import type { PublicPage } from '#src/db/public-site';
import { filtered } from './filter.ts';
import { safe } from './html.ts';
import type { Site } from './site.ts';

/** What a sitemap may hold at most (sitemaps.org/protocol.html). */
export const SITEMAP_LIMIT = 50_000;

/** Every page with its languages, as sitemaps.org and search engines' hreflang extension have it. */
export function sitemap(site: Site, pages: readonly PublicPage[]): string {
  const front = entry(site, '/', site.cluster.languages, pages[0]?.changedAt);
  const others = pages
    .slice(0, SITEMAP_LIMIT - 1)
    .map(({ slug, languages, changedAt }) => entry(site, `/a/${slug}`, languages, changedAt));
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${[front, ...others].join('\n')}
</urlset>
`;
}

function entry({ publicUrl }: Site, path: string, languages: readonly string[], changedAt: Date | undefined): string {
  const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : '';
  const others = languages.map(
    (language) =>
      `<xhtml:link rel="alternate" hreflang="${safe(language)}" href="${safe(publicUrl + filtered(path, { language }))}"/>`,
  );
  return `<url><loc>${safe(publicUrl + path)}</loc>${changed}${others.join('')}</url>`;
}

/** Robots may read what is public; the staff interface, the API and the links that count people are not for them. */
export function robots(publicUrl: string): string {
  const closed = ['/api/', '/app/', '/r/'].map((path) => `Disallow: ${path}`);
  return `User-agent: *\n${closed.join('\n')}\nAllow: /\n\nSitemap: ${publicUrl}/sitemap.xml\n`;
}
