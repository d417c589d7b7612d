import type { ReactNode } from 'react';
import classes from './preview.module.css';

const PARTS = /(https?:\/\/\S+|(?<=^|\s)#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)/gu;

/** Text as a feed shows it: links and hashtags coloured, the funding statement marked. */
export function PostText({ text, statement }: { text: string; statement: string | null }) {
  const at = statement ? text.indexOf(statement) : -1;
  if (!statement || at < 0) return <>{coloured(text)}</>;
  return (
    <>
      {coloured(text.slice(0, at))}
      <mark className={classes.statement}>{statement}</mark>
      {coloured(text.slice(at + statement.length))}
    </>
  );
}

function coloured(text: string): ReactNode[] {
  return text.split(PARTS).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other name and keep no state
      <span key={index} className={classes.link}>
        {part}
      </span>
    ) : (
      part
    ),
  );
}
