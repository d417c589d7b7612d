import { Button, FileButton, Group, Loader, Stack, Text, Textarea } from '@mantine/core';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Section } from '../home/Section.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './composer.module.css';
import type { Draft, DraftImage } from './draft.ts';
import { useField } from './field.ts';
import type { Change } from './use-draft.ts';
import { useImages } from './use-images.ts';

const TYPES = 'image/jpeg,image/png,image/gif,image/webp,image/avif';

/** Pictures by button, drop or paste; each needs a description, and the reason is told. */
export function ImagesSection({ draft, change }: { draft: Draft; change: Change }) {
  const { t } = useWords();
  const images = useImages(draft, change);
  const media = useField('/media');
  const [over, setOver] = useState(false);
  usePastedImages(images.add);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void images.add(event.dataTransfer.files);
  };
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
          <FileButton multiple accept={TYPES} onChange={(files) => void images.add(files)}>
            {(props) => (
              <Button {...props} id={media.id} variant="default" size="sm">
                {t('images.choose')}
              </Button>
            )}
          </FileButton>
          {media.error ? <p className={classes.bad}>{media.error}</p> : null}
        </div>
        {draft.images.map((image, index) => (
          <ImageCard
            key={image.key}
            image={image}
            index={index}
            busy={images.sending.includes(image.key)}
            onAlt={(alt) => images.describe(image.key, alt)}
            onLeave={() => void images.described(image)}
            onRemove={() => images.remove(image.key)}
          />
        ))}
      </Stack>
    </Section>
  );
}

interface CardProps {
  readonly image: DraftImage;
  readonly index: number;
  readonly busy: boolean;
  readonly onAlt: (alt: string) => void;
  readonly onLeave: () => void;
  readonly onRemove: () => void;
}

function ImageCard({ image, index, busy, onAlt, onLeave, onRemove }: CardProps) {
  const { t } = useWords();
  const field = useField(`/media/${index}`);
  return (
    <div className={classes.image}>
      <img src={image.thumb} alt="" />
      <div>
        <Textarea
          {...field}
          label={t('images.alt', { no: index + 1 })}
          description={t('images.altWhy')}
          autosize
          minRows={2}
          required
          value={image.alt}
          onChange={(event) => onAlt(event.currentTarget.value)}
          onBlur={onLeave}
        />
        <Group gap="sm" mt="xs">
          <Button
            size="compact-sm"
            variant="default"
            onClick={onRemove}
            aria-label={t('images.removeThis', { no: index + 1 })}
          >
            {t('images.remove')}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {busy ? (
              <Loader size="xs" role="img" aria-label={t('common.loading')} />
            ) : (
              t(image.id ? 'images.sent' : 'images.waits')
            )}
          </Text>
        </Group>
      </div>
    </div>
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
