import type { Fact, Words } from './contract.ts';

const WAITS: Readonly<Record<string, string>> = {
  paused: 'Kanava on keskeytetty.',
  throttled: 'Alusta pyysi tauon, koska kutsuja oli liikaa.',
  reconnect: 'Alusta ei enää hyväksy kanavan avainta.',
  permission: 'Alusta ei anna Kaiun julkaista tällä sivulla.',
  blocked: 'Alusta on estänyt julkaisemisen sivulla.',
  misconfigured: 'Yhteys alustaan on asetettu väärin.',
  'publishing-stopped': 'Kaikki julkaiseminen on pysäytetty.',
};

const WAITS_REMEDY: Readonly<Record<string, string>> = {
  paused: 'Jatka kanavaa Kanavat-sivulla, kun julkaisut saavat lähteä.',
  reconnect: 'Pyydä ylläpitäjää yhdistämään sivu uudelleen.',
  permission: 'Pyydä ylläpitäjää tarkistamaan oikeudet ja yhdistämään sivu uudelleen.',
  blocked: 'Kirjaudu alustalle, lue sen ilmoitukset sivusta ja jatka kanavaa sitten.',
  misconfigured: 'Kerro Kaiun asentajalle.',
  'publishing-stopped': 'Tarkista tilanne ja jatka julkaisemista etusivulta.',
};

const ENDS: Readonly<Record<string, (fact: Fact) => string>> = {
  token: (fact) =>
    `Kanavan ${fact('channel')} avain vanhenee ${fact('when')}. Sen jälkeen julkaisut jäävät odottamaan.`,
  refreshToken: (fact) =>
    `Kanavan ${fact('channel')} avaimen uusiminen päättyy ${fact('when')}. Sen jälkeen Kaiku ei saa uutta avainta itse, ja julkaisut jäävät odottamaan.`,
  dataAccess: (fact) =>
    `Facebook lakkaa antamasta kanavan ${fact('channel')} tietoja ${fact('when')}. Luvut ja julkaisujen tarkistus loppuvat silloin.`,
  apiVersion: (fact) =>
    `Alustan ${fact('channel')} rajapinnan versio lakkaa toimimasta ${fact('when')}. Sen jälkeen sinne ei voi julkaista.`,
};

export const fi: Words = {
  somebody: 'joku',
  open: 'Avaa Kaiussa',
  footer: (cluster) =>
    `Tämän lähetti Kaiku (${cluster}). Ilmoitusten lähettämisen sähköpostiin voi lopettaa Kaiussa ilmoitusten luettelosta.`,
  kinds: {
    'post.rejected': (fact) => ({
      title: `Julkaisua ei hyväksytty: ${fact('title')}`,
      text: `${fact('channel')} ei ottanut julkaisua vastaan. Mitään ei julkaistu, eikä Kaiku yritä itsestään uudelleen. Alustan vastaus: ”${fact('message')}”`,
      todo: 'Korjaa tekstiä tai kuvia ja julkaise uudelleen, tai peru julkaisu.',
    }),
    'post.needsDecision': (fact) => ({
      title: `Menikö perille? ${fact('title')}`,
      text: `Kanavan ${fact('channel')} vastaus jäi saamatta, eikä sivulta näe varmasti, onko julkaisu siellä. Kaiku ei julkaise toista kertaa arvaamalla.`,
      todo: 'Katso sivua ja kerro Kaiulle, onko julkaisu siellä vai julkaistaanko se uudelleen.',
    }),
    'post.missed': (fact) => ({
      title: `Jäi julkaisematta: ${fact('title')}`,
      text: `Julkaisun aika kanavassa ${fact('channel')} meni ohi ennen kuin se pääsi ulos. Se ei lähde enää itsestään.`,
      todo: 'Anna uusi aika, jos asia on yhä ajankohtainen, tai peru julkaisu.',
    }),
    'posts.missed': (fact) => ({
      title: `${fact('count')} julkaisua jäi julkaisematta`,
      text: `Näiden aika meni ohi ennen kuin ne pääsivät ulos, ensimmäisenä ”${fact('title')}”. Ne eivät lähde enää itsestään.`,
      todo: 'Etusivulla ne ovat ylimpänä: anna uusi aika niille, jotka ovat yhä ajankohtaisia, ja peru muut.',
    }),
    'channel.waits': (fact) => ({
      title: `Julkaisut odottavat: ${fact('channel')}`,
      text: [
        WAITS[fact('reason')] ?? '',
        'Julkaisut jäävät odottamaan, mitään ei katoa.',
        fact('when') ? `Ne lähtevät itsestään ${fact('when')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
      todo: fact('when') ? null : (WAITS_REMEDY[fact('reason')] ?? null),
    }),
    'channel.needsReconnect': (fact) => ({
      title: `Yhdistä uudelleen: ${fact('channel')}`,
      text: `${WAITS[fact('reason')] ?? ''} Sen julkaisut jäävät odottamaan, mitään ei katoa.`,
      todo: 'Avaa Kanavat ja yhdistä sivu uudelleen. Mikä on yhä ajankohtaista, lähtee sen jälkeen itsestään.',
    }),
    'channel.ends': (fact) => ({
      title: `Vanhenee pian: ${fact('channel')}`,
      text: ENDS[fact('what')]?.(fact) ?? '',
      todo:
        fact('what') === 'apiVersion'
          ? 'Vaihda asetuksiin uudempi versio ja käynnistä Kaiku uudelleen.'
          : 'Avaa Kanavat ja yhdistä sivu uudelleen ennen sitä.',
    }),
    'announcement.submitted': (fact) => ({
      title: `Odottaa hyväksyntää: ${fact('title')}`,
      text: `${fact('who')} lähetti tiedotteen hyväksyttäväksi.${fact('when') ? ` Ensimmäinen julkaisu on tarkoitettu lähteväksi ${fact('when')}.` : ''} Mitään ei lähde ennen hyväksyntää.`,
      todo: 'Lue ja hyväksy se, tai palauta se kommentin kera.',
    }),
    'announcement.returned': (fact) => ({
      title: `Palautettu: ${fact('title')}`,
      text: `${fact('who')} palautti tiedotteen.${fact('reason') ? ` ”${fact('reason')}”` : ''} Mitään ei lähde.`,
      todo: 'Korjaa se ja lähetä uudelleen.',
    }),
    'announcement.approved': (fact) => ({
      title: `Hyväksytty: ${fact('title')}`,
      text: `${fact('who')} hyväksyi tiedotteen. Julkaisut lähtevät aikanaan.`,
      todo: null,
    }),
    'announcement.due': (fact) => ({
      title: `Aika lähestyy: ${fact('title')}`,
      text:
        fact('reason') === 'draft'
          ? `Ensimmäinen julkaisu on tarkoitettu lähteväksi ${fact('when')}, mutta tiedote on yhä luonnos. Luonnoksesta mitään ei lähde.`
          : `Ensimmäinen julkaisu on tarkoitettu lähteväksi ${fact('when')}, mutta tiedotetta ei ole hyväksytty. Ilman hyväksyntää se ei lähde.`,
      todo:
        fact('reason') === 'draft' ? 'Lähetä se julkaistavaksi, tai anna sille uusi aika.' : 'Hyväksy tai palauta se.',
    }),
    mention: (fact) => ({
      title: `${fact('who')} mainitsi sinut: ${fact('title')}`,
      text: `”${fact('text')}”`,
      todo: null,
    }),
  },
};
