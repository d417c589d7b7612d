import { useWords } from '../../i18n/use-words.ts';
import type { LookProps } from './look.ts';
import { PostText } from './PostText.tsx';
import { FirstComment, LinkCard, PageHeader, Pictures } from './PreviewParts.tsx';
import classes from './preview.module.css';

export function FacebookPreview({ page, message, images, card, statement, language }: LookProps) {
  const { t } = useWords();
  return (
    <article className={classes.post} data-look="facebook" aria-label={t('preview.of', { page })}>
      <PageHeader page={page} note={t('preview.now')} />
      <p className={classes.text} lang={language}>
        <PostText text={message.text} statement={statement} />
      </p>
      <Pictures images={images} />
      <LinkCard message={message} card={card} look="facebook" />
      <div className={classes.acts} aria-hidden="true">
        <span>{t('preview.facebook.like')}</span>
        <span>{t('preview.facebook.comment')}</span>
        <span>{t('preview.facebook.share')}</span>
      </div>
      <FirstComment page={page} message={message} language={language} />
    </article>
  );
}
