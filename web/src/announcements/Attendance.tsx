import { Button, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { tellAttendance } from '../api/announcements.ts';
import type { Announcement } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useAct } from '../parts/use-act.ts';

/** After the event: how many came, as a person counted them, and how it was. */
export function Attendance({ announcement }: { announcement: Announcement }) {
  const { t, number } = useWords();
  const { act, busy } = useAct();
  const [count, setCount] = useState<number | string>(announcement.attendance ?? '');
  const [note, setNote] = useState(announcement.attendanceNote ?? '');
  if (!announcement.event || new Date(announcement.event.startsAt) > new Date()) return null;
  const save = () =>
    tellAttendance(announcement.slug, announcement.revision, count === '' ? null : Number(count), note.trim() || null);
  return (
    <div style={{ marginBottom: '1rem' }}>
      <Section title={t('attendance.title')}>
        <Stack gap="sm">
          {announcement.attendance === null ? null : (
            <Text fw={600}>
              {t('attendance.told', { count: announcement.attendance, number: number(announcement.attendance) })}
            </Text>
          )}
          <NumberInput label={t('attendance.count')} min={0} max={1_000_000} value={count} onChange={setCount} />
          <Textarea
            label={t('attendance.note')}
            value={note}
            maxLength={1000}
            autosize
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Text size="sm">{t('attendance.pictures')}</Text>
          <div>
            <Button loading={busy} onClick={() => void act(save, t('attendance.done'))}>
              {t('common.save')}
            </Button>
          </div>
        </Stack>
      </Section>
    </div>
  );
}
