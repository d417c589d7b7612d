import { Anchor, Button, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type DragEvent, type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { type Given, importOnce, previewImport } from '../api/imports.ts';
import { everythingChanged } from '../api/query.ts';
import type { OnceAnswer, Preview } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Note } from '../parts/Note.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import classes from './imports.module.css';
import { PreviewList } from './PreviewList.tsx';
import { Reason } from './Reason.tsx';
import { TreatmentFields } from './TreatmentFields.tsx';
import { EMPTY_TREATMENT, treatmentOf } from './treatment.ts';

/** As the server takes them in one go. */
const MOST = 100;

/** A file, an address or a pasted page, once: look, choose, make drafts. */
export default function OncePage() {
  const { t } = useWords();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [treatment, setTreatment] = useState(EMPTY_TREATMENT);
  const [answer, setAnswer] = useState<OnceAnswer | null>(null);
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
  const look = (given: Given) =>
    work(async () => {
      setAnswer(null);
      setPreview(null);
      const found = await previewImport(given);
      setPreview(found);
      const fresh = found.items.filter(({ item, known }) => known === null && !item.cancelled);
      setChosen(new Set(fresh.slice(0, MOST).map(({ item }) => item.sourceId)));
    });
  const choose = (sourceId: string, is: boolean) =>
    setChosen((before) => new Set(is ? [...before, sourceId] : [...before].filter((one) => one !== sourceId)));
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      const items = (preview?.items ?? []).flatMap(({ item }) => (chosen.has(item.sourceId) ? [item] : []));
      setAnswer(await importOnce(treatmentOf(treatment), items));
      setPreview(null);
      await everythingChanged();
    });
  };
  return (
    <>
      <PageHead title={t('imports.once.title')} lead={t('imports.once.lead')} />
      <Stack gap="lg">
        {error ? <ProblemNote error={error} /> : null}
        {answer ? <Made answer={answer} /> : null}
        <GiveSource busy={busy} onGiven={(given) => void look(given)} />
        {preview ? (
          <form onSubmit={confirm} noValidate>
            <Stack gap="lg">
              <Section title={t('imports.once.chooseTitle')}>
                <PreviewList preview={preview} chosen={chosen} onChoose={choose} />
              </Section>
              <Section title={t('imports.form.treatmentTitle')}>
                <TreatmentFields
                  draft={treatment}
                  onChange={(change) => setTreatment((old) => ({ ...old, ...change }))}
                  error={error}
                />
              </Section>
              <Group>
                <Button type="submit" loading={busy} disabled={chosen.size === 0}>
                  {t('imports.once.make', { count: chosen.size })}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : null}
      </Stack>
    </>
  );
}

function Made({ answer }: { answer: OnceAnswer }) {
  const { t } = useWords();
  return (
    <Note
      tone={answer.refused.length > 0 ? 'warn' : 'calm'}
      title={t('imports.once.made', { count: answer.made.length })}
      role="status"
    >
      <Anchor component={Link} to="/announcements?state=draft">
        {t('imports.once.see')}
      </Anchor>
      {answer.refused.map(({ sourceId, title, code, detail }) => (
        <Text key={sourceId} size="sm">
          {title}: <Reason code={code} detail={detail} />
        </Text>
      ))}
    </Note>
  );
}

/** Three ways to give it: a file, an address, pasted text. */
function GiveSource({ busy, onGiven }: { busy: boolean; onGiven: (given: Given) => void }) {
  const { t } = useWords();
  const [address, setAddress] = useState('');
  const [pasted, setPasted] = useState('');
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onGiven({ file });
  };
  return (
    <Section title={t('imports.once.giveTitle')}>
      <Stack>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button in it is the first */}
        <div
          className={classes.drop}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Group gap="sm">
            <FileButton
              accept=".ics,.ical,.xml,.rss,.atom,.json,.html,.htm"
              onChange={(file) => file && onGiven({ file })}
            >
              {(props) => (
                <Button {...props} variant="default" loading={busy}>
                  {t('imports.once.file')}
                </Button>
              )}
            </FileButton>
            <Text size="sm">{t('imports.once.drop')}</Text>
          </Group>
        </div>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('imports.once.address')}
            type="url"
            placeholder="https://"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            style={{ flex: '1 1 16rem' }}
          />
          <Button
            variant="default"
            loading={busy}
            disabled={address.trim() === ''}
            onClick={() => onGiven({ address })}
          >
            {t('imports.form.preview')}
          </Button>
        </Group>
        <details>
          <summary>{t('imports.once.pasteTitle')}</summary>
          <Textarea
            label={t('imports.once.paste')}
            description={t('imports.once.pasteHelp')}
            mt="xs"
            minRows={4}
            autosize
            maxRows={10}
            value={pasted}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <Button
            variant="default"
            mt="xs"
            loading={busy}
            disabled={pasted.trim() === ''}
            onClick={() => onGiven({ file: new Blob([pasted], { type: 'text/plain' }) })}
          >
            {t('imports.once.look')}
          </Button>
        </details>
      </Stack>
    </Section>
  );
}
