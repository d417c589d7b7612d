import { Button, Group, Modal, SegmentedControl, Slider, Stack, Switch, Tabs, Text } from '@mantine/core';
import { useCallback, useId, useState } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import type { Crop } from '#posts/crop';
import type { ChannelKind } from '#posts/schema/channel';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../parts/ChannelMark.tsx';
import classes from './composer.module.css';
import { areaOf, cropOf, SHAPES, shapeOf } from './crop-shapes.ts';
import type { DraftImage } from './draft.ts';

const [ZOOM_LEAST, ZOOM_MOST] = [1, 4];

interface Props {
  readonly image: DraftImage;
  readonly no: number;
  readonly kinds: readonly ChannelKind[];
  readonly onDone: (crops: DraftImage['crops']) => void;
  readonly onClose: () => void;
}

/** Which part of the picture each kind of channel shows. With a keyboard: arrows move it, the slider zooms. */
export default function CropDialog({ image, no, kinds, onDone, onClose }: Props) {
  const { t } = useWords();
  const [crops, setCrops] = useState(image.crops);
  const [kind, setKind] = useState<ChannelKind>(kinds[0] ?? 'facebook');
  const put = useCallback((of: ChannelKind, crop: Crop | null) => {
    setCrops(({ [of]: _before, ...rest }) => (crop ? { ...rest, [of]: crop } : rest));
  }, []);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('crop.title', { no })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t('crop.what')}
      </Text>
      <Tabs value={kind} onChange={(chosen) => setKind((chosen ?? kind) as ChannelKind)} keepMounted={false}>
        <Tabs.List mb="sm">
          {kinds.map((each) => (
            <Tabs.Tab key={each} value={each} leftSection={<Mark kind={each} />}>
              {t(`channelShort.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {kinds.map((each) => (
          <Tabs.Panel key={each} value={each}>
            <OneKind image={image} kind={each} crop={crops[each]} onCrop={(crop) => put(each, crop)} />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('common.back')}
        </Button>
        <Button onClick={() => onDone(crops)}>{t('crop.yes')}</Button>
      </Group>
    </Modal>
  );
}

interface OneProps {
  readonly image: DraftImage;
  readonly kind: ChannelKind;
  readonly crop: Crop | undefined;
  readonly onCrop: (crop: Crop | null) => void;
}

function OneKind({ image, kind, crop, onCrop }: OneProps) {
  const { t } = useWords();
  const zoomLabel = useId();
  const [began] = useState(crop);
  const [shape, setShape] = useState(() => shapeOf(kind, crop, image));
  const [at, setAt] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(ZOOM_LEAST);
  return (
    <Stack gap="sm">
      <Switch
        label={t('crop.whole')}
        checked={crop === undefined}
        onChange={(event) => onCrop(event.currentTarget.checked ? null : { x: 0, y: 0, width: 1, height: 1 })}
      />
      {crop === undefined ? (
        <img className={classes.cropWhole} src={sourceOf(image)} alt={image.alt} />
      ) : (
        <>
          <SegmentedControl
            aria-label={t('crop.shape')}
            value={shape.name}
            onChange={(name) => setShape(SHAPES[kind].find((each) => each.name === name) ?? shape)}
            data={SHAPES[kind].map(({ name }) => ({ value: name, label: t(`crop.shapes.${name}`) }))}
          />
          <div className={classes.crop}>
            <Cropper
              key={shape.name}
              image={sourceOf(image)}
              aspect={shape.ratio}
              crop={at}
              zoom={zoom}
              minZoom={ZOOM_LEAST}
              maxZoom={ZOOM_MOST}
              onCropChange={setAt}
              onZoomChange={setZoom}
              onCropAreaChange={(area) => onCrop(cropOf(area))}
              zoomWithScroll={false}
              keyboardStep={4}
              disableAutomaticStylesInjection
              mediaProps={{ alt: image.alt }}
              cropperProps={{ 'aria-label': t('crop.area'), role: 'group' }}
              {...(began && shapeOf(kind, began, image) === shape
                ? { initialCroppedAreaPercentages: areaOf(began) }
                : {})}
            />
          </div>
          <Text size="sm" id={zoomLabel}>
            {t('crop.zoom')}
          </Text>
          <Slider
            aria-labelledby={zoomLabel}
            thumbProps={{ 'aria-labelledby': zoomLabel }}
            min={ZOOM_LEAST}
            max={ZOOM_MOST}
            step={0.05}
            label={null}
            value={zoom}
            onChange={setZoom}
          />
          <Text size="sm" c="dimmed">
            {t('crop.how')}
          </Text>
        </>
      )}
    </Stack>
  );
}

/** The stored picture, or the small copy of one that is not sent yet: a crop is a share of it, so both will do. */
function sourceOf({ id, thumb }: DraftImage): string {
  return id ? `/media/${id}` : thumb;
}
