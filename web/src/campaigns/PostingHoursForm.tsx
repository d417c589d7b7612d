import { Button, Checkbox, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { setPostingHours, useCluster } from '../api/cluster.ts';
import { Section } from '../home/Section.tsx';
import { localeOf } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAct } from '../parts/use-act.ts';

const OFFICE = { from: '08:00', to: '20:00', weekdays: [1, 2, 3, 4, 5], holidays: false };
const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** When campaigns may post. A time that a person chose is never moved. */
export function PostingHoursForm() {
  const { t, language } = useWords();
  const { postingHours, revision } = useCluster();
  const { act, busy } = useAct();
  const [on, setOn] = useState(postingHours !== null);
  const [hours, setHours] = useState(postingHours ?? OFFICE);
  return (
    <Section title={t('campaigns.hours')}>
      <Stack gap="sm">
        <Text size="sm">{t('campaigns.hoursHelp')}</Text>
        <Switch label={t('campaigns.hoursOn')} checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
        {on ? (
          <>
            <Group>
              {(['from', 'to'] as const).map((end) => (
                <TextInput
                  key={end}
                  type="time"
                  label={t(`campaigns.${end}`)}
                  value={hours[end]}
                  onChange={(event) => setHours({ ...hours, [end]: event.currentTarget.value })}
                />
              ))}
            </Group>
            <Checkbox.Group
              label={t('campaigns.weekdays')}
              value={hours.weekdays.map(String)}
              onChange={(days) => setHours({ ...hours, weekdays: days.map(Number).sort() })}
            >
              <Group mt={6}>
                {DAYS.map((day) => (
                  <Checkbox key={day} value={String(day)} label={weekdayName(day, language)} />
                ))}
              </Group>
            </Checkbox.Group>
            <Checkbox
              label={t('campaigns.holidays')}
              checked={hours.holidays}
              onChange={(event) => setHours({ ...hours, holidays: event.currentTarget.checked })}
            />
          </>
        ) : null}
        <div>
          <Button
            loading={busy}
            onClick={() => void act(() => setPostingHours(revision, on ? hours : null), t('campaigns.saved'))}
          >
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

/** 1 is Monday; 5 January 2026 was one. */
function weekdayName(day: number, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2026, 0, 4 + day)),
  );
}
