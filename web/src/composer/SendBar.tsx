import { Button, Group } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import classes from './composer.module.css';
import type { Draft } from './draft.ts';
import type { Editing } from './editing.ts';

interface Props {
  readonly draft: Draft;
  readonly editing: Editing | null;
  readonly busy: boolean;
  readonly onSend: (submit: boolean) => Promise<void>;
}

export function SendBar({ draft, editing, busy, onSend }: Props) {
  const { t } = useWords();
  if (editing) {
    return (
      <Group className={classes.bar ?? ''}>
        <Button loading={busy} onClick={() => void onSend(false)}>
          {t('composer.saveChanges')}
        </Button>
      </Group>
    );
  }
  const byCampaign = draft.kind === 'event' && draft.campaign !== '';
  return (
    <Group className={classes.bar ?? ''}>
      <Button loading={busy} onClick={() => void onSend(true)}>
        {t(draft.when === 'at' || byCampaign ? 'composer.schedule' : 'composer.publishNow')}
      </Button>
      <Button variant="default" disabled={busy} onClick={() => void onSend(false)}>
        {t('composer.storeDraft')}
      </Button>
    </Group>
  );
}
