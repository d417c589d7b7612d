/** What time it is; handed in wherever time matters, so that tests decide it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
