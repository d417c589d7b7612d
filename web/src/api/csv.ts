import { useQuery } from '@tanstack/react-query';
import { get, post } from './client.ts';
import type { CsvImport, CsvPreview } from './wire.ts';

function form(file: File, submit: boolean): FormData {
  const parts = new FormData();
  parts.append('submit', String(submit));
  parts.append('file', file, file.name);
  return parts;
}

/** What would be made of a file; nothing is stored. */
export const previewCsv = (file: File, submit: boolean) =>
  post<CsvPreview>('/announcements/import', { body: form(file, submit) });

/** @param key the same for the same intent, so that a second click begins nothing new */
export function importCsv(file: File, submit: boolean, fingerprint: string, key: string): Promise<CsvImport> {
  const body = form(file, submit);
  body.append('confirm', fingerprint);
  return post<CsvImport>('/announcements/import', { body, key });
}

const LOOK_EVERY_MS = 500;

/** How far an import has come, read again and again until it is through. */
export function useCsvImport(begun: CsvImport): CsvImport {
  const { data } = useQuery({
    queryKey: ['csv-import', begun.id],
    queryFn: () => get<CsvImport>(`/announcements/imports/${begun.id}`),
    refetchInterval: ({ state }) => (state.data?.finishedAt ? false : LOOK_EVERY_MS),
  });
  return data ?? begun;
}
