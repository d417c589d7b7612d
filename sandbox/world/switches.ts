/** How the platforms behave where their documents leave a choice. Changed at `PUT /sandbox/switches`. */
export interface Switches {
  /** Facebook cuts white space around a message. */
  trimMessages: boolean;
  /** Facebook sends usage headers only once an hour's calls exceed this. */
  usageHeadersAfter: number;
  /** What 100 % in those headers means, in calls an hour. */
  callsPerHour: number;
  /** Facebook refuses a post that equals the page's newest one (code 506). */
  refuseConsecutiveDuplicates: boolean;
  /** A deleted post named in `ids=` fails the whole call, or is left out. */
  missingIds: 'fail' | 'omit';
  /** Insight metrics that have died besides the known dead ones. */
  retiredMetrics: string[];
  /** LinkedIn-Version values that are answered. */
  linkedinVersions: string[];
  /** LinkedIn's Development tier: no BATCH_GET. */
  developmentTier: boolean;
  /** How long an uploaded LinkedIn picture stays PROCESSING, ms. */
  imageProcessingMs: number;
  /** What a LinkedIn post with a picture that is not ready comes to. */
  unreadyImage: 'publish-failed' | 'refuse';
  /** How long LinkedIn remembers words as duplicates, ms; 0 turns it off. */
  duplicateWindowMs: number;
  /** Whether words of a deleted post still count as duplicates. */
  duplicateRemembersDeleted: boolean;
  /** URNs that stand raw in a LinkedIn path are refused. */
  strictUrns: boolean;
  /** LinkedIn's per-post statistics show the numbers of this long ago, ms. */
  statisticsLagMs: number;
  /** Whether a LinkedIn consent gives a refresh token. */
  refreshTokens: boolean;
}

export function defaultSwitches(): Switches {
  return {
    trimMessages: true,
    usageHeadersAfter: 20,
    callsPerHour: 240_000,
    refuseConsecutiveDuplicates: true,
    missingIds: 'fail',
    retiredMetrics: [],
    linkedinVersions: ['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((month) => `2026${month}`),
    developmentTier: false,
    imageProcessingMs: 200,
    unreadyImage: 'publish-failed',
    duplicateWindowMs: 600_000,
    duplicateRemembersDeleted: true,
    strictUrns: false,
    statisticsLagMs: 0,
    refreshTokens: true,
  };
}
