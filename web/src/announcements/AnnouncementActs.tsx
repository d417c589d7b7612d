import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type AnnouncementAct, actOnAnnouncement, deleteAnnouncement } from '../api/announcements.ts';
import type { Announcement, Channel, Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { useAct } from '../parts/use-act.ts';
import { Timeline } from '../timeline/Timeline.tsx';

type Act = AnnouncementAct | 'delete';

const POSSIBLE: Record<Announcement['state'], readonly Act[]> = {
  draft: ['submit', 'delete'],
  awaitingApproval: ['approve', 'reject', 'cancel'],
  open: ['cancel'],
  cancelled: [],
};

/** An edit of what is open, or the news of what is cancelled, is submitted and approved by itself. */
function possibleActs({ state, unapproved }: Announcement, posts: readonly Post[]): readonly Act[] {
  if (state === 'draft' || state === 'awaitingApproval') return POSSIBLE[state];
  const has = (wanted: Post['state']) => posts.some((post) => post.state === wanted);
  return [
    ...(has('draft') ? (['submit'] as const) : []),
    ...(unapproved || has('awaitingApproval') ? (['approve', 'reject'] as const) : []),
    ...POSSIBLE[state],
  ];
}
const UNWANTED: readonly Act[] = ['cancel', 'delete', 'reject'];
/** Only these leave a page or the plan. */
const STILL_TO_GO: readonly Post['state'][] = [
  'draft',
  'awaitingApproval',
  'scheduled',
  'retrying',
  'parked',
  'missed',
];

interface Props {
  readonly announcement: Announcement;
  readonly posts: readonly Post[];
  readonly channels: readonly Channel[];
}

/** What can be done with the whole announcement now, each asked before it is done. */
export function AnnouncementActs({ announcement, posts, channels }: Props) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { act, busy } = useAct();
  const [asked, setAsked] = useState<Act | null>(null);
  const [reason, setReason] = useState('');
  const possible = possibleActs(announcement, posts);
  const count = posts.filter(({ state }) => STILL_TO_GO.includes(state)).length;
  const run = async (what: Act) => {
    const work = () =>
      what === 'delete'
        ? deleteAnnouncement(announcement.slug)
        : actOnAnnouncement(announcement.slug, what, what === 'reject' ? reason.trim() : '');
    const done = await act(work, t(`announcement.act.${what}.done`));
    setAsked(null);
    if (done) setReason('');
    if (done && what === 'delete') await navigate('/announcements');
  };
  return (
    <>
      {possible.map((what) => (
        <Button key={what} variant={UNWANTED.includes(what) ? 'default' : 'filled'} onClick={() => setAsked(what)}>
          {t(`announcement.act.${what}.name`)}
        </Button>
      ))}
      {asked ? (
        <Confirm
          opened
          title={t(`announcement.act.${asked}.name`)}
          yes={t(`announcement.act.${asked}.name`)}
          danger={UNWANTED.includes(asked)}
          busy={busy}
          onClose={() => setAsked(null)}
          onYes={() => void run(asked)}
        >
          {t(`announcement.act.${asked}.what`, { count })}
          {asked === 'reject' ? (
            <Textarea
              mt="md"
              label={t('announcement.act.reject.why')}
              description={t('announcement.act.reject.whyHelp')}
              value={reason}
              maxLength={1000}
              autosize
              minRows={3}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          ) : null}
          {asked === 'cancel' && announcement.kind === 'event' ? (
            <Timeline announcement={announcement.slug} change={{}} act="cancel" channels={channels} />
          ) : null}
        </Confirm>
      ) : null}
    </>
  );
}
