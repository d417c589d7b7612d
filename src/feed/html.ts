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
