import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** The machine, for every table of numbers. */
export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB, Node ${process.version}, ${process.platform}`;
}

/** Proportional memory (PSS) of a process and all its descendants, in MiB, by process name. Linux only. */
export function memoryOfTree(root: number): { name: string; mib: number }[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${entry}/stat`);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent) parents.set(Number(entry), Number(parent));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree.map((pid) => ({ name: read(`/proc/${pid}/comm`).trim(), mib: pssOf(pid) })).filter(({ mib }) => mib > 0);
}

function pssOf(pid: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`));
  return line ? Number(line[1]) / 1024 : 0;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** How many milliseconds each piece of work takes, so many times. The first of each opens connections and is not counted. */
export async function timesOf(
  work: Readonly<Record<string, () => Promise<unknown>>>,
  runs: number,
): Promise<Map<string, number[]>> {
  const took = new Map<string, number[]>();
  for (const [name, one] of Object.entries(work)) {
    const times: number[] = [];
    for (let run = 0; run <= runs; run += 1) {
      const startedAt = performance.now();
      await one();
      if (run > 0) times.push(performance.now() - startedAt);
    }
    took.set(name, times);
  }
  return took;
}
