import { useEffect } from 'react';
import { isLive, LIVE_KEYS, queryClient, setLive } from './query.ts';
import { keyHeaders } from './session.ts';

const AGAIN_AFTER_MS = 3_000;
const AGAIN_AT_MOST_MS = 60_000;
/** Several changes come together, such as all posts of one announcement; they are read once. */
const GATHER_MS = 250;

/** While the frame stands: state changes appear by themselves, because the server says that something changed. */
export function useLive(): void {
  useEffect(() => {
    const stop = new AbortController();
    void follow(stop.signal);
    return () => {
      stop.abort();
      setLive(false);
    };
  }, []);
}

async function follow(signal: AbortSignal): Promise<void> {
  let wait = AGAIN_AFTER_MS;
  while (!signal.aborted) {
    const ended = await listen(signal).catch(() => 'broken' as const);
    setLive(false);
    if (ended === 'never') return;
    wait = ended === 'heard' ? AGAIN_AFTER_MS : Math.min(wait * 2, AGAIN_AT_MOST_MS);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** An EventSource could not send the key, so the stream is read by fetch. */
async function listen(signal: AbortSignal): Promise<'heard' | 'broken' | 'never'> {
  const response = await fetch('/api/v1/stream', {
    headers: { ...keyHeaders(), Accept: 'text/event-stream' },
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  });
  if (response.status === 404 || response.status === 401) return 'never';
  if (!response.ok || !response.body) return 'broken';
  setLive(true);
  readAgain();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return 'heard';
    if (value.includes('data:')) readAgain();
  }
}

let _gathering: ReturnType<typeof setTimeout> | null = null;

function readAgain(): void {
  _gathering ??= setTimeout(() => {
    _gathering = null;
    if (isLive())
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => LIVE_KEYS.includes(String(queryKey[0])) });
  }, GATHER_MS);
}
