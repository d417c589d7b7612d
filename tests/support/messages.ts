import type { Message, MessageEvent, MessageImage, MessageSource } from '#posts/compose/message';

export const TARGET = 'https://example.fi/puuilta';
export const TRACKED = 'https://kaiku.example/r/Ab3';
export const STATEMENT = 'Euroopan unionin osarahoittama';
export const link = { url: TARGET, target: TARGET, title: 'Puuilta', description: null };
export const image: MessageImage = {
  mediaId: 'm1',
  sha256: 'x',
  mime: 'image/jpeg',
  bytes: 1000,
  width: 1200,
  height: 630,
  alt: 'Hirsitalo',
};
export const event: MessageEvent = {
  startsAt: new Date('2026-12-15T11:00:00Z'),
  endsAt: new Date('2026-12-15T14:00:00Z'),
  place: 'Rovaniemi, Jokiväylä 11',
  streamUrl: 'https://stream.example/1',
  registrationUrl: 'https://lyyti.example/puu',
};
export function source(changes: Partial<MessageSource> = {}): MessageSource {
  return {
    language: 'fi',
    title: 'Puurakentamisen ilta',
    body: 'Tervetuloa mukaan!',
    firstComment: null,
    link: null,
    images: [],
    event: null,
    fundingStatement: null,
    zone: 'Europe/Helsinki',
    ...changes,
  };
}
export function message(changes: Partial<Message> = {}): Message {
  return { title: 'Otsikko', text: 'Teksti', link: null, images: [], firstComment: null, ...changes };
}
export const lines = (...text: string[]) => text.join('\n');
export const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);
