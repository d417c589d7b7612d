import { useWords } from '../../i18n/use-words.ts';
import { hostOf, type LookProps } from './look.ts';
import classes from './preview.module.css';

export function PageHeader({ page, note }: { page: string; note: string }) {
  return (
    <div className={classes.page}>
      <span className={classes.avatar} aria-hidden="true">
        {page.slice(0, 1).toUpperCase()}
      </span>
      <span>
        <b>{page}</b>
        <span className={classes.note}>{note}</span>
      </span>
    </div>
  );
}

/** Up to four pictures in a grid, as both platforms lay them; the rest is counted. */
export function Pictures({ images }: { images: LookProps['images'] }) {
  const { t } = useWords();
  if (images.length === 0) return null;
  const shown = images.slice(0, 4);
  return (
    <div className={classes.pictures} data-count={shown.length}>
      {shown.map((image, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is what it is
        <img key={index} src={image.thumb} alt={image.alt} />
      ))}
      {images.length > 4 ? (
        <span className={classes.more}>{t('preview.moreImages', { count: images.length - 4 })}</span>
      ) : null}
    </div>
  );
}

/** The card of a link. Its picture comes from the page itself and is not known here. */
export function LinkCard({ message }: Pick<LookProps, 'message'>) {
  if (!message.link || message.images.length > 0) return null;
  return (
    <div className={classes.card}>
      <span className={classes.cardPicture} aria-hidden="true" />
      <span className={classes.cardWords}>
        <span className={classes.note}>{hostOf(message.link.url)}</span>
        <b>{message.link.title}</b>
      </span>
    </div>
  );
}

export function FirstComment({ page, message, language }: Pick<LookProps, 'page' | 'message' | 'language'>) {
  if (!message.firstComment) return null;
  return (
    <div className={classes.comment} lang={language}>
      <b>{page}</b>
      <p>{message.firstComment}</p>
    </div>
  );
}
