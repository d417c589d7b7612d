import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: ReactNode;
  readonly autoComplete: 'current-password' | 'new-password';
}

/** A field for a password, whose signs can be shown. */
export function Secret({ onChange, error, ...rest }: Props) {
  const { t } = useWords();
  return (
    <PasswordInput
      {...rest}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      aria-invalid={error !== undefined}
      required
      visibilityToggleButtonProps={{ 'aria-label': t('signin.show'), tabIndex: 0 }}
    />
  );
}
