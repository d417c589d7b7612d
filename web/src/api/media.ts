import { get, patch, post } from './client.ts';

export interface Media {
  readonly id: string;
  readonly url: string;
  readonly alt: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly fileName: string;
  readonly notes: readonly string[];
}

export function sendImage(file: File, alt: string): Promise<Media> {
  const form = new FormData();
  form.append('alt', alt);
  form.append('file', file, file.name);
  return post<Media>('/media', { body: form });
}

export const readImage = (id: string) => get<Media>(`/media/${id}`);

export const changeAlt = (id: string, alt: string) => patch<Media>(`/media/${id}`, null, { alt });
