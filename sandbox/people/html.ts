/** Markup that may be put into a page as it stands. Everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | null | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

function written(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(({ text }) => text).join('');
  return escaped(String(piece));
}

/** A template whose values are escaped, unless they are markup already. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(parts.reduce((all, part, index) => all + written(pieces[index - 1] ?? null) + part));
}

const STYLE = `
:root{color-scheme:light dark;--ground:#f3f1ec;--card:#fff;--ink:#22261f;--soft:#5c6357;--line:#d9d6cd;--accent:#2f5d46}
@media (prefers-color-scheme:dark){:root{--ground:#171a17;--card:#20241f;--ink:#eceee8;--soft:#a9b0a3;--line:#363c34;--accent:#8fc7a6}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem 4rem}header.top{border-bottom:3px solid var(--accent);background:var(--card);padding:.7rem 1rem}
header.top p{max-width:42rem;margin:0 auto;color:var(--soft);font-size:.875rem}a{color:var(--accent)}h1{line-height:1.2;margin:.2rem 0}
article,section.card{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:1rem 1.2rem;margin:1rem 0}
.words{white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}.soft{color:var(--soft);font-size:.875rem}
.link{display:block;border:1px solid var(--line);border-radius:.5rem;padding:.7rem;margin:.6rem 0;text-decoration:none;overflow-wrap:anywhere}
.link strong{display:block;color:var(--ink)}.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.6rem}
figure{margin:0}figure img{width:100%;border-radius:.5rem;display:block;min-height:3rem;background:var(--line)}figcaption{font-size:.8rem;color:var(--soft)}
.counts{display:flex;flex-wrap:wrap;gap:1rem;border-top:1px solid var(--line);padding-top:.6rem;margin-top:.8rem}
.comment{border-left:3px solid var(--line);padding-left:.8rem;margin:.8rem 0;white-space:pre-wrap}
label{display:block;padding:.3rem 0}button{font:inherit;padding:.55rem 1.1rem;border-radius:.5rem;border:1px solid var(--accent);background:var(--accent);color:var(--card);margin:.5rem .5rem 0 0;cursor:pointer}
button.quiet{background:none;color:var(--accent)}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
`;

/** A whole page. It says on every page that nothing of it is real. */
export function page(title: string, body: Html): string {
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Html(STYLE)}</style></head>
<body><header class="top"><p>Sandbox: a stand-in on this computer. Nothing here is on any real platform. <a href="/">All pages</a></p></header>
<main>${body}</main></body></html>`.text;
}
