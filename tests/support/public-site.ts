import sharp from 'sharp';
import { expect } from 'vitest';
import { feedStore } from '#src/feed/store';
import { type ApiServer, anAnnouncement } from './api-server.ts';

/** What a reader of the public site gets. */
export async function read(api: ApiServer, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}${path}`, { redirect: 'manual', headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Creates and approves an announcement. */
export async function create(api: ApiServer, over: Record<string, unknown>) {
  const { status, body } = await api.call('POST', '/api/v1/announcements', anAnnouncement({ submit: true, ...over }));
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** What the worker does when a website post is due. */
export async function publish(
  api: ApiServer,
  post: { id: string; language: string; title: string; text: string },
  media: { id: string; alt: string }[] = [],
) {
  return feedStore(api.deps.database.db, 'http://kaiku.test').put({
    postId: post.id,
    channelId: '',
    language: post.language,
    title: post.title,
    text: post.text,
    link: null,
    images: media.map(({ id, alt }) => ({ mediaId: id, alt })),
  });
}

export async function picture(api: ApiServer, alt: string): Promise<{ id: string; alt: string }> {
  const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#335544' } })
    .png()
    .toBuffer();
  const { status, body } = await api.upload(png, 'kuva.png', alt);
  expect(status).toBe(201);
  return body;
}

export const inDays = (days: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000);
