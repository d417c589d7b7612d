import type { Mail } from './mail.ts';
import { pathOf, type Reader, type StoredNotice, say, WORDS } from './words/index.ts';

type Letter = Omit<Mail, 'to'>;

/** Finnish first, then English: who is written to may not have chosen a language yet. */
export function invitation(cluster: string, link: string): Letter {
  return {
    subject: `Kutsu Kaikuun: ${cluster}`,
    text: [
      `Sinut on kutsuttu käyttämään Kaikua (${cluster}).`,
      `Valitse salasana tästä linkistä. Se toimii kerran, seitsemän päivän ajan:`,
      link,
      '',
      `You are invited to Kaiku (${cluster}). Choose a password with the link above; it works once, for seven days.`,
    ].join('\n'),
  };
}

export function passwordReset(link: string): Letter {
  return {
    subject: 'Kaiku: uusi salasana / a new password',
    text: [
      'Valitse uusi salasana tästä linkistä. Se toimii kerran, tunnin ajan:',
      link,
      'Jos et pyytänyt sitä, sinun ei tarvitse tehdä mitään.',
      '',
      'Choose a new password with the link above; it works once, for an hour. If you did not ask for it, do nothing.',
    ].join('\n'),
  };
}

/** What happened, what it means, what to do, and where: in the language of who reads it. */
export function noticeLetter(
  notice: StoredNotice,
  reader: Reader,
  { cluster, publicUrl }: { readonly cluster: string; readonly publicUrl: string },
): Letter {
  const { title, text, todo } = say(notice, reader);
  const { open, footer } = WORDS[reader.language];
  const link = `${publicUrl}/app${pathOf(notice)}`;
  return {
    subject: oneLine(title),
    text: [text, ...(todo ? ['', todo] : []), '', `${open}: ${link}`, '', '--', footer(cluster)].join('\n'),
  };
}

/** A title that somebody wrote must not become another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
