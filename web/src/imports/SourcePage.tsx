import { Button, Group, NativeSelect, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { addImport, changeImport, previewImport, useImport } from '../api/imports.ts';
import { everythingChanged } from '../api/query.ts';
import type { Import, Preview } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Loading } from '../parts/Loading.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { PreviewList } from './PreviewList.tsx';
import { TreatmentFields } from './TreatmentFields.tsx';
import { draftOf, EMPTY_TREATMENT, problemAt, treatmentOf } from './treatment.ts';

/** Adds a source, or changes one. */
export default function SourcePage() {
  const { id = '' } = useParams();
  const { t } = useWords();
  const { data, error } = useImport(id);
  if (error) return <ProblemNote error={error} />;
  if (id !== '' && !data) return <Loading />;
  return (
    <>
      <PageHead
        title={data ? t('imports.editTitle', { name: data.name }) : t('imports.add')}
        lead={t('imports.addLead')}
      />
      <SourceForm key={data?.id ?? 'new'} before={data} />
    </>
  );
}

function SourceForm({ before }: { before: Import | undefined }) {
  const { t } = useWords();
  const words = useProblemWords();
  const toasts = useToasts();
  const navigate = useNavigate();
  const [address, setAddress] = useState(before?.address ?? '');
  const [kind, setKind] = useState<string>(before?.kind ?? 'calendar');
  const [name, setName] = useState(before?.name ?? '');
  const [rule, setRule] = useState<string>(before?.rule ?? 'draft');
  const [treatment, setTreatment] = useState(before ? draftOf(before) : EMPTY_TREATMENT);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const work = async (what: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await what();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const look = () =>
    work(async () => {
      setPreview(null);
      const found = await previewImport({ address });
      setPreview(found);
      setKind(found.kind);
      if (name === '' && URL.canParse(address)) setName(new URL(address).hostname.replace(/^www\./, ''));
    });
  const save = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      const input = { name, address, kind, rule, ...treatmentOf(treatment) };
      const saved = await (before ? changeImport(before, input) : addImport(input));
      await everythingChanged();
      toasts.done(t(before ? 'imports.saved' : 'imports.added', { name: saved.name }));
      await navigate(`/imports/${saved.id}`);
    });
  };
  const said = (field: string) => {
    const problem = problemAt(error, field);
    return problem ? words.one(problem) : undefined;
  };
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="lg">
        {error ? <ProblemNote error={error} /> : null}
        <Section title={t('imports.form.sourceTitle')}>
          <Stack>
            <Group align="flex-end" gap="sm">
              <TextInput
                label={t('imports.form.address')}
                description={t('imports.form.addressHelp')}
                type="url"
                placeholder="https://"
                required
                value={address}
                error={said('address')}
                onChange={(event) => setAddress(event.currentTarget.value)}
                style={{ flex: '1 1 16rem' }}
              />
              <Button variant="default" loading={busy} disabled={address.trim() === ''} onClick={() => void look()}>
                {t('imports.form.preview')}
              </Button>
            </Group>
            {preview ? <PreviewList preview={preview} /> : null}
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={t('imports.form.name')}
                required
                value={name}
                error={said('name')}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <NativeSelect
                label={t('imports.form.kind')}
                value={kind}
                onChange={(event) => setKind(event.currentTarget.value)}
                data={['calendar', 'news', 'page'].map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
              />
            </SimpleGrid>
          </Stack>
        </Section>
        <Section title={t('imports.form.treatmentTitle')}>
          <Stack>
            <Radio.Group label={t('imports.form.rule')} value={rule} onChange={setRule} error={said('rule')}>
              <Stack gap="xs" mt={6}>
                {['draft', 'schedule'].map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={t(`imports.rule.${value}`)}
                    description={t(`imports.rule.${value}What`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <TreatmentFields
              draft={treatment}
              onChange={(change) => setTreatment((old) => ({ ...old, ...change }))}
              error={error}
            />
          </Stack>
        </Section>
        <Group>
          <Button type="submit" loading={busy}>
            {t(before ? 'common.save' : 'imports.form.subscribe')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
