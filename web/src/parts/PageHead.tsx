import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigationType } from 'react-router';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

/** A page's heading. It takes the focus when the page was reached by a link, so that a screen reader starts here. */
export function PageHead({ title, lead, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const how = useNavigationType();
  useEffect(() => {
    document.title = `${title} – Kaiku`;
  }, [title]);
  useEffect(() => {
    if (how === 'PUSH') heading.current?.focus();
  }, [how]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <div style={{ minWidth: 0, flex: '1 1 18rem' }}>
        <Title order={1} ref={heading} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {lead ? (
          <Text c="dimmed" mt={4} component="div">
            {lead}
          </Text>
        ) : null}
      </div>
      {actions ? <Group gap="sm">{actions}</Group> : null}
    </Group>
  );
}
