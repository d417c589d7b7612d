import { Note } from '../parts/Note.tsx';

/** What is wrong with a whole form, if anything. */
export function Wrong({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <Note tone="bad" role="alert">
      {text}
    </Note>
  );
}
