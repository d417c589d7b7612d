import { Anchor, Button, Group, Loader, SegmentedControl, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCluster } from '../api/cluster.ts';
import { importCsv, previewCsv } from '../api/csv.ts';
import type { CsvImport, CsvPreview } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { CsvProgress } from './CsvProgress.tsx';
import { DropFile } from './DropFile.tsx';
import { PreviewSection } from './PreviewSection.tsx';
import { templateAddress } from './template.ts';

type Step =
  | { readonly is: 'choosing'; readonly error: unknown }
  | { readonly is: 'checking'; readonly file: File }
  | { readonly is: 'seen'; readonly file: File; readonly preview: CsvPreview; readonly error: unknown }
  | { readonly is: 'begun'; readonly begun: CsvImport };

/** Many announcements from one file: choose it, see what would come of it, confirm, and watch it happen. */
export default function CsvPage() {
  const { t, language } = useWords();
  const { languages } = useCluster();
  const [step, setStep] = useState<Step>({ is: 'choosing', error: null });
  const [submit, setSubmit] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef('');

  const check = async (file: File, asSubmitted: boolean) => {
    setStep({ is: 'checking', file });
    key.current = crypto.randomUUID();
    await previewCsv(file, asSubmitted).then(
      (preview) => setStep({ is: 'seen', file, preview, error: null }),
      (error: unknown) => setStep({ is: 'choosing', error }),
    );
  };
  const confirm = async (file: File, preview: CsvPreview) => {
    setBusy(true);
    await importCsv(file, submit, preview.fingerprint, key.current).then(
      (begun) => setStep({ is: 'begun', begun }),
      (error: unknown) => setStep({ is: 'seen', file, preview, error }),
    );
    setBusy(false);
  };
  const choose = (wanted: boolean) => {
    setSubmit(wanted);
    if (step.is === 'seen') void check(step.file, wanted);
  };
  const again = () => setStep({ is: 'choosing', error: null });
  const error = step.is === 'choosing' || step.is === 'seen' ? step.error : null;

  return (
    <>
      <PageHead title={t('csv.title')} lead={t('csv.lead')} />
      <Stack gap="lg">
        {step.is === 'begun' ? (
          <CsvProgress begun={step.begun} onAgain={again} />
        ) : (
          <Section title={t('csv.fileTitle')}>
            <Stack gap="md">
              <Text>
                {t('csv.how')}{' '}
                <Anchor underline="always" href={templateAddress(language, languages)} download={t('csv.templateName')}>
                  {t('csv.template')}
                </Anchor>
              </Text>
              <Group gap="sm">
                <Text size="sm">{t('csv.as')}</Text>
                <SegmentedControl
                  aria-label={t('csv.as')}
                  value={submit ? 'submit' : 'draft'}
                  onChange={(value) => choose(value === 'submit')}
                  data={[
                    { value: 'draft', label: t('csv.asDrafts') },
                    { value: 'submit', label: t('csv.asSubmitted') },
                  ]}
                />
              </Group>
              <DropFile onFile={(file) => void check(file, submit)} />
              {step.is === 'checking' ? (
                <Group gap="sm" role="status">
                  <Loader size="sm" aria-hidden />
                  <Text>{t('csv.checking', { name: step.file.name })}</Text>
                </Group>
              ) : null}
              {error ? <ProblemNote error={error} /> : null}
            </Stack>
          </Section>
        )}
        {step.is === 'seen' ? (
          <PreviewSection
            fileName={step.file.name}
            preview={step.preview}
            actions={
              <Group mt="md">
                <Button
                  loading={busy}
                  disabled={step.preview.faults.length > 0 || !step.preview.rows.some(({ importedAs }) => !importedAs)}
                  onClick={() => void confirm(step.file, step.preview)}
                >
                  {t('csv.confirm', { count: step.preview.rows.filter(({ importedAs }) => !importedAs).length })}
                </Button>
                <Button variant="default" disabled={busy} onClick={again}>
                  {t('csv.otherFile')}
                </Button>
              </Group>
            }
          />
        ) : null}
      </Stack>
    </>
  );
}
