import { linksIn } from '#posts/links';

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or a quoted attribute. */
export function safe(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}

/** A value inside a script element that is no script: `</script>` and `<!--` cannot appear in it. */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** Plain text as paragraphs; addresses become links. */
export function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map((block) => `<p>${linked(block.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}

function linked(text: string): string {
  let html = '';
  let rest = text;
  for (const url of linksIn(text)) {
    const at = rest.indexOf(url);
    html += `${safe(rest.slice(0, at))}<a href="${safe(url)}">${safe(url)}</a>`;
    rest = rest.slice(at + url.length);
  }
  return html + safe(rest);
}

export interface Page {
  readonly language: string;
  readonly title: string;
  /** Further elements of the head, as HTML. */
  readonly head?: string;
  /** As HTML. */
  readonly main: string;
  readonly site: string;
}

/** A whole page without scripts: readable on anything, and safe to cache. */
export function page({ language, title, head = '', main, site }: Page): string {
  return `<!doctype html>
<html lang="${safe(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
<link rel="alternate" type="application/feed+json" title="${safe(site)}" href="/feed.json">
<link rel="alternate" type="application/rss+xml" title="${safe(site)}" href="/feed.rss">
<link rel="alternate" type="application/atom+xml" title="${safe(site)}" href="/feed.atom">
<link rel="alternate" type="text/calendar" title="${safe(site)}" href="/events.ics">
${head}
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">${safe(site)}</a></header>
<main>
${main}
</main>
</body>
</html>
`;
}

/** Contrast at least 7:1 in light and dark, a visible focus, and room for text at 200 %. */
const STYLE = `
:root{color-scheme:light dark;--ink:#1c1f1d;--paper:#fdfdfb;--link:#0b4f3a;--line:#c9cec9}
@media(prefers-color-scheme:dark){:root{--ink:#eef0ee;--paper:#161917;--link:#8fd8bb;--line:#454b47}}
body{margin:0 auto;max-width:42rem;padding:1rem;font:1.0625rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
header{border-bottom:1px solid var(--line);padding-bottom:.5rem}
h1,h2{line-height:1.25}figure{margin:1rem 0}img{max-width:100%;height:auto}
article+article,section+section{border-top:1px solid var(--line);margin-top:2rem;padding-top:1rem}
dt{font-weight:600}dd{margin:0 0 .5rem}.cancelled{border:2px solid;padding:.5rem 1rem;font-weight:600}
ul.list{padding:0;list-style:none}ul.list li{margin:0 0 1rem}time{white-space:nowrap}
`.trim();
