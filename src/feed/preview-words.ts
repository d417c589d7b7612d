import type { StateName } from '#posts/state';

interface PreviewWords {
  readonly preview: string;
  readonly notPublished: string;
  readonly gone: string;
  readonly until: string;
  readonly noTime: string;
  readonly alt: string;
  readonly link: string;
  readonly firstComment: string;
  readonly states: Readonly<Record<StateName, string>>;
}

const FI: PreviewWords = {
  preview: 'Esikatselu',
  notPublished: 'Tämä on esikatselu. Sisältö voi vielä muuttua, eikä sitä ole tarkoitettu jaettavaksi.',
  gone: 'Tämä esikatselulinkki ei ole enää voimassa. Pyydä uusi siltä, joka sen lähetti.',
  until: 'Linkki on voimassa',
  noTime: 'Aika ei ole vielä tiedossa',
  alt: 'Kuvan kuvaus',
  link: 'Linkki',
  firstComment: 'Ensimmäinen kommentti',
  states: {
    draft: 'luonnos',
    awaitingApproval: 'odottaa hyväksyntää',
    scheduled: 'ajastettu',
    publishing: 'julkaistaan',
    retrying: 'ajastettu',
    parked: 'odottaa kanavaa',
    uncertain: 'tarkistetaan',
    needsDecision: 'tarkistetaan',
    missed: 'jäi julkaisematta',
    rejected: 'kanava ei hyväksynyt',
    published: 'julkaistu',
    retracted: 'poistettu',
    gone: 'poistettu',
    cancelled: 'peruttu',
  },
};

const SV: PreviewWords = {
  preview: 'Förhandsvisning',
  notPublished: 'Det här är en förhandsvisning. Innehållet kan ännu ändras och är inte avsett att delas.',
  gone: 'Den här länken gäller inte längre. Be om en ny av den som skickade den.',
  until: 'Länken gäller till',
  noTime: 'Tiden är inte bestämd ännu',
  alt: 'Bildbeskrivning',
  link: 'Länk',
  firstComment: 'Första kommentaren',
  states: {
    draft: 'utkast',
    awaitingApproval: 'väntar på godkännande',
    scheduled: 'schemalagt',
    publishing: 'publiceras',
    retrying: 'schemalagt',
    parked: 'väntar på kanalen',
    uncertain: 'kontrolleras',
    needsDecision: 'kontrolleras',
    missed: 'publicerades inte',
    rejected: 'kanalen tog inte emot det',
    published: 'publicerat',
    retracted: 'borttaget',
    gone: 'borttaget',
    cancelled: 'inställt',
  },
};

const EN: PreviewWords = {
  preview: 'Preview',
  notPublished: 'This is a preview. It may still change, and is not meant to be shared.',
  gone: 'This preview link no longer works. Ask whoever sent it for a new one.',
  until: 'The link works until',
  noTime: 'The time is not set yet',
  alt: 'Description of the image',
  link: 'Link',
  firstComment: 'First comment',
  states: {
    draft: 'draft',
    awaitingApproval: 'waits for approval',
    scheduled: 'scheduled',
    publishing: 'going out',
    retrying: 'scheduled',
    parked: 'waits for the channel',
    uncertain: 'being checked',
    needsDecision: 'being checked',
    missed: 'was not published',
    rejected: 'the channel refused it',
    published: 'published',
    retracted: 'removed',
    gone: 'removed',
    cancelled: 'cancelled',
  },
};

/** In Finnish where there are no words in the language. */
export function previewWords(language: string): PreviewWords {
  if (language === 'sv') return SV;
  return language === 'en' ? EN : FI;
}
