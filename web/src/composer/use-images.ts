import { useEffect, useRef, useState } from 'react';
import { changeWords, type Media, readImage, sendImage } from '../api/media.ts';
import { useWords } from '../i18n/use-words.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import { type Draft, type DraftImage, imageWords, NO_IMAGE } from './draft.ts';
import { thumbOf } from './thumb.ts';
import type { Change } from './use-draft.ts';

const MOST = 10;

/** Pictures on their way: taken in at once, sent as soon as they are described. */
export function useImages(draft: Draft, change: Change) {
  const { t } = useWords();
  const toasts = useToasts();
  const words = useProblemWords();
  const files = useRef(new Map<string, File>());
  const [sending, setSending] = useState<readonly string[]>([]);
  const underway = useRef(new Set<string>());
  /** Words that were left while earlier ones of the same picture were on their way. */
  const later = useRef(new Map<string, DraftImage>());
  const put = (key: string, part: Partial<DraftImage>) =>
    change((before) => ({
      ...before,
      images: before.images.map((image) => (image.key === key ? { ...image, ...part } : image)),
    }));
  const take = (image: DraftImage) =>
    change((before) => (before.images.length >= MOST ? before : { ...before, images: [...before.images, image] }));
  useKnownWords(draft, put);

  const add = async (chosen: Iterable<File>) => {
    for (const file of chosen) {
      const small = await thumbOf(file);
      if (!small) {
        toasts.failed(t('images.unreadable', { name: file.name }));
        continue;
      }
      const key = crypto.randomUUID();
      files.current.set(key, file);
      take({ ...NO_IMAGE, key, id: null, fileName: file.name, ...small });
    }
  };
  /** One that was sent before. */
  const reuse = (media: Media) => {
    if (draft.images.some(({ id }) => id === media.id)) return;
    take({ ...NO_IMAGE, key: media.id, id: media.id, thumb: `/media/${media.id}/small`, ...known(media) });
  };

  /** Called when its words are left: the first description sends the picture, later words change what was sent. */
  const told = async (image: DraftImage) => {
    const { alt, credit, licence, consent } = image;
    const now = imageWords(image);
    if (alt.trim() === '' || now === image.sent) return;
    if (underway.current.has(image.key)) {
      later.current.set(image.key, image);
      return;
    }
    underway.current.add(image.key);
    const file = files.current.get(image.key);
    let stands = image;
    setSending((before) => [...before, image.key]);
    try {
      const all = { alt: alt.trim(), credit: credit.trim(), licence: licence.trim(), consent: consent.trim() };
      const media = image.id ? await changeWords(image.id, all) : file ? await sendImage(file, all) : null;
      if (!media) return;
      const { id, mime, bytes, width, height } = media;
      put(image.key, { id, mime, bytes, width, height, sent: now });
      stands = { ...image, id, sent: now };
    } catch (error) {
      toasts.failed(words.whole(error));
    } finally {
      underway.current.delete(image.key);
      setSending((before) => before.filter((key) => key !== image.key));
    }
    const next = later.current.get(image.key);
    later.current.delete(image.key);
    if (next) await told({ ...next, id: stands.id, sent: stands.sent });
  };
  const remove = (key: string) =>
    change((before) => ({ ...before, images: before.images.filter((image) => image.key !== key) }));
  return { add, reuse, told, put, remove, sending, full: draft.images.length >= MOST };
}

/** An announcement names its pictures by id only; what is known of them is read once. */
function useKnownWords(draft: Draft, put: (key: string, part: Partial<DraftImage>) => void) {
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const { key, id, sent } of draft.images) {
      if (!id || sent !== '' || asked.current.has(id)) continue;
      asked.current.add(id);
      readImage(id).then(
        (media) => put(key, known(media)),
        () => undefined,
      );
    }
  });
}

function known(media: Media): Partial<DraftImage> {
  const { alt, fileName, mime, bytes, width, height } = media;
  const facts = { credit: media.credit ?? '', licence: media.licence ?? '', consent: media.consent ?? '' };
  return { alt, fileName, mime, bytes, width, height, ...facts, sent: imageWords({ alt, ...facts }) };
}
