import type { Channel } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Note } from './Note.tsx';

/** What a channel's publishing hangs on and that ends soon. */
export function EndNotes({ channel }: { channel: Channel }) {
  const { name } = channel;
  const { t, fromNow, shortDate } = useWords();
  return channel.deadlines
    .filter(({ soon }) => soon)
    .map(({ what, at }) => (
      <Note key={what} tone="warn" p="xs">
        {t(`ends.${what}`, { name, when: fromNow(at), time: shortDate(at) })}
      </Note>
    ));
}
