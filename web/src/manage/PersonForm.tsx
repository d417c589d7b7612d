import { Button, Checkbox, Fieldset, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { use, useState } from 'react';
import { useOrganisations } from '../api/named.ts';
import { changePerson, invitePerson, type Linked, type Person, ROLES } from '../api/people.ts';
import { everythingChanged } from '../api/query.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { useEntry } from '../signin/use-entry.ts';
import { Wrong } from './Wrong.tsx';

interface Props {
  /** Null: somebody new. */
  readonly person: Person | null;
  /** @param linked what an invitation answered; null after a change */
  readonly onDone: (linked: Linked | null, name: string) => void;
}

/** Invites a person, or changes their name and what they may do. */
export function PersonForm({ person, onDone }: Props) {
  const { t, nameIn } = useWords();
  const { me } = use(SessionContext);
  const { form, wrong, busy, submit } = useEntry();
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Readonly<Record<string, string>>>(person?.roles ?? {});
  const [clusterAdmin, setClusterAdmin] = useState(person?.clusterAdmin ?? false);
  const mayAll = me?.clusterAdmin ?? false;
  const organisations = useOrganisations().filter(({ slug }) => mayAll || me?.roles[slug] === 'admin');

  const missing = () => ({
    ...(name.trim() === '' ? { name: t('people.nameMissing') } : {}),
    ...(person === null && !/^\S+@\S+\.\S+$/.test(email.trim()) ? { email: t('people.emailMissing') } : {}),
    ...(person === null && !clusterAdmin && Object.values(roles).every((role) => role === '')
      ? { roles: t('people.rolesMissing') }
      : {}),
  });
  const changed = () => {
    const before = person?.roles ?? {};
    const slugs = organisations.map(({ slug }) => slug).filter((slug) => (roles[slug] ?? '') !== (before[slug] ?? ''));
    return {
      ...(slugs.length > 0 ? { roles: Object.fromEntries(slugs.map((slug) => [slug, roles[slug] || null])) } : {}),
      ...(clusterAdmin === (person?.clusterAdmin ?? false) ? {} : { clusterAdmin }),
    };
  };
  const send = async () => {
    if (person === null) {
      const linked = await invitePerson({ name: name.trim(), email: email.trim(), ...changed() });
      onDone(linked, linked.person.name);
    } else {
      await changePerson(person.id, { ...(name.trim() === person.name ? {} : { name: name.trim() }), ...changed() });
      onDone(null, name.trim());
    }
    await everythingChanged();
    return {};
  };

  return (
    <form ref={form} onSubmit={submit(missing, send)} noValidate>
      <Stack>
        <Wrong text={wrong.form} />
        <TextInput
          label={t('people.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong.name}
          autoComplete="off"
          required
          data-autofocus
        />
        {person === null ? (
          <TextInput
            type="email"
            label={t('people.email')}
            description={t('people.emailHelp')}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={wrong.email}
            autoComplete="off"
            required
          />
        ) : null}
        <Fieldset legend={t('people.roles')}>
          {wrong.roles ? (
            <Text c="var(--k-bad)" size="sm" role="alert" mb="xs">
              {wrong.roles}
            </Text>
          ) : null}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {organisations.map(({ slug, names }) => (
              <NativeSelect
                key={slug}
                label={nameIn(names)}
                value={roles[slug] ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setRoles((before) => ({ ...before, [slug]: value }));
                }}
                data={['', ...ROLES].map((value) => ({ value, label: t(`people.role.${value || 'none'}`) }))}
              />
            ))}
          </SimpleGrid>
        </Fieldset>
        {mayAll ? (
          <Checkbox
            label={t('people.clusterAdmin')}
            description={t('people.clusterAdminHelp')}
            checked={clusterAdmin}
            onChange={(event) => setClusterAdmin(event.currentTarget.checked)}
          />
        ) : null}
        <Button type="submit" loading={busy}>
          {person === null ? t('people.send') : t('common.save')}
        </Button>
      </Stack>
    </form>
  );
}
