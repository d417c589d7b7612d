import { Anchor, Checkbox, Text } from '@mantine/core';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Preview } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import classes from './imports.module.css';
import { Reason } from './Reason.tsx';

interface Props {
  readonly preview: Preview;
  /** Names of the chosen items; left out: nothing is to be chosen. */
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (sourceId: string, is: boolean) => void;
}

const SHOWN = 50;

/** What a source holds, what of it is here already, and what cannot be taken. */
export function PreviewList({ preview, chosen, onChoose }: Props) {
  const { t } = useWords();
  const { items, refused, notes } = preview;
  return (
    <div>
      <Text fw={500} mt="md" role="status">
        {t('imports.preview.holds', { count: items.length, kind: t(`imports.kind.${preview.kind}`) })}
      </Text>
      {notes.map(({ code, detail }) => (
        <Text key={`${code} ${detail}`} size="sm" c="dimmed">
          <Reason code={code} detail={detail} />
        </Text>
      ))}
      <ul className={classes.rows}>
        {items.slice(0, SHOWN).map((one) => (
          <Row key={one.item.sourceId} one={one} chosen={chosen?.has(one.item.sourceId)} onChoose={onChoose} />
        ))}
        {refused.map(({ title, code, detail }) => (
          <li key={`${title} ${code}`} className={classes.row}>
            <Text>{title}</Text>
            <Text size="sm" c="dimmed">
              {t('imports.preview.refused')} <Reason code={code} detail={detail} />
            </Text>
          </li>
        ))}
      </ul>
      {items.length > SHOWN ? (
        <Text size="sm" c="dimmed">
          {t('imports.preview.more', { count: items.length - SHOWN })}
        </Text>
      ) : null}
    </div>
  );
}

interface RowProps {
  readonly one: Preview['items'][number];
  readonly chosen: boolean | undefined;
  readonly onChoose: Props['onChoose'];
}

function Row({ one: { item, known }, chosen, onChoose }: RowProps) {
  const { t, longTime, shortDate } = useWords();
  const id = useId();
  const { event } = item;
  const when = event ? (event.allDay ? shortDate(event.startsAt) : longTime(event.startsAt)) : null;
  const facts = [when, event?.place, item.publishedAt && shortDate(item.publishedAt)].filter(Boolean).join(' · ');
  return (
    <li className={classes.row}>
      {onChoose ? (
        <Checkbox
          label={item.title}
          checked={chosen ?? false}
          aria-describedby={id}
          onChange={(changed) => onChoose(item.sourceId, changed.currentTarget.checked)}
        />
      ) : (
        <Text>{item.title}</Text>
      )}
      <Text size="sm" c="dimmed" id={id} ml={onChoose ? 32 : 0}>
        {facts}
        {item.cancelled ? ` · ${t('imports.preview.cancelled')}` : ''}
        {known ? (
          <>
            {' · '}
            <Anchor component={Link} to={`/announcements/${known.slug}`} underline="always">
              {t('imports.preview.known')}
            </Anchor>
          </>
        ) : null}
      </Text>
    </li>
  );
}
