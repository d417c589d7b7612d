import { problemOf } from './problem.ts';
import { keyHeaders } from './session.ts';

/** Hands the browser a file. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Fetches a file of the interface and hands it to the browser under the name that the server gives it.
 * @throws ApiProblem when the server refuses
 */
export async function download(path: string): Promise<void> {
  const response = await fetch(`/api/v1${path}`, { headers: keyHeaders(), credentials: 'same-origin' });
  if (!response.ok) throw await problemOf(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'kaiku';
  save(await response.blob(), name);
}
