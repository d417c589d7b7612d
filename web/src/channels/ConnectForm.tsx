import { Button, Group, NativeSelect, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { connectChannel } from '../api/channels.ts';
import { useOrganisations } from '../api/named.ts';
import { ApiProblem } from '../api/problem.ts';
import { everythingChanged } from '../api/query.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { slugOf } from './slug-of.ts';

const EMPTY = {
  kind: 'facebook',
  name: '',
  slug: '',
  remoteId: '',
  accessToken: '',
  refreshToken: '',
  organisation: '',
};

/** Connects a page by hand. The token is tried at once and never shown again. */
export function ConnectForm() {
  const { t, nameIn } = useWords();
  const words = useProblemWords();
  const toasts = useToasts();
  const organisations = useOrganisations();
  const [form, setForm] = useState(EMPTY);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const set = (name: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((before) => ({ ...before, [name]: value, ...(name === 'name' ? { slug: slugOf(value) } : {}) }));
  };
  const problemAt = (name: string) => {
    const problem =
      error instanceof ApiProblem ? error.errors.find(({ pointer }) => pointer === `/${name}`) : undefined;
    return problem ? words.one(problem) : undefined;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await connectChannel(Object.fromEntries(Object.entries(form).filter(([, value]) => value !== '')));
      toasts.done(t('channels.connected', { name: form.name }));
      setForm(EMPTY);
      await everythingChanged();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: 'name' | 'slug' | 'remoteId', required = true) => (
    <TextInput
      label={t(`channels.form.${name}`)}
      description={t(`channels.form.${name}Help`)}
      value={form[name]}
      onChange={set(name)}
      error={problemAt(name)}
      required={required}
    />
  );
  const secret = (name: 'accessToken' | 'refreshToken', required: boolean) => (
    <PasswordInput
      label={t(`channels.form.${name}`)}
      description={t(`channels.form.${name}Help`)}
      value={form[name]}
      onChange={set(name)}
      error={problemAt(name)}
      aria-invalid={problemAt(name) !== undefined}
      required={required}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('signin.show'), tabIndex: 0 }}
    />
  );
  const onPlatform = form.kind !== 'website-feed';
  return (
    <Section title={t('channels.connectTitle')}>
      <Text c="dimmed" mb="md">
        {t('channels.connectLead')}
      </Text>
      <form onSubmit={submit} noValidate ref={element}>
        <Stack>
          {error ? <ProblemNote error={error} /> : null}
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NativeSelect
              label={t('channels.form.kind')}
              value={form.kind}
              onChange={set('kind')}
              data={['facebook', 'linkedin', 'website-feed'].map((value) => ({
                value,
                label: t(`channelKind.${value}`),
              }))}
            />
            <NativeSelect
              label={t('field.organisation')}
              value={form.organisation}
              onChange={set('organisation')}
              data={[
                { value: '', label: t('channels.form.noOrganisation') },
                ...organisations.map(({ slug, names }) => ({ value: slug, label: nameIn(names) })),
              ]}
            />
            {field('name')}
            {field('slug')}
            {onPlatform ? field('remoteId') : null}
            {onPlatform ? secret('accessToken', true) : null}
            {form.kind === 'linkedin' ? secret('refreshToken', false) : null}
          </SimpleGrid>
          <Group>
            <Button type="submit" loading={busy}>
              {t('channels.connect')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
