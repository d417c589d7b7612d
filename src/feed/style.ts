import { emblemStars } from '#src/media/emblem';
import { safe } from './html.ts';

/** Contrast at least 7:1 in light and dark, a visible focus, targets of 24 px, and room for text at 200 %. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c1f1d;--soft:#4a524d;--paper:#fdfdfb;--link:#0b4f3a;--line:#c9cec9;--tint:#eef3f0}
@media(prefers-color-scheme:dark){:root{--ink:#eef0ee;--soft:#b9c2bc;--paper:#161917;--link:#8fd8bb;--line:#454b47;--tint:#202622}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:44rem;padding:1rem;font:1.0625rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em}a:hover{text-decoration-thickness:2px}
a:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.25rem;background:var(--paper);padding:.25rem .5rem}
header{display:flex;flex-wrap:wrap;gap:.5rem 2rem;justify-content:space-between;align-items:baseline;border-bottom:1px solid var(--line);padding-bottom:.75rem}
.home{font-weight:700;text-decoration:none}
.row{display:flex;flex-wrap:wrap;gap:.5rem 1rem;padding:0;margin:0;list-style:none}.row a{display:inline-block;min-height:1.5rem}
[aria-current]{font-weight:700;text-decoration:none}
h1{font-size:1.9rem}h1,h2,h3{line-height:1.25;text-wrap:balance;hyphens:auto}h2{font-size:1.3rem;margin:2.5rem 0 1rem}
figure{margin:1rem 0}img{max-width:100%;height:auto;border-radius:4px}
article+article,section+section{border-top:1px solid var(--line);margin-top:2rem;padding-top:1rem}
.list{padding:0;margin:0;list-style:none}.list li{padding:.75rem 0;border-top:1px solid var(--line)}.list a{font-weight:600}
.about{margin:.125rem 0 0;color:var(--soft);font-size:.95rem}
.facts{background:var(--tint);padding:.25rem 1rem;border-radius:6px}dt{font-weight:600;margin-top:.5rem}dd{margin:0 0 .5rem}
.cancelled{border:2px solid;padding:.5rem 1rem;font-weight:600}.tag{border:1px solid;border-radius:3px;padding:0 .4rem;font-size:.85rem;font-weight:600}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:1rem 0}label{font-weight:600;display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem;max-width:100%}
select,button,.button{font:inherit;color:inherit;background:var(--tint);border:1px solid var(--soft);border-radius:4px;padding:.4rem .8rem;min-height:2.75rem;max-width:100%}
.button{text-decoration:none;display:inline-flex;align-items:center}
footer{border-top:1px solid var(--line);margin-top:3rem}footer h2{margin-top:1rem}
.funding{display:flex;gap:1rem;align-items:center;margin:1.5rem 0 0}.funding svg{flex:none}
@media print{.skip,footer h2,footer ul,nav,form{display:none}}
`.trim();

const HEIGHT = 40;

/** The emblem of the European Union, with its name for those who cannot see it. */
export function emblemHtml(alt: string): string {
  const stars = emblemStars(HEIGHT).map((points) => `<polygon points="${points}"/>`);
  const width = HEIGHT * 1.5;
  return `<svg role="img" aria-label="${safe(alt)}" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}"><rect width="${width}" height="${HEIGHT}" fill="#039"/><g fill="#fc0">${stars.join('')}</g></svg>`;
}
