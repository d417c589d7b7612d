import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { linkForPerson, type Person } from '../api/people.ts';
import { useWords } from '../i18n/use-words.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { HandOver } from './HandOver.tsx';
import { Wrong } from './Wrong.tsx';

interface Props {
  readonly person: Person;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/**
 * Asks, makes a link to choose a password, and shows it where it could not be mailed: one dialog, so that the focus goes
 * back to what opened it.
 */
export function LinkDialog({ person, opened, onClose }: Props) {
  const { t } = useWords();
  const toasts = useToasts();
  const words = useProblemWords();
  const [link, setLink] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { name } = person;
  const close = () => {
    setLink(null);
    setWrong(undefined);
    onClose();
  };
  const make = async () => {
    setBusy(true);
    try {
      const answer = await linkForPerson(person.id);
      setLink(answer.link);
      if (answer.link !== null) return;
      toasts.done(t('people.mailed', { name }));
      close();
    } catch (error) {
      setWrong(words.whole(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      closeOnClickOutside={link === null}
      title={t('people.resetOf', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {link === null ? (
        <Stack>
          <Wrong text={wrong} />
          <Text>{t('people.resetWill', { name })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common.back')}
            </Button>
            <Button loading={busy} onClick={make} data-autofocus>
              {t('people.resetYes')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <HandOver
          lead={t('people.handOn', { name })}
          label={t('people.link')}
          value={link}
          ready={t('people.ready')}
          onReady={close}
        />
      )}
    </Modal>
  );
}
