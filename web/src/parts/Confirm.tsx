import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly yes: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onYes: () => void;
  readonly onClose: () => void;
}

/** Asks before something is done, and says what will happen. Escape and "back" leave everything as it is. */
export function Confirm({ opened, title, children, yes, danger = false, busy = false, onYes, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text component="div">{children}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.back')}
        </Button>
        <Button color={danger ? 'red.8' : 'spruce'} loading={busy} onClick={onYes} data-autofocus>
          {yes}
        </Button>
      </Group>
    </Modal>
  );
}
