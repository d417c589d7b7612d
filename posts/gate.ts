/** What the gate does about something that is not right, when an announcement is submitted or approved (design §10). */
export const GATE_STEPS = ['warn', 'refuse'] as const;
export type GateStep = (typeof GATE_STEPS)[number];

export interface GateSettings {
  /** A language of the cluster in which nothing is written. */
  readonly missingLanguage: GateStep;
  /** A link that does not answer. */
  readonly deadLink: GateStep;
}
