import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import type { LookProps } from './look.ts';
import { PostText } from './PostText.tsx';
import { FirstComment, LinkCard, PageHeader, Pictures } from './PreviewParts.tsx';
import classes from './preview.module.css';
import { fold, LINKEDIN_FOLD } from './see-more.ts';

/** Most readers see only what stands before "see more". */
export function LinkedInPreview({ page, message, images, card, statement, language }: LookProps) {
  const { t } = useWords();
  const [whole, setWhole] = useState(false);
  const { seen, rest } = fold(message.text, LINKEDIN_FOLD);
  const folded = rest.trim() !== '' && !whole;
  return (
    <article className={classes.post} data-look="linkedin" aria-label={t('preview.of', { page })}>
      <PageHeader page={page} note={t('preview.now')} />
      <p className={classes.text} lang={language}>
        <PostText text={folded ? seen : message.text} statement={statement} />
        {rest.trim() === '' ? null : (
          <>
            {folded ? '… ' : ' '}
            <button type="button" className={classes.seeMore} onClick={() => setWhole(!whole)}>
              {t(folded ? 'preview.linkedin.more' : 'preview.linkedin.less')}
            </button>
          </>
        )}
      </p>
      <Pictures images={images} />
      <LinkCard message={message} card={card} look="linkedin" />
      <div className={classes.acts} aria-hidden="true">
        <span>{t('preview.linkedin.like')}</span>
        <span>{t('preview.linkedin.comment')}</span>
        <span>{t('preview.linkedin.repost')}</span>
        <span>{t('preview.linkedin.send')}</span>
      </div>
      <FirstComment page={page} message={message} language={language} />
    </article>
  );
}
