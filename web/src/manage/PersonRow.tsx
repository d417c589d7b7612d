import { Button, Group, Modal, Text } from '@mantine/core';
import { use, useState } from 'react';
import { useOrganisations } from '../api/named.ts';
import { erasePerson, type Person } from '../api/people.ts';
import { SessionContext } from '../app/session-context.ts';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { useToasts } from '../parts/toasts.tsx';
import { useAct } from '../parts/use-act.ts';
import { LinkDialog } from './LinkDialog.tsx';
import classes from './manage.module.css';
import { PersonForm } from './PersonForm.tsx';

/** One person, and what may be done about them. @param onGone after they were erased */
export function PersonRow({ person, onGone }: { person: Person; onGone: () => void }) {
  const { t, nameIn } = useWords();
  const { me } = use(SessionContext);
  const toasts = useToasts();
  const { act, busy } = useAct();
  const [asked, setAsked] = useState<'edit' | 'reset' | 'erase' | null>(null);
  const organisations = useOrganisations();
  const { name } = person;
  const nameOf = (slug: string) => nameIn(organisations.find((one) => one.slug === slug)?.names ?? { fi: slug });
  const roles = Object.entries(person.roles).map(([slug, role]) => `${nameOf(slug)}: ${t(`people.role.${role}`)}`);
  const close = () => setAsked(null);

  const erase = async () => {
    const done = await act(() => erasePerson(person.id), t('people.erased', { name }));
    close();
    if (done) onGone();
  };

  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text fw={650}>{name}</Text>
        <Text size="sm" c="dimmed">
          {person.email}
        </Text>
        {person.clusterAdmin ? <Text className={classes.mark ?? ''}>{t('people.clusterAdmin')}</Text> : null}
        <Text size="sm">{roles.length > 0 || person.clusterAdmin ? roles.join(' · ') : t('people.noRoles')}</Text>
        {person.twoFactor ? <Text size="sm">{t('people.twoFactor')}</Text> : null}
      </div>
      <Group gap="xs">
        <Button size="xs" variant="default" aria-label={t('people.editOf', { name })} onClick={() => setAsked('edit')}>
          {t('people.edit')}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={t('people.resetOf', { name })}
          onClick={() => setAsked('reset')}
        >
          {t('people.reset')}
        </Button>
        {me?.may.includes('person.erase') && me.id !== person.id ? (
          <Button
            size="xs"
            variant="default"
            aria-label={t('people.eraseOf', { name })}
            onClick={() => setAsked('erase')}
          >
            {t('people.erase')}
          </Button>
        ) : null}
      </Group>
      <Modal
        opened={asked === 'edit'}
        onClose={close}
        title={t('people.editOf', { name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <PersonForm
          person={person}
          onDone={(_none, changed) => {
            close();
            toasts.done(t('people.changed', { name: changed }));
          }}
        />
      </Modal>
      <LinkDialog person={person} opened={asked === 'reset'} onClose={close} />
      <Confirm
        opened={asked === 'erase'}
        title={t('people.eraseOf', { name })}
        yes={t('people.eraseYes')}
        danger
        busy={busy}
        onYes={erase}
        onClose={close}
      >
        {t('people.eraseWill', { name })}
      </Confirm>
    </li>
  );
}
