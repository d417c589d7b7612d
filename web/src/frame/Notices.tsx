import { Button, Drawer, Stack, Switch, Text } from '@mantine/core';
import { Link } from 'react-router';
import { changeMe, type Notice, readNotices, SHOWN, useByMail, useNotices } from '../api/notices.ts';
import { everythingChanged } from '../api/query.ts';
import { useWords } from '../i18n/use-words.ts';
import { Loading } from '../parts/Loading.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import classes from './notices.module.css';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What one was told, the newest first. */
export default function Notices({ opened, onClose }: Props) {
  const { t, language, number } = useWords();
  const { data, isPending, error, refetch } = useNotices(language);
  const read = (ids?: readonly string[]) => void readNotices(ids).finally(() => everythingChanged());
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title={t('notices.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {isPending ? <Loading /> : null}
        {error ? <ProblemNote error={error} again={() => void refetch()} /> : null}
        {data?.items.length === 0 ? <Text c="dimmed">{t('notices.empty')}</Text> : null}
        {data && data.unread > 0 ? (
          <Button variant="default" size="xs" onClick={() => read()} style={{ alignSelf: 'start' }}>
            {t('notices.allRead')}
          </Button>
        ) : null}
        <ul className={classes.list}>
          {data?.items.map((notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              onFollow={() => {
                if (notice.readAt === null) read([notice.id]);
                onClose();
              }}
            />
          ))}
        </ul>
        {data?.items.length === SHOWN ? (
          <Text size="sm" c="dimmed">
            {t('notices.onlyLast', { number: number(SHOWN) })}
          </Text>
        ) : null}
        <ByMail />
      </Stack>
    </Drawer>
  );
}

function NoticeRow({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
  const { t, shortTime } = useWords();
  const isNew = notice.readAt === null;
  return (
    <li className={classes.notice} data-new={isNew}>
      <Link to={notice.path} className={classes.title} onClick={onFollow}>
        {notice.title}
      </Link>
      <Text size="xs" c="dimmed">
        {isNew ? <strong className={classes.new}>{t('notices.new')} </strong> : null}
        {shortTime(notice.at)}
      </Text>
      <Text size="sm" mt={4}>
        {notice.text}
      </Text>
      {notice.todo ? (
        <Text size="sm" mt={4} fw={600}>
          {notice.todo}
        </Text>
      ) : null}
    </li>
  );
}

function ByMail() {
  const { t } = useWords();
  const { data } = useByMail();
  if (data?.noticesByMail === undefined || data.noticesByMail === null) return null;
  return (
    <Switch
      label={t('notices.byMail')}
      checked={data.noticesByMail}
      onChange={(event) =>
        void changeMe({ noticesByMail: event.currentTarget.checked }).finally(() => everythingChanged())
      }
    />
  );
}
