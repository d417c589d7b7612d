import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { type DragEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Channel } from '../api/wire.ts';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './composer.module.css';
import type { Draft } from './draft.ts';
import { useField } from './field.ts';
import { ImageCard } from './ImageCard.tsx';
import type { Change } from './use-draft.ts';
import { useImages } from './use-images.ts';

const TYPES = 'image/jpeg,image/png,image/gif,image/webp,image/avif';

const ImageLibrary = lazy(() => import('./ImageLibrary.tsx'));

interface Props {
  readonly draft: Draft;
  readonly change: Change;
  /** Those that it goes to: a picture is cropped for their kinds. */
  readonly channels: readonly Channel[];
}

/** Pictures by button, drop, paste or from the library; each needs a description, and the reason is told. */
export function ImagesSection({ draft, change, channels }: Props) {
  const { t } = useWords();
  const images = useImages(draft, change);
  const media = useField('/media');
  const [over, setOver] = useState(false);
  const [library, setLibrary] = useState(false);
  usePastedImages(images.add);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void images.add(event.dataTransfer.files);
  };
  const kinds = [...new Set(channels.map(({ kind }) => kind))];
  return (
    <Section title={t('field.media')}>
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
          <Icon name="image" size={26} />
          <Text size="sm">{t('images.drop')}</Text>
          <Group gap="xs">
            <FileButton multiple accept={TYPES} onChange={(files) => void images.add(files)}>
              {(props) => (
                <Button {...props} id={media.id} variant="default" size="sm" disabled={images.full}>
                  {t('images.choose')}
                </Button>
              )}
            </FileButton>
            <Button variant="default" size="sm" disabled={images.full} onClick={() => setLibrary(true)}>
              {t('library.open')}
            </Button>
          </Group>
          {media.error ? <p className={classes.bad}>{media.error}</p> : null}
        </div>
        {draft.images.map((image, index) => (
          <ImageCard
            key={image.key}
            image={image}
            index={index}
            kinds={kinds}
            busy={images.sending.includes(image.key)}
            onChange={(part) => images.put(image.key, part)}
            onLeave={() => void images.told(image)}
            onRemove={() => images.remove(image.key)}
          />
        ))}
      </Stack>
      {library ? (
        <Suspense>
          <ImageLibrary
            chosen={draft.images.flatMap(({ id }) => id ?? [])}
            onChoose={images.reuse}
            onClose={() => setLibrary(false)}
          />
        </Suspense>
      ) : null}
    </Section>
  );
}

/** A picture on the clipboard is taken wherever on the page it is pasted; text goes where it always goes. */
function usePastedImages(add: (files: Iterable<File>) => Promise<void>) {
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const pictures = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (pictures.length === 0) return;
      event.preventDefault();
      void latest.current(pictures);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, []);
}
