import { Button } from '@mantine/core';
import { resumeEverything, useCluster } from '../api/cluster.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { useAct } from '../parts/use-act.ts';
import classes from './frame.module.css';

/** While publishing is stopped, every page says so, and since when. */
export function StopBanner() {
  const { t, longTime } = useWords();
  const { stopped } = useCluster();
  const { act, busy } = useAct();
  if (!stopped) return null;
  return (
    <div className={classes.banner} role="status">
      <Icon name="parked" />
      <span>{t(`stop.since.${stopped.reason}`, { time: longTime(stopped.at) })}</span>
      <Button
        size="compact-md"
        color="red.8"
        loading={busy}
        onClick={() => void act(resumeEverything, t('stop.resumed'))}
      >
        {t('stop.resume')}
      </Button>
    </div>
  );
}
