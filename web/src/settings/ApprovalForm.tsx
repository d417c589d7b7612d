import { Button, Stack, Switch, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type Cluster, changeCluster } from '../api/cluster.ts';
import { useThemes } from '../api/named.ts';
import { usePeople } from '../api/people.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ChooseMany } from '../parts/ChooseMany.tsx';
import { useAct } from '../parts/use-act.ts';

/** Four eyes, and whose word a theme needs. */
export function ApprovalForm({ cluster: { approval, revision } }: { cluster: Cluster }) {
  const { t, nameIn } = useWords();
  const { act, busy } = useAct();
  const themes = useThemes();
  const people = useEverybody();
  const [fourEyes, setFourEyes] = useState(approval.fourEyes);
  const [areas, setAreas] = useState<Readonly<Record<string, readonly string[]>>>(approval.areas);
  const save = () => {
    const named = Object.fromEntries(Object.entries(areas).filter(([, who]) => who.length > 0));
    return changeCluster(revision, { approval: { fourEyes, areas: named } });
  };
  return (
    <Section title={t('settings.approval')}>
      <Stack>
        <Switch
          label={t('settings.fourEyes')}
          description={t('settings.fourEyesHelp')}
          checked={fourEyes}
          onChange={(event) => setFourEyes(event.currentTarget.checked)}
        />
        <Text size="sm">{t('settings.areas')}</Text>
        {themes.map(({ slug, names }) => (
          <ChooseMany
            key={slug}
            label={nameIn(names)}
            none={t('settings.anyApprover')}
            data={people}
            value={areas[slug] ?? []}
            onChange={(who) => setAreas({ ...areas, [slug]: who })}
          />
        ))}
        <div>
          <Button loading={busy} onClick={() => void act(save, t('settings.saved'))}>
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

/** As the settings name people; all of them, since whom a theme has already must be among the choices. */
function useEverybody(): { value: string; label: string }[] {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = usePeople(200);
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const all = data?.pages.flatMap(({ items }) => items) ?? [];
  return all.map(({ id, name, email }) => ({ value: `person:${id}`, label: `${name} (${email})` }));
}
