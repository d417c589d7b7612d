import { Alert, type AlertProps } from '@mantine/core';
import type { CSSProperties } from 'react';

const TONES = {
  calm: { '--alert-bg': 'var(--k-brand-wash)', '--alert-color': 'var(--k-brand)' },
  warn: { '--alert-bg': 'var(--k-warn-wash)', '--alert-color': 'var(--k-warn)' },
  bad: { '--alert-bg': 'var(--k-bad-wash)', '--alert-color': 'var(--k-bad)' },
} as const;

/** A message on a tinted ground. */
export function Note({ tone, ...rest }: { tone: keyof typeof TONES } & AlertProps) {
  return <Alert variant="light" {...rest} style={TONES[tone] as CSSProperties} />;
}
