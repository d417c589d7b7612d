/** What a template of link parameters may name. */
export interface LinkWords {
  readonly channel: string;
  readonly kind: string;
  readonly announcement: string;
  readonly language: string;
}

const PLACEHOLDER = /\{(channel|kind|announcement|language)\}/g;
const NAME = /^[A-Za-z0-9_.-]{1,50}$/;

/**
 * An address with the parameters of a template such as `utm_source={channel}&utm_campaign={announcement}`. What the
 * address says itself stays; only its query can change, so it leads where it led.
 */
export function withParameters(target: string, template: string | null, words: LinkWords): string {
  if (!template || !URL.canParse(target)) return target;
  const url = new URL(target);
  const added = [...new URLSearchParams(template)].filter(([name]) => !url.searchParams.has(name));
  if (added.length === 0) return target;
  for (const [name, value] of added) url.searchParams.append(name, filled(value, words));
  return url.href;
}

/** Why a template cannot be used; null when it can. */
export function templateProblem(template: string): string | null {
  const pairs = [...new URLSearchParams(template)];
  const bad = pairs.find(([name]) => !NAME.test(name));
  if (pairs.length === 0 || bad) return 'write it as utm_source={channel}&utm_medium=social';
  const unknown = pairs.map(([, value]) => /\{[^}]*\}/.exec(value.replace(PLACEHOLDER, ''))?.[0]).find(Boolean);
  return unknown ? `${unknown} is not known; use {channel}, {kind}, {announcement} or {language}` : null;
}

function filled(value: string, words: LinkWords): string {
  return value.replace(PLACEHOLDER, (_whole, name: keyof LinkWords) => words[name]);
}
