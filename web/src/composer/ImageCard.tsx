import { Button, Group, Loader, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { ChannelKind } from '#posts/schema/channel';
import { useWords } from '../i18n/use-words.ts';
import classes from './composer.module.css';
import { type DraftImage, IMAGE_FACTS } from './draft.ts';
import { useField } from './field.ts';

const CropDialog = lazy(() => import('./CropDialog.tsx'));

interface Props {
  readonly image: DraftImage;
  readonly index: number;
  readonly kinds: readonly ChannelKind[];
  readonly busy: boolean;
  readonly onChange: (part: Partial<DraftImage>) => void;
  /** Some words were left: they can be sent. */
  readonly onLeave: () => void;
  readonly onRemove: () => void;
}

/** One picture: what it shows, whose it is, and which part of it each kind of channel shows. */
export function ImageCard({ image, index, kinds, busy, onChange, onLeave, onRemove }: Props) {
  const { t } = useWords();
  const field = useField(`/media/${index}`);
  const [cropping, setCropping] = useState(false);
  const no = index + 1;
  const cropped = kinds.filter((kind) => image.crops[kind]);
  const told = IMAGE_FACTS.some((fact) => image[fact] !== '');
  return (
    <div className={classes.image}>
      <img src={image.thumb} alt="" />
      <Stack gap="xs">
        <Textarea
          {...field}
          label={t('images.alt', { no })}
          description={t('images.altWhy')}
          autosize
          minRows={2}
          required
          value={image.alt}
          onChange={(event) => onChange({ alt: event.currentTarget.value })}
          onBlur={onLeave}
        />
        <details open={told || undefined}>
          <summary>{t('images.facts')}</summary>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
            {IMAGE_FACTS.map((fact) => (
              <TextInput
                key={fact}
                label={t(`images.${fact}`)}
                description={t(`images.${fact}Help`)}
                value={image[fact]}
                maxLength={fact === 'consent' ? 1000 : 300}
                onChange={(event) => onChange({ [fact]: event.currentTarget.value })}
                onBlur={onLeave}
              />
            ))}
          </SimpleGrid>
        </details>
        <Group gap="sm">
          {kinds.length > 0 ? (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setCropping(true)}
              aria-label={t('crop.openThis', { no })}
            >
              {t('crop.open')}
            </Button>
          ) : null}
          <Button size="compact-sm" variant="default" onClick={onRemove} aria-label={t('images.removeThis', { no })}>
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
        {cropped.length > 0 ? (
          <Text size="sm" c="dimmed">
            {t('crop.done', { channels: cropped.map((kind) => t(`channelShort.${kind}`)).join(', ') })}
          </Text>
        ) : null}
      </Stack>
      {cropping ? (
        <Suspense>
          <CropDialog
            image={image}
            no={no}
            kinds={kinds}
            onClose={() => setCropping(false)}
            onDone={(crops) => {
              onChange({ crops });
              setCropping(false);
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
