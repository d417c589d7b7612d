import { Button, CopyButton, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';

interface Props {
  readonly lead: string;
  readonly label: string;
  /** A link or a key that is shown this once. */
  readonly value: string;
  readonly ready: string;
  readonly onReady: () => void;
}

/** Something secret that is shown once, to be copied. A browser without a clipboard still lets it be selected. */
export function HandOver({ lead, label, value, ready, onReady }: Props) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Stack>
      <Text>{lead}</Text>
      <TextInput
        ref={field}
        label={label}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <CopyButton value={value} timeout={5_000}>
        {({ copied, copy }) => (
          <>
            <Button onClick={copy}>{copied ? t('manage.copied') : t('manage.copy')}</Button>
            <VisuallyHidden role="status">{copied ? t('manage.copied') : ''}</VisuallyHidden>
          </>
        )}
      </CopyButton>
      <Button variant="default" onClick={onReady}>
        {ready}
      </Button>
    </Stack>
  );
}
