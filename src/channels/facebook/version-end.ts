/** Ends of life that Meta has published (Graph API changelog, read 2026-11-24). */
const ENDS: Readonly<Record<string, string>> = {
  'v21.0': '2027-01-21',
  'v22.0': '2027-05-20',
  'v23.0': '2027-10-08',
  'v24.0': '2028-02-18',
  'v25.0': '2028-07-29',
};

/** Null for a version whose end is not published. */
export function versionEndsAt(version: string): Date | null {
  const end = ENDS[version];
  return end === undefined ? null : new Date(`${end}T00:00:00Z`);
}
