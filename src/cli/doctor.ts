import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '#src/config/settings';
import { openDatabase } from '#src/db/client';
import { readFacts } from '#src/doctor/facts';
import { type Finding, judge } from '#src/doctor/judge';
import { sealerOf } from '#src/secrets/seal';
import { commandDatabase } from './database.ts';
import type { Told } from './reset-password.ts';

const MARKS = { well: '  ok ', warn: 'look ', bad: ' BAD ' } as const;

/** Examines the installation; not ok when something keeps Kaiku from its work. */
export async function doctor(settings: Settings): Promise<Told> {
  const findings = await examine(settings).catch((error: Error): Finding[] => [
    {
      about: 'database',
      level: 'bad',
      says: `It does not answer: ${error.message}`,
      todo: settings.databaseUrl ? 'Start it, or correct DATABASE_URL.' : 'Start Kaiku, which starts it.',
    },
  ]);
  const lines = findings.map(({ about, level, says, todo }) => {
    const line = `${MARKS[level]} ${about}: ${says}`;
    return todo ? `${line}\n        → ${todo}` : line;
  });
  return { ok: !findings.some(({ level }) => level === 'bad'), text: lines.join('\n') };
}

async function examine(settings: Settings): Promise<Finding[]> {
  const found = await commandDatabase(settings, { alone: false });
  const database = openDatabase(found.url, { max: 2, onError: () => undefined });
  try {
    const kept = await readFile(join(settings.dataDir, 'secret'), 'utf8').catch(() => '');
    const secret = settings.secret ?? kept.trim();
    return judge(await readFacts(database, settings, sealerOf(secret, settings.previousSecrets)));
  } finally {
    await database.close();
    await found.close();
  }
}
