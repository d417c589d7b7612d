import { ActionIcon, Button, Group, SegmentedControl, Title } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './calendar.module.css';

export const VIEWS = ['dayGridMonth', 'timeGridWeek', 'listMonth'] as const;
export type View = (typeof VIEWS)[number];

interface Props {
  readonly title: string;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onStep: (step: 'prev' | 'next' | 'today') => void;
}

/** Which period is shown, and the ways to another. */
export function CalendarBar({ title, view, onView, onStep }: Props) {
  const { t } = useWords();
  return (
    <Group justify="space-between" mb="sm" gap="sm">
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={() => onStep('today')}>
          {t('calendar.today')}
        </Button>
        <ActionIcon
          variant="default"
          size="input-sm"
          aria-label={t('calendar.previous')}
          onClick={() => onStep('prev')}
        >
          <span className={classes.back}>
            <Icon name="chevron" />
          </span>
        </ActionIcon>
        <ActionIcon variant="default" size="input-sm" aria-label={t('calendar.next')} onClick={() => onStep('next')}>
          <Icon name="chevron" />
        </ActionIcon>
      </Group>
      <Title order={2} aria-live="polite" className={classes.period ?? ''}>
        {title}
      </Title>
      <SegmentedControl
        aria-label={t('calendar.view')}
        value={view}
        onChange={(value) => onView(value as View)}
        data={VIEWS.map((value) => ({ value, label: t(`calendar.views.${value}`) }))}
      />
    </Group>
  );
}
