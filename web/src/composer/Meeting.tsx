import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';
import classes from './composer.module.css';
import type { Draft } from './draft.ts';
import { fieldName } from './field-name.ts';
import { meet } from './merge.ts';

interface Props {
  readonly base: Draft;
  readonly mine: Draft;
  readonly theirs: Draft;
  readonly changedAt: string;
  /** Goes on with both changes brought together. */
  readonly onMerged: (draft: Draft) => void;
  /** Gives up one's own. */
  readonly onTheirs: () => void;
}

/** Somebody else stored a change meanwhile: what differs, and whose words go on. Nothing is overwritten unseen. */
export function Meeting({ base, mine, theirs, changedAt, onMerged, onTheirs }: Props) {
  const { t, clock } = useWords();
  const { conflicts, merged } = meet(base, mine, theirs);
  const [taken, setTaken] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({});
  const open = conflicts.filter(({ key }) => taken[key] === undefined).length;
  const goOn = () =>
    onMerged(
      conflicts.reduce((draft, part) => (taken[part.key] === 'theirs' ? part.take(draft, theirs) : draft), merged),
    );
  return (
    <Note tone="warn" mb="md" role="status" title={t('meeting.title', { time: clock(changedAt) })}>
      <Stack gap="sm">
        <Text size="sm">{t(conflicts.length > 0 ? 'meeting.choose' : 'meeting.apart')}</Text>
        {conflicts.map((part) => (
          <Radio.Group
            key={part.key}
            label={fieldName(t, part.pointer)}
            value={taken[part.key] ?? ''}
            onChange={(whose) => setTaken((before) => ({ ...before, [part.key]: whose as 'mine' | 'theirs' }))}
          >
            <div className={classes.meeting}>
              {(['mine', 'theirs'] as const).map((whose) => (
                <div key={whose}>
                  <Radio value={whose} label={t(`meeting.${whose}`)} />
                  <p className="prose">{part.words(whose === 'mine' ? mine : theirs) || t('meeting.nothing')}</p>
                </div>
              ))}
            </div>
          </Radio.Group>
        ))}
        <Group gap="sm">
          <Button size="sm" disabled={open > 0} onClick={goOn}>
            {t('meeting.goOn')}
          </Button>
          <Button size="sm" variant="default" onClick={onTheirs}>
            {t('composer.loadNew')}
          </Button>
        </Group>
      </Stack>
    </Note>
  );
}
