import { Fieldset, Group, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './local-time.module.css';
import { joinLocal, readClock, readDate, splitLocal } from './local-time.ts';

interface Props {
  readonly label: string;
  /** Of the date field, so that a list of problems can lead to it. */
  readonly id?: string;
  /** `2026-12-01T09:00` in the cluster's zone; empty while it is not a whole time. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
  readonly description?: string;
  readonly required?: boolean;
}

/**
 * A date and a time as people type them here: "1.12.2026" and "9.30". Two plain fields: quick with a keyboard, clear to a
 * screen reader, and Finnish whatever language the browser speaks.
 */
export function LocalTime({ label, id, value, onChange, error, description, required = false }: Props) {
  const { t } = useTranslation();
  const [{ date, clock }, setTyped] = useState(() => splitLocal(value));
  const [told, setTold] = useState(value);
  if (value !== told) {
    // Set from outside, such as by a restored draft.
    setTold(value);
    setTyped(splitLocal(value));
  }
  const tell = (nextDate: string, nextClock: string) => {
    const joined = joinLocal(nextDate, nextClock);
    setTyped({ date: nextDate, clock: nextClock });
    setTold(joined);
    onChange(joined);
  };
  const badDate = date !== '' && readDate(date) === null;
  const badClock = clock !== '' && readClock(clock) === null;
  return (
    <Fieldset legend={required ? `${label} *` : label} variant="unstyled" p={0} className={classes.time ?? ''}>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <TextInput
          {...(id ? { id } : {})}
          label={t('time.date')}
          description={description}
          placeholder={t('time.datePlaceholder')}
          inputMode="numeric"
          autoComplete="off"
          value={date}
          error={badDate ? t('time.badDate') : error}
          onChange={(event) => tell(event.currentTarget.value, clock)}
          style={{ flex: 2 }}
        />
        <TextInput
          label={t('time.clock')}
          placeholder={t('time.clockPlaceholder')}
          inputMode="decimal"
          autoComplete="off"
          value={clock}
          error={badClock ? t('time.badClock') : undefined}
          onChange={(event) => tell(date, event.currentTarget.value)}
          style={{ flex: 1 }}
        />
      </Group>
    </Fieldset>
  );
}
