import { Container, Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { LanguageSwitch } from '../frame/LanguageSwitch.tsx';
import { Logo } from '../frame/Logo.tsx';
import { ThemeSwitch } from '../frame/ThemeSwitch.tsx';

/** A page for who is not signed in: nothing but the task, the language and the appearance. */
export function Outside({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Kaiku`;
  }, [title]);
  return (
    <Container size={460} px="md" py="xl" component="main">
      <Group justify="space-between" mb="xl">
        <Logo />
        <Group gap={4}>
          <LanguageSwitch />
          <ThemeSwitch />
        </Group>
      </Group>
      <div className="card">
        <Stack>
          <Title order={1}>{title}</Title>
          {children}
        </Stack>
      </div>
    </Container>
  );
}
