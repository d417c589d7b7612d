import { rulesFor } from '#posts/compose/index';
import { toLittleText } from '#posts/compose/little-text';
import type { Channel } from '../api/wire.ts';

/**
 * Length as the platform counts, in UTF-16 units. LinkedIn may count its escapes too, so the longer of both counts holds
 * there (posts/compose/linkedin).
 */
export function countFor(kind: Channel['kind'], text: string): { used: number; most: number | null } {
  const used = kind === 'linkedin' ? Math.max(text.length, toLittleText(text).length) : text.length;
  return { used, most: rulesFor[kind].limits.text };
}
