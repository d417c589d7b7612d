import { VisuallyHidden } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../api/wire.ts';
import classes from './badges.module.css';

/** A letter in the channel's colour. Letters, because two of the platforms are blue. */
const LETTERS: Record<Channel['kind'], string> = { facebook: 'f', linkedin: 'in', 'website-feed': 'w' };

export function channelColours(kind: Channel['kind'] | undefined): CSSProperties {
  const known = kind ?? 'website-feed';
  return { '--tint': `var(--k-channel-${known})`, '--wash': `var(--k-channel-${known}-wash)` } as CSSProperties;
}

export function Mark({ kind }: { kind: Channel['kind'] | undefined }) {
  return (
    <span className={classes.mark} style={channelColours(kind)} aria-hidden="true">
      {kind ? LETTERS[kind] : '•'}
    </span>
  );
}

/** A channel with its name; the slug until the channel is known. */
export function ChannelMark({ channel, slug }: { channel: Channel | undefined; slug: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.channel}>
      <Mark kind={channel?.kind} />
      <span>
        {channel ? <VisuallyHidden>{t(`channelShort.${channel.kind}`)}: </VisuallyHidden> : null}
        {channel?.name ?? slug}
      </span>
    </span>
  );
}
