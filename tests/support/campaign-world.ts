import type { CampaignStep } from '#posts/campaign';
import type { Standing, StandingPost } from '#posts/follow';
import { type PlanChannel, type PlanSource, plan } from '#posts/plan';
import type { PostingRules } from '#posts/posting-hours';
import { resolveTime } from '#posts/time';
import { CAMPAIGN_AT_START } from '#src/db/first-start/facts';

/** One event, three languages, three channels, the standard template: what the tables of cases tell of. */
export const ZONE = 'Europe/Helsinki';
export const LANGUAGES = ['fi', 'sv', 'en'] as const;
export const STANDARD = CAMPAIGN_AT_START.steps as CampaignStep[];
export const CHANNELS: readonly PlanChannel[] = (['facebook', 'linkedin', 'website-feed'] as const).map((kind) => ({
  id: kind,
  slug: kind,
  kind,
  languages: [...LANGUAGES],
}));
export const WORKDAYS: PostingRules = {
  from: '08:00',
  to: '20:00',
  weekdays: [1, 2, 3, 4, 5],
  holidays: false,
  publicHolidays: new Set(['2026-12-25', '2026-12-26', '2027-01-01', '2027-01-06']),
};

export const at = (local: string): Date => {
  const read = resolveTime(local, ZONE);
  if (!read.ok) throw new Error(read.detail);
  return read.instant;
};

/** @param startsAt local time, as `2026-10-20T13:00` */
export function anEvent(startsAt: string, over: Partial<PlanSource> = {}): Standing {
  return {
    channels: CHANNELS,
    source: {
      texts: {
        fi: {
          title: 'Puurakentamisen päivä',
          body: 'Tule kuulemaan, miten Lapissa rakennetaan puusta.\n\nKahvit klo 12.30.',
        },
        sv: { title: 'Träbyggnadsdagen', body: 'Kom och hör hur man bygger i trä i Lappland.' },
        en: { title: 'Wood construction day', body: 'Come and hear how wood is used in Lapland.' },
      },
      link: 'https://example.fi/puupaiva',
      images: [],
      event: {
        startsAt: at(startsAt),
        endsAt: new Date(at(startsAt).getTime() + 3 * 3_600_000),
        place: 'Rantavitikka, Rovaniemi',
        streamUrl: null,
        registrationUrl: 'https://example.fi/ilmo',
      },
      fundingStatements: {},
      publishAt: null,
      worthUntil: null,
      steps: STANDARD,
      ...over,
    },
  };
}

/** The posts of an announcement as they were made at `now`, all scheduled. */
export function standingPosts({ source, channels }: Standing, now: Date): StandingPost[] {
  return plan(source, channels, now, ZONE).posts.map((post, index) => ({
    id: String(index),
    channelId: post.channelId,
    language: post.language,
    step: post.step,
    state: 'scheduled',
    scheduledAt: post.scheduledAt,
    publishedAt: null,
    message: post.message,
    handwritten: false,
    offer: null,
  }));
}

export function published(post: StandingPost): StandingPost {
  return { ...post, state: 'published', publishedAt: post.scheduledAt };
}
