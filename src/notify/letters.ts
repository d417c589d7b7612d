import type { Mail } from './mail.ts';

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
