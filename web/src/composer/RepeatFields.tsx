import { NativeSelect, NumberInput, SimpleGrid } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import type { Draft } from './draft.ts';
import { useField } from './field.ts';
import type { Change } from './use-draft.ts';

const RULES = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  fortnightly: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
};
const MOST = 100;

/** How often it is said again, and how many times in all. A rule that a program gave stays as it is. */
export function RepeatFields({ draft, change }: { draft: Draft; change: Change }) {
  const { t } = useWords();
  const field = useField('/recurrence');
  const [, base = '', count = '4'] = /^(.*);COUNT=(\d+)$/.exec(draft.recurrence) ?? [];
  const own = draft.recurrence !== '' && !Object.values(RULES).includes(base);
  const set = (rule: string, times: string | number) =>
    change((before) => ({ ...before, recurrence: rule === '' ? '' : `${rule};COUNT=${times}` }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <NativeSelect
        {...field}
        label={t('field.recurrence')}
        value={own ? draft.recurrence : base}
        onChange={(event) => set(event.currentTarget.value, count)}
        data={[
          { value: '', label: t('repeat.never') },
          ...Object.entries(RULES).map(([name, value]) => ({ value, label: t(`repeat.${name}`) })),
          ...(own ? [{ value: draft.recurrence, label: draft.recurrence }] : []),
        ]}
      />
      {base !== '' && !own ? (
        <NumberInput
          label={t('repeat.count')}
          description={t('repeat.countHelp')}
          min={2}
          max={MOST}
          value={Number(count)}
          onChange={(value) => set(base, value || 2)}
        />
      ) : null}
    </SimpleGrid>
  );
}
