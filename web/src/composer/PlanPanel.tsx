import { Loader, Text } from '@mantine/core';
import type { Channel, Plan } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import { channelLabel } from '../parts/channel-label.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import { stepLabel } from '../parts/step-label.ts';
import classes from './composer.module.css';
import { PlanWarnings } from './PlanWarnings.tsx';

interface Props {
  readonly plan: Plan | null;
  readonly busy: boolean;
  readonly ready: boolean;
  readonly channels: readonly Channel[];
}

/** Which posts would be made of it, when, and what is worth knowing about them. */
export function PlanPanel({ plan, busy, ready, channels }: Props) {
  const { t, longTime } = useWords();
  const words = useProblemWords();
  const times = [...new Set(plan?.posts.map(({ scheduledAt }) => scheduledAt) ?? [])].sort();
  return (
    <Section
      title={t('plan.title')}
      aside={busy && ready ? <Loader size="xs" role="img" aria-label={t('common.loading')} /> : null}
    >
      {ready ? null : <Text c="dimmed">{t('plan.notYet')}</Text>}
      {plan ? <Text fw={600}>{t('plan.count', { count: plan.posts.length })}</Text> : null}
      <ol className={classes.plan}>
        {times.map((time) => (
          <li key={time}>
            <Text size="sm">{longTime(time)}</Text>
            <ul>
              {plan?.posts
                .filter(({ scheduledAt }) => scheduledAt === time)
                .map((post) => {
                  const channel = channels.find(({ slug }) => slug === post.channel);
                  return (
                    <li key={`${post.channel}${post.language}${post.step}`}>
                      <Mark kind={channel?.kind} /> {channel ? channelLabel(t, channel, channels) : post.channel},{' '}
                      {t(`language.${post.language}`, { defaultValue: post.language })}
                      {post.step ? ` · ${stepLabel(t, post.step)}` : ''}
                    </li>
                  );
                })}
            </ul>
          </li>
        ))}
      </ol>
      {plan ? <PlanWarnings warnings={plan.warnings} channels={channels} /> : null}
      {plan && plan.notes.length > 0 ? (
        <ul className={classes.notes}>
          {[...new Set(plan.notes.map(({ code, detail }) => words.one({ pointer: '', code, detail })))].map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
