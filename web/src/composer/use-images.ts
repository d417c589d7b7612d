import { useEffect, useRef, useState } from 'react';
import { changeAlt, readImage, sendImage } from '../api/media.ts';
import { useWords } from '../i18n/use-words.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import { useToasts } from '../parts/toasts.tsx';
import type { Draft, DraftImage } from './draft.ts';
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
  const put = (key: string, part: Partial<DraftImage>) =>
    change((before) => ({
      ...before,
      images: before.images.map((image) => (image.key === key ? { ...image, ...part } : image)),
    }));
  useKnownAlts(draft, put);

  const add = async (chosen: Iterable<File>) => {
    for (const file of chosen) {
      const small = await thumbOf(file);
      if (!small) {
        toasts.failed(t('images.unreadable', { name: file.name }));
        continue;
      }
      const key = crypto.randomUUID();
      files.current.set(key, file);
      const image: DraftImage = {
        key,
        id: null,
        alt: '',
        sentAlt: '',
        fileName: file.name,
        mime: 'image/jpeg',
        bytes: 0,
        ...small,
      };
      change((before) => (before.images.length >= MOST ? before : { ...before, images: [...before.images, image] }));
    }
  };

  /** Called when the description is left: the first one sends the picture, a later one changes what was sent. */
  const described = async (image: DraftImage) => {
    const alt = image.alt.trim();
    if (alt === '' || alt === image.sentAlt || sending.includes(image.key)) return;
    const file = files.current.get(image.key);
    setSending((before) => [...before, image.key]);
    try {
      const media = image.id ? await changeAlt(image.id, alt) : file ? await sendImage(file, alt) : null;
      if (!media) return;
      const { id, mime, bytes, width, height } = media;
      put(image.key, { id, mime, bytes, width, height, sentAlt: alt });
    } catch (error) {
      toasts.failed(words.whole(error));
    } finally {
      setSending((before) => before.filter((key) => key !== image.key));
    }
  };
  const describe = (key: string, alt: string) => put(key, { alt });
  const remove = (key: string) =>
    change((before) => ({ ...before, images: before.images.filter((image) => image.key !== key) }));
  return { add, described, describe, remove, sending };
}

/** An announcement names its pictures by id only; their descriptions are read once. */
function useKnownAlts(draft: Draft, put: (key: string, part: Partial<DraftImage>) => void) {
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const { key, id, sentAlt } of draft.images) {
      if (!id || sentAlt !== '' || asked.current.has(id)) continue;
      asked.current.add(id);
      readImage(id).then(
        ({ alt, mime, bytes, width, height }) => put(key, { alt, sentAlt: alt, mime, bytes, width, height }),
        () => undefined,
      );
    }
  });
}
