import { Button, CopyButton, Group, NativeSelect, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { use, useRef, useState } from 'react';
import { endPreviewLink, makePreviewLink, usePreviewLinks } from '../api/talk.ts';
import { SessionContext } from '../app/session-context.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useAct } from '../parts/use-act.ts';

const DAYS = [3, 14, 30, 90];
const USUAL = 14;

/** Links by which a partner sees the posts as they will stand, without signing in. */
export function PreviewLinks({ announcement }: { announcement: string }) {
  const { t, shortDate } = useWords();
  const { me } = use(SessionContext);
  const { act, busy } = useAct();
  const mayMake = me?.may.includes('announcement.write') ?? false;
  const links = usePreviewLinks(announcement, mayMake);
  const [days, setDays] = useState(USUAL);
  const [url, setUrl] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const making = useRef<HTMLButtonElement>(null);
  if (!mayMake) return null;
  const make = () =>
    act(async () => {
      setUrl((await makePreviewLink(announcement, days)).url);
      requestAnimationFrame(() => field.current?.focus());
    }, t('previews.made'));
  const end = async (id: string) => {
    if (await act(() => endPreviewLink(announcement, id), t('previews.ended'))) making.current?.focus();
  };
  return (
    <Section title={t('previews.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('previews.lead')}</Text>
        {links.error ? <ProblemNote error={links.error} again={() => void links.refetch()} /> : null}
        {(links.data ?? []).map(({ id, createdAt, expiresAt }) => (
          <Group key={id} justify="space-between" gap="xs">
            <Text size="sm">{t('previews.open', { from: shortDate(createdAt), to: shortDate(expiresAt) })}</Text>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              aria-label={t('previews.endOf', { date: shortDate(createdAt) })}
              onClick={() => void end(id)}
            >
              {t('previews.end')}
            </Button>
          </Group>
        ))}
        {url === null ? null : (
          <Group align="end" gap="xs">
            <TextInput
              ref={field}
              label={t('previews.link')}
              description={t('previews.once')}
              value={url}
              readOnly
              flex={1}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={url} timeout={5_000}>
              {({ copied, copy }) => (
                <>
                  <Button onClick={copy}>{copied ? t('previews.copied') : t('previews.copy')}</Button>
                  <VisuallyHidden role="status">{copied ? t('previews.copied') : ''}</VisuallyHidden>
                </>
              )}
            </CopyButton>
          </Group>
        )}
        <Group align="end" gap="xs">
          <NativeSelect
            label={t('previews.days')}
            data={DAYS.map((count) => ({ value: String(count), label: t('previews.forDays', { count }) }))}
            value={String(days)}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          />
          <Button ref={making} variant="default" loading={busy} onClick={() => void make()}>
            {t('previews.make')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
