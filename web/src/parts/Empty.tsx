import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './empty.module.css';

/** Nothing here yet: what would be here, and how it gets here. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <svg viewBox="0 0 120 48" width="120" height="48" aria-hidden="true" focusable="false">
        <g fill="none" stroke="var(--k-brand)" strokeWidth="2.5" strokeLinecap="round">
          <path d="M34 17a14 14 0 0 1 0 14" />
          <path d="M44 11a26 26 0 0 1 0 26" opacity=".65" />
          <path d="M54 6a37 37 0 0 1 0 36" opacity=".4" />
          <path d="M64 2a46 46 0 0 1 0 44" opacity=".2" />
        </g>
        <circle cx="24" cy="24" r="5" fill="var(--k-brand)" />
      </svg>
      <Title order={3}>{title}</Title>
      <Text c="dimmed" maw="34rem" component="div">
        {children}
      </Text>
      {action}
    </div>
  );
}
