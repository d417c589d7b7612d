import { type DeadlineKind, deadlinesOf, type Ends, warningOf } from '#posts/deadlines';
import type { ParkReason } from '#posts/schema/channel';

/** `bad`: Kaiku does not do its work, or soon will not. `warn`: a person should look. */
export type Level = 'well' | 'warn' | 'bad';

export interface Finding {
  readonly about: string;
  readonly level: Level;
  readonly says: string;
  /** What to do; null where all is well. */
  readonly todo: string | null;
}

export interface PageFacts extends Ends {
  readonly slug: string;
  readonly holdReason: ParkReason | null;
  readonly holdMessage: string | null;
  readonly healthy: boolean | null;
  readonly healthMessage: string | null;
  /** Whether its tokens open with the secrets that are known here, and with the newest one. */
  readonly tokens: 'open' | 'outdated' | 'closed' | 'none';
}

export interface Facts {
  /** By the database's clock. */
  readonly now: Date;
  /** This machine's clock less the database's, in ms. */
  readonly clockOffMs: number;
  readonly serverVersion: string;
  /** Connections to the database: how many are open, of all programs, and how many it takes. */
  readonly connections: { readonly open: number; readonly limit: number };
  readonly migrations: { readonly applied: number; readonly known: number };
  readonly queue: { readonly kind: 'postgres' | 'redis'; readonly problem: string | null };
  readonly stopped: { readonly message: string } | null;
  /** Posts that nobody picked up though their time passed more than a minute ago, on pages that are not held. */
  readonly overdue: number;
  readonly waitingForPerson: { readonly needsDecision: number; readonly missed: number; readonly rejected: number };
  readonly pages: readonly PageFacts[];
  readonly audit: { readonly ok: boolean; readonly checked: number; readonly broken: string | null };
  /** Bytes that are free where the data folder lies. */
  readonly freeBytes: number;
  readonly imagesMissing: number;
  /** The newest file in the data folder's `backups`; null: there is none. */
  readonly lastBackupAt: Date | null;
  readonly nodeMajor: number;
}

const MIB = 2 ** 20;
const DAY_MS = 86_400_000;

/** What the facts mean. Pure; the worst comes first. */
export function judge(facts: Facts): Finding[] {
  const findings = [
    database(facts),
    connections(facts),
    clock(facts),
    queue(facts),
    publishing(facts),
    work(facts),
    people(facts),
    ...facts.pages.map((page) => pageFinding(page, facts.now)),
    audit(facts),
    disk(facts),
    images(facts),
    backups(facts),
    node(facts),
  ];
  const rank: Record<Level, number> = { bad: 0, warn: 1, well: 2 };
  return findings.sort((a, b) => rank[a.level] - rank[b.level]);
}

function well(about: string, says: string): Finding {
  return { about, level: 'well', says, todo: null };
}

function database({ migrations: { applied, known }, serverVersion }: Facts): Finding {
  const about = 'database';
  if (applied < known) {
    const says = `${known - applied} changes to the database are not made yet.`;
    return { about, level: 'bad', says, todo: 'Run `npm run migrate`, or start Kaiku: it does so itself.' };
  }
  if (applied > known) {
    const says = 'A newer Kaiku has worked with this database.';
    return { about, level: 'bad', says, todo: 'Run that version or a newer one; going back needs a backup.' };
  }
  return well(about, `PostgreSQL ${serverVersion}, up to date.`);
}

function connections({ connections: { open, limit } }: Facts): Finding {
  const about = 'connections';
  const says = `${open} of the database’s ${limit} connections are in use.`;
  if (open < limit * 0.8) return well(about, says);
  const todo =
    'Raise max_connections of PostgreSQL: a process of Kaiku takes up to 10, and 21 more where the queue lives in it.';
  return { about, level: 'warn', says, todo };
}

function clock({ clockOffMs }: Facts): Finding {
  const seconds = Math.round(Math.abs(clockOffMs) / 1000);
  if (seconds < 5) return well('clock', 'This machine and the database agree about the time.');
  const says = `This machine's clock is ${seconds} s ${clockOffMs > 0 ? 'ahead of' : 'behind'} the database's.`;
  const todo = 'Turn on time synchronisation. Posts still go out by the database’s clock, some seconds later.';
  return { about: 'clock', level: 'warn', says, todo };
}

function queue({ queue: { kind, problem } }: Facts): Finding {
  const name = kind === 'redis' ? 'Redis' : 'PostgreSQL';
  if (problem === null) return well('queue', `The queue lives in ${name}.`);
  const todo = 'Nothing is lost: what is due is found within seconds once it works again.';
  return { about: 'queue', level: 'bad', says: `The queue in ${name} does not work: ${problem}.`, todo };
}

function publishing({ stopped }: Facts): Finding {
  if (!stopped) return well('publishing', 'Publishing is on.');
  const todo = 'Look at the posts that wait, then resume publishing in the interface.';
  return { about: 'publishing', level: 'warn', says: `All publishing is stopped: ${stopped.message}`, todo };
}

function work({ overdue, stopped }: Facts): Finding {
  if (overdue === 0 || stopped) return well('work', 'No post waits for a worker.');
  const says = `${overdue} posts are due and nobody has picked them up.`;
  const todo = 'Start workers (`npm start` or `npm run start:workers`), and look into their log.';
  return { about: 'work', level: 'bad', says, todo };
}

function people({ waitingForPerson: { needsDecision, missed, rejected } }: Facts): Finding {
  const parts = [
    [needsDecision, 'to be decided'],
    [missed, 'missed'],
    [rejected, 'rejected'],
  ].flatMap(([count, word]) => (count ? [`${count} ${word}`] : []));
  if (parts.length === 0) return well('posts', 'No post waits for a person.');
  const todo = 'Open Kaiku’s home page: they stand on top.';
  return { about: 'posts', level: 'warn', says: `Posts that wait for a person: ${parts.join(', ')}.`, todo };
}

const ENDS: Readonly<Record<DeadlineKind, string>> = {
  token: 'its key ends',
  refreshToken: 'its key can no longer be renewed',
  dataAccess: 'its numbers can no longer be read',
  apiVersion: 'the platform retires the version that Kaiku speaks',
};

function pageFinding(page: PageFacts, now: Date): Finding {
  const about = `page ${page.slug}`;
  if (page.tokens === 'closed') {
    const todo = 'Put the earlier secret into KAIKU_PREVIOUS_SECRETS, or connect the page again.';
    return { about, level: 'bad', says: 'Its key was sealed with a secret that is not known here.', todo };
  }
  if (page.holdReason === 'reconnect' || page.healthy === false) {
    const says = page.holdMessage ?? page.healthMessage ?? 'It has to be connected again.';
    return { about, level: 'bad', says, todo: 'Connect it again under Channels; what waits goes out then.' };
  }
  if (page.holdReason !== null) {
    const says = `It rests: ${page.holdMessage ?? page.holdReason}`;
    const todo = page.holdReason === 'throttled' ? 'Nothing: it goes on by itself.' : 'Resume it under Channels.';
    return { about, level: 'warn', says, todo };
  }
  const [next] = deadlinesOf(page).filter((deadline) => warningOf(deadline, now) !== null);
  if (next) {
    const level = next.at <= now ? 'bad' : 'warn';
    const says = `On ${next.at.toISOString().slice(0, 10)} ${ENDS[next.kind]}.`;
    const todo = next.kind === 'apiVersion' ? 'Install a newer Kaiku, or set a newer version.' : 'Connect it again.';
    return { about, level, says, todo };
  }
  if (page.tokens === 'outdated') {
    const todo = 'Run the rotation command, then drop the earlier secret.';
    return { about, level: 'warn', says: 'Its key is still sealed with an earlier secret.', todo };
  }
  return well(about, 'It is connected.');
}

function audit({ audit: { ok, checked, broken } }: Facts): Finding {
  if (ok) return well('audit log', `${checked} entries, none changed.`);
  const says = broken ? `The audit log was changed: ${broken}.` : 'Entries of the audit log are not sealed.';
  const todo = broken
    ? 'Compare it with a backup, and find out who could write to the database.'
    : 'Kaiku seals them while it runs. If it runs, look into its log.';
  return { about: 'audit log', level: broken ? 'bad' : 'warn', says, todo };
}

function disk({ freeBytes }: Facts): Finding {
  const free = Math.floor(freeBytes / MIB);
  const says = `${free >= 10_000 ? `${Math.floor(free / 1024)} GiB` : `${free} MiB`} are free.`;
  if (free >= 1_024) return well('disk', says);
  const todo = 'Make room: when the disk is full, Kaiku refuses new announcements.';
  return { about: 'disk', level: free < 200 ? 'bad' : 'warn', says, todo };
}

function images({ imagesMissing }: Facts): Finding {
  if (imagesMissing === 0) return well('images', 'Every image is in the data folder.');
  const says = `${imagesMissing} images are missing in the data folder; posts with them cannot go out.`;
  return { about: 'images', level: 'bad', says, todo: 'Restore the folder `media` from a backup.' };
}

function backups({ lastBackupAt, now }: Facts): Finding {
  const todo = 'Run `npm run kaiku -- backup` daily, and keep the files on another machine.';
  if (lastBackupAt === null) return { about: 'backup', level: 'warn', says: 'There is no backup here.', todo };
  const days = Math.floor((now.getTime() - lastBackupAt.getTime()) / DAY_MS);
  if (days < 8) return well('backup', `The newest backup is of ${lastBackupAt.toISOString().slice(0, 10)}.`);
  return { about: 'backup', level: 'warn', says: `The newest backup is ${days} days old.`, todo };
}

/** Last days of each line. https://github.com/nodejs/release, read 2026-11-25 */
const NODE_ENDS: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' };

function node({ nodeMajor, now }: Facts): Finding {
  const end = NODE_ENDS[nodeMajor];
  if (end === undefined || new Date(end).getTime() - now.getTime() > 90 * DAY_MS)
    return well('Node', `Node ${nodeMajor}.`);
  const says = `Node ${nodeMajor} gets no more fixes ${new Date(end) < now ? 'since' : 'from'} ${end}.`;
  return { about: 'Node', level: 'warn', says, todo: 'Use Node 24.' };
}
