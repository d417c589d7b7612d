import { Text } from '@mantine/core';
import type { Import } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Badge } from '../parts/StateBadge.tsx';
import { Reason } from './Reason.tsx';

/** Whether a source is read, what becomes of what comes, and whether it asks for something. */
export function SourceBadges({ source: { paused, lastResult, asking, rule } }: { source: Import }) {
  const { t } = useWords();
  const failed = lastResult?.outcome === 'failed';
  return (
    <>
      {paused ? <Badge tone="warn" icon="parked" text={t('imports.paused')} /> : null}
      {!paused && failed ? <Badge tone="bad" icon="warning" text={t('imports.failed')} /> : null}
      {!paused && !failed && lastResult ? <Badge tone="good" icon="published" text={t('imports.works')} /> : null}
      {asking > 0 ? <Badge tone="warn" icon="needsDecision" text={t('imports.asking', { count: asking })} /> : null}
      <Badge tone="quiet" icon={rule === 'draft' ? 'draft' : 'scheduled'} text={t(`imports.rule.${rule}`)} />
    </>
  );
}

/** When a source was read last, what came, and when it is read next. */
export function LastReading({ source }: { source: Import }) {
  const { t, longTime } = useWords();
  const { lastResult, fetchedAt, nextFetchAt } = source;
  if (!lastResult || !fetchedAt) return <Text size="sm">{t('imports.notYet')}</Text>;
  const counts = (['new', 'updated', 'merged', 'refused'] as const)
    .filter((what) => lastResult[what] > 0)
    .map((what) => t(`imports.count.${what}`, { count: lastResult[what] }));
  const came = counts.length > 0 ? counts.join(', ') : t(`imports.outcome.${lastResult.outcome}`);
  return (
    <div>
      <Text size="sm">{t('imports.readAt', { time: longTime(fetchedAt) })}</Text>
      {lastResult.outcome === 'failed' ? (
        <Text size="sm" c="var(--k-bad)">
          <Reason code={lastResult.code ?? ''} detail={lastResult.detail ?? ''} />
        </Text>
      ) : (
        <Text size="sm">{came}</Text>
      )}
      {nextFetchAt ? (
        <Text size="sm" c="dimmed">
          {t('imports.nextAt', { time: longTime(nextFetchAt) })}
        </Text>
      ) : null}
    </div>
  );
}
