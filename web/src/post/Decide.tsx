import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { decideAdopt, decideAgain } from '../api/posts.ts';
import type { Post } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { useAct } from '../parts/use-act.ts';
import classes from './post.module.css';

/** "Did it go out?": what was seen on the page, and the two answers that there are. */
export function Decide({ post }: { post: Post }) {
  const { t, longTime } = useWords();
  const { act, busy } = useAct();
  const [link, setLink] = useState('');
  const [again, setAgain] = useState(false);
  const adopt = (address: string) => void act(() => decideAdopt(post.id, address), t('decide.adopted'));
  return (
    <Stack gap="sm" className={classes.decide ?? ''}>
      <Text fw={650}>{t('decide.question')}</Text>
      {post.candidates.length > 0 ? (
        <ul className={classes.candidates}>
          {post.candidates.map((seen) => (
            <li key={seen.remoteId}>
              <Text size="sm" c="dimmed">
                {t('decide.seen', { time: longTime(seen.at) })}
              </Text>
              <p className="prose" lang={post.language}>
                {seen.text}
              </p>
              <Group gap="sm">
                {seen.permalink ? (
                  <Anchor href={seen.permalink} target="_blank" rel="noreferrer">
                    {t('decide.look')}
                  </Anchor>
                ) : null}
                <Button size="xs" loading={busy} onClick={() => adopt(seen.permalink ?? seen.remoteId)}>
                  {t('decide.thisOne')}
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <Text size="sm">{t('decide.nothingSeen')}</Text>
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t('decide.link')}
              type="url"
              placeholder="https://"
              value={link}
              onChange={(event) => setLink(event.currentTarget.value)}
              style={{ flex: '1 1 14rem' }}
            />
            <Button variant="default" disabled={link.trim() === ''} loading={busy} onClick={() => adopt(link.trim())}>
              {t('decide.adopt')}
            </Button>
          </Group>
        </>
      )}
      <div>
        <Button variant="default" onClick={() => setAgain(true)}>
          {t('decide.again')}
        </Button>
      </div>
      <Confirm
        opened={again}
        title={t('decide.again')}
        yes={t('decide.again')}
        busy={busy}
        onClose={() => setAgain(false)}
        onYes={() => void act(() => decideAgain(post.id), t('decide.againDone')).then(() => setAgain(false))}
      >
        {t('decide.againWhat')}
      </Confirm>
    </Stack>
  );
}
