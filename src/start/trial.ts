import { eq } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { ChannelKind } from '#posts/schema/channel';
import { channels } from '#src/db/schema';
import { sealTokens } from '#src/secrets/channel-tokens';
import type { Kaiku } from './wire.ts';

interface SandboxPage {
  readonly kind: string;
  readonly name: string;
  readonly remoteId: string;
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/**
 * Connects the first stand-in page of each platform, as `facebook-klusteri` and `linkedin-klusteri`. Repeating it
 * changes nothing, and a page that staff removed stays away.
 */
export async function connectSandboxPages(kaiku: Kaiku, sandboxOrigin: string): Promise<void> {
  const answer = await fetch(`${sandboxOrigin}/sandbox/pages`);
  const pages = (await answer.json()) as SandboxPage[];
  for (const kind of ChannelKind.exclude(['website-feed']).options) {
    const page = pages.find((one) => one.kind === kind);
    if (page) await connect(kaiku, kind, `${kind}-klusteri`, page);
  }
}

async function connect(
  { publishing, sealer }: Kaiku,
  kind: ChannelKind,
  slug: string,
  page: SandboxPage,
): Promise<void> {
  const { db } = publishing.database;
  const [known] = await db.select({ id: channels.id }).from(channels).where(eq(channels.slug, slug));
  if (known) return;
  const id = uuidv7();
  const tokens = { accessToken: page.accessToken, refreshToken: page.refreshToken ?? null };
  await db.insert(channels).values({
    id,
    slug,
    kind,
    name: page.name,
    remoteId: page.remoteId,
    languages: ['fi'],
    ...sealTokens(sealer, id, tokens),
  });
}
