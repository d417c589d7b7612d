/** Runs work at once and then again and again, never twice at the same time. What breaks is told, and comes again. */
export function every(
  ms: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const tick = () => {
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(tick, ms);
  tick();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
