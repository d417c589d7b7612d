import { useTranslation } from 'react-i18next';
import type { Announcement, Post } from '../api/wire.ts';
import classes from './badges.module.css';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

type Tone = 'calm' | 'good' | 'warn' | 'bad' | 'quiet';

const TONES: Record<Post['state'], Tone> = {
  draft: 'quiet',
  awaitingApproval: 'warn',
  scheduled: 'calm',
  publishing: 'calm',
  retrying: 'warn',
  parked: 'warn',
  uncertain: 'warn',
  needsDecision: 'bad',
  missed: 'bad',
  rejected: 'bad',
  published: 'good',
  retracted: 'quiet',
  gone: 'quiet',
  cancelled: 'quiet',
};

export function toneOf(state: Post['state']): Tone {
  return TONES[state];
}

/** A post's state: colour, shape and word, never colour alone. */
export function StateBadge({ state }: { state: Post['state'] }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[state]} icon={state} text={t(`state.${state}.name`)} />;
}

const ANNOUNCEMENT: Record<Announcement['state'], { tone: Tone; icon: IconName }> = {
  draft: { tone: 'quiet', icon: 'draft' },
  awaitingApproval: { tone: 'warn', icon: 'awaitingApproval' },
  open: { tone: 'good', icon: 'published' },
  cancelled: { tone: 'quiet', icon: 'cancelled' },
};

export function AnnouncementBadge({ state }: { state: Announcement['state'] }) {
  const { t } = useTranslation();
  const { tone, icon } = ANNOUNCEMENT[state];
  return <Badge tone={tone} icon={icon} text={t(`announcementState.${state}`)} />;
}

export function Badge({ tone, icon, text }: { tone: Tone; icon: IconName; text: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon name={icon} size={14} />
      {text}
    </span>
  );
}
