/** Ends that are published and not the fifteenth (platforms contract §2.1, read 2026-11-24). */
const ENDS: Readonly<Record<string, string>> = { '202511': '2026-11-16', '202603': '2027-03-16' };

/**
 * A version lives for a year, to about the fifteenth of its month (Microsoft Learn, LinkedIn versioning). No header
 * and no answer announces it.
 * @param version `YYYYMM`; null for anything else
 */
export function versionEndsAt(version: string): Date | null {
  const parts = /^(\d{4})(0[1-9]|1[0-2])$/.exec(version);
  if (!parts) return null;
  return new Date(`${ENDS[version] ?? `${Number(parts[1]) + 1}-${parts[2]}-15`}T00:00:00Z`);
}
