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

/**
 * The card of a link. Facebook reads the page itself and shows its words; LinkedIn shows those that it is sent.
 * Without a picture of the page there is none in the card either.
 */
export function LinkCard({
  message,
  card,
  look,
}: Pick<LookProps, 'message' | 'card'> & { look: 'facebook' | 'linkedin' }) {
  if (!message.link || message.images.length > 0) return null;
  const { url, title } = message.link;
  const host = <span className={classes.note}>{hostOf(url)}</span>;
  const itself = look === 'facebook' && card?.ok ? card : null;
  const picture = look === 'facebook' || message.link.image ? card?.shown : null;
  return (
    <div className={classes.card}>
      {picture ? (
        <img className={classes.cardImage} src={picture} alt="" />
      ) : (
        <span className={classes.cardPicture} aria-hidden="true" />
      )}
      <span className={classes.cardWords}>
        {look === 'facebook' ? host : null}
        <b>{itself?.title ?? title}</b>
        {itself?.description ? <span className={classes.cardDescription}>{itself.description}</span> : null}
        {look === 'linkedin' ? host : null}
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
