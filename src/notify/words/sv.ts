import type { Fact, Words } from './contract.ts';

const WAITS: Readonly<Record<string, string>> = {
  paused: 'Kanalen är pausad.',
  throttled: 'Plattformen bad om en paus, för anropen var för många.',
  reconnect: 'Plattformen godkänner inte längre kanalens nyckel.',
  permission: 'Plattformen låter inte Kaiku publicera på sidan.',
  blocked: 'Plattformen har stoppat publiceringen på sidan.',
  misconfigured: 'Förbindelsen till plattformen är fel inställd.',
  'publishing-stopped': 'All publicering är stoppad.',
};

const WAITS_REMEDY: Readonly<Record<string, string>> = {
  paused: 'Låt kanalen fortsätta på sidan Kanaler när inläggen får gå ut.',
  reconnect: 'Be en administratör att ansluta sidan på nytt.',
  permission: 'Be en administratör att kontrollera rättigheterna och ansluta sidan på nytt.',
  blocked: 'Logga in på plattformen, läs dess meddelanden om sidan och låt sedan kanalen fortsätta.',
  misconfigured: 'Berätta för den som sköter installationen.',
  'publishing-stopped': 'Kontrollera läget och låt publiceringen fortsätta på startsidan.',
};

const ENDS: Readonly<Record<string, (fact: Fact) => string>> = {
  token: (fact) =>
    `Nyckeln till kanalen ${fact('channel')} går ut ${fact('when')}. Efter det blir inläggen kvar och väntar.`,
  refreshToken: (fact) =>
    `Förnyelsen av nyckeln till kanalen ${fact('channel')} upphör ${fact('when')}. Efter det får Kaiku ingen ny nyckel på egen hand, och inläggen blir kvar och väntar.`,
  dataAccess: (fact) =>
    `Facebook slutar lämna ut uppgifter om kanalen ${fact('channel')} ${fact('when')}. Siffror och kontroll av inlägg upphör då.`,
  apiVersion: (fact) =>
    `Versionen av gränssnittet till ${fact('channel')} slutar fungera ${fact('when')}. Efter det går det inte att publicera där.`,
};

export const sv: Words = {
  somebody: 'någon',
  open: 'Öppna i Kaiku',
  footer: (cluster) =>
    `Detta skickades av Kaiku (${cluster}). Du kan stänga av e-post om meddelanden i listan över meddelanden i Kaiku.`,
  kinds: {
    'post.rejected': (fact) => ({
      title: `Inlägget togs inte emot: ${fact('title')}`,
      text: `${fact('channel')} tog inte emot inlägget. Inget publicerades, och Kaiku försöker inte igen av sig självt. Plattformens svar: ”${fact('message')}”`,
      todo: 'Rätta texten eller bilderna och publicera på nytt, eller avboka inlägget.',
    }),
    'post.needsDecision': (fact) => ({
      title: `Kom det fram? ${fact('title')}`,
      text: `Svaret från ${fact('channel')} uteblev, och på sidan syns inte säkert om inlägget finns där. Kaiku publicerar inte en andra gång på en gissning.`,
      todo: 'Titta på sidan och berätta för Kaiku om inlägget finns där eller ska publiceras på nytt.',
    }),
    'post.missed': (fact) => ({
      title: `Blev inte publicerat: ${fact('title')}`,
      text: `Tiden för inlägget i ${fact('channel')} gick ut innan det kom iväg. Det går inte längre ut av sig självt.`,
      todo: 'Ge det en ny tid om det ännu är aktuellt, eller avboka inlägget.',
    }),
    'posts.missed': (fact) => ({
      title: `${fact('count')} inlägg publicerades inte`,
      text: `Deras tid gick förbi innan de kom ut, först ”${fact('title')}”. De går inte längre ut av sig själva.`,
      todo: 'De står överst på startsidan: ge en ny tid åt dem som ännu är aktuella och ställ in de andra.',
    }),
    'channel.waits': (fact) => ({
      title: `Inlägg väntar: ${fact('channel')}`,
      text: [
        WAITS[fact('reason')] ?? '',
        'Inläggen väntar, inget går förlorat.',
        fact('when') ? `De går ut av sig själva ${fact('when')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
      todo: fact('when') ? null : (WAITS_REMEDY[fact('reason')] ?? null),
    }),
    'channel.needsReconnect': (fact) => ({
      title: `Anslut på nytt: ${fact('channel')}`,
      text: `${WAITS[fact('reason')] ?? ''} Dess inlägg väntar, inget går förlorat.`,
      todo: 'Öppna Kanaler och anslut sidan på nytt. Det som ännu är aktuellt går sedan ut av sig självt.',
    }),
    'channel.ends': (fact) => ({
      title: `Går snart ut: ${fact('channel')}`,
      text: ENDS[fact('what')]?.(fact) ?? '',
      todo:
        fact('what') === 'apiVersion'
          ? 'Byt till en nyare version i inställningarna och starta om Kaiku.'
          : 'Öppna Kanaler och anslut sidan på nytt före det.',
    }),
    'announcement.submitted': (fact) => ({
      title: `Väntar på godkännande: ${fact('title')}`,
      text: `${fact('who')} sände meddelandet för godkännande.${fact('when') ? ` Det första inlägget ska gå ut ${fact('when')}.` : ''} Inget går ut innan det är godkänt.`,
      todo: 'Läs och godkänn det, eller sänd det tillbaka med en kommentar.',
    }),
    'announcement.returned': (fact) => ({
      title: `Tillbaka till dig: ${fact('title')}`,
      text: `${fact('who')} sände meddelandet tillbaka.${fact('reason') ? ` ”${fact('reason')}”` : ''} Inget går ut.`,
      todo: 'Rätta det och sänd det på nytt.',
    }),
    'announcement.approved': (fact) => ({
      title: `Godkänt: ${fact('title')}`,
      text: `${fact('who')} godkände meddelandet. Inläggen går ut i sin tid.`,
      todo: null,
    }),
    'announcement.due': (fact) => ({
      title: `Tiden närmar sig: ${fact('title')}`,
      text:
        fact('reason') === 'draft'
          ? `Det första inlägget ska gå ut ${fact('when')}, men meddelandet är ännu ett utkast. Ur ett utkast går inget ut.`
          : `Det första inlägget ska gå ut ${fact('when')}, men meddelandet är inte godkänt. Utan godkännande går det inte ut.`,
      todo:
        fact('reason') === 'draft'
          ? 'Sänd det för publicering, eller ge det en ny tid.'
          : 'Godkänn det eller sänd det tillbaka.',
    }),
    mention: (fact) => ({
      title: `${fact('who')} nämnde dig: ${fact('title')}`,
      text: `”${fact('text')}”`,
      todo: null,
    }),
  },
};
