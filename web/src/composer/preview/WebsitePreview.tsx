import { useWords } from '../../i18n/use-words.ts';
import { hostOf, type LookProps } from './look.ts';
import { PostText } from './PostText.tsx';
import classes from './preview.module.css';

export function WebsitePreview({ page, message, images, statement, language }: LookProps) {
  const { t, shortDate } = useWords();
  const first = images[0];
  return (
    <article className={classes.post} data-look="website" aria-label={t('preview.of', { page })}>
      {first ? <img className={classes.hero} src={first.thumb} alt={first.alt} /> : null}
      <div className={classes.webWords} lang={language}>
        <span className={classes.note}>
          {page} · {shortDate(new Date())}
        </span>
        <h3 className={classes.webTitle}>{message.title}</h3>
        <p className={classes.text}>
          <PostText text={message.text} statement={statement} />
        </p>
        {message.link ? (
          <span className={classes.link}>{t('preview.readMore', { host: hostOf(message.link.url) })}</span>
        ) : null}
      </div>
    </article>
  );
}
