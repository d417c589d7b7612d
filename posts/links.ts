/** Finding and comparing web addresses in texts. Pure; nothing is fetched. */

const ADDRESS = /https?:\/\/[^\s<>"“”«»]+/giu;
const TRAILING = ".,;:!?'’…";
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
// What networks and newsletters add to an address on its way; it never changes where the address leads.
const TRACKING = /^(?:utm_\w+|fbclid|gclid|li_fat_id|mc_[ce]id|trk|rcm)$/i;

interface Address {
  readonly url: string;
  readonly start: number;
}

function addressesIn(text: string): Address[] {
  return [...text.matchAll(ADDRESS)].map((match) => ({ url: withoutTail(match[0]), start: match.index }));
}

/** Drops what belongs to the sentence: a full stop, or a closing bracket that the address did not open. */
function withoutTail(address: string): string {
  const unopened = new Map(
    Object.entries(BRACKETS).map(([closer, opener]) => [
      closer,
      occurrences(address, closer) - occurrences(address, opener),
    ]),
  );
  let end = address.length;
  for (;;) {
    const last = address[end - 1] ?? '';
    const surplus = unopened.get(last) ?? 0;
    if (surplus > 0) unopened.set(last, surplus - 1);
    else if (last === '' || !TRAILING.includes(last)) return address.slice(0, end);
    end -= 1;
  }
}

function occurrences(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The web addresses of a text, as they stand there. */
export function linksIn(text: string): string[] {
  return addressesIn(text).map(({ url }) => url);
}

/** True when both are the same address, apart from spelling (`https://A.fi` and `https://a.fi/`). */
export function sameAddress(a: string, b: string): boolean {
  return a === b || (URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href);
}

/** True when the text holds the address. */
export function mentionsLink(text: string, url: string): boolean {
  return linksIn(text).some((link) => sameAddress(link, url));
}

/** The text with every occurrence of one address replaced by another; longer addresses that only begin alike stay. */
export function replaceLink(text: string, from: string, to: string): string {
  let replaced = '';
  let done = 0;
  for (const { url, start } of addressesIn(text)) {
    if (!sameAddress(url, from)) continue;
    replaced += text.slice(done, start) + to;
    done = start + url.length;
  }
  return replaced + text.slice(done);
}

/**
 * What stays of an address after a platform has handled it: host, path and query, without scheme, fragment, trailing
 * slash and the parameters that networks add. For comparing only.
 */
export function linkKey(url: string): string {
  if (!URL.canParse(url)) return url.trim();
  const parsed = new URL(url);
  const query = [...parsed.searchParams].filter(([name]) => !TRACKING.test(name));
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : '';
  return `${parsed.host}${parsed.pathname.replace(/\/+$/, '')}${search}`;
}

/** The keys that an address may stand for: its own, and that of an address it carries, as redirect pages of networks do. */
export function linkKeys(url: string): string[] {
  const keys = [linkKey(url)];
  if (!URL.canParse(url)) return keys;
  for (const value of new URL(url).searchParams.values()) {
    if (/^https?:\/\//i.test(value)) keys.push(linkKey(value));
  }
  return keys;
}
