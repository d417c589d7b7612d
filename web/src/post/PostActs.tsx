import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { type AnnouncementAct, actOnAnnouncement } from '../api/announcements.ts';
import { actOnPost, type SimpleAct } from '../api/posts.ts';
import type { Announcement, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { useAct } from '../parts/use-act.ts';
import { EditDialog } from './EditDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';

const DANGER: readonly string[] = ['cancel', 'retract'];
/** Nothing is lost by these, so they are not asked about. */
const AT_ONCE: readonly string[] = ['measure'];

/** What is possible now, by the server's own word, and what each will do before it is done. */
export function PostActs({
  post,
  announcementState,
}: {
  post: Post;
  announcementState: Announcement['state'] | undefined;
}) {
  const { t } = useWords();
  const { act, busy } = useAct();
  const [asked, setAsked] = useState<string | null>(null);
  const close = () => setAsked(null);
  const run = async (what: string) => {
    const whole = what === 'approve' || what === 'submit';
    await act(
      () =>
        whole ? actOnAnnouncement(post.announcement, what as AnnouncementAct) : actOnPost(post.id, what as SimpleAct),
      t(`post.act.${what}.done`),
    );
    close();
  };
  const possible = post.possible.filter((what) => what !== 'decide');
  if (post.state === 'draft' && announcementState === 'draft') possible.unshift('submit');
  const confirmed = asked !== null && asked !== 'move' && asked !== 'edit';
  return (
    <>
      <Group gap="sm" mt="xs">
        {possible.map((what, index) => (
          <Button
            key={what}
            variant={index === 0 && !DANGER.includes(what) ? 'filled' : 'default'}
            loading={busy && asked === what}
            onClick={() => (AT_ONCE.includes(what) ? void run(what) : setAsked(what))}
          >
            {t(`post.act.${what}.name`)}
          </Button>
        ))}
      </Group>
      {confirmed ? (
        <Confirm
          opened
          title={t(`post.act.${asked}.name`)}
          yes={t(`post.act.${asked}.name`)}
          danger={DANGER.includes(asked)}
          busy={busy}
          onClose={close}
          onYes={() => void run(asked)}
        >
          {t(`post.act.${asked}.what`)}
        </Confirm>
      ) : null}
      {asked === 'move' ? <MoveDialog post={post} onClose={close} /> : null}
      {asked === 'edit' ? <EditDialog post={post} onClose={close} /> : null}
    </>
  );
}
