import type { AnnouncementInput } from '#posts/schema/announcement';
import { localDate, shiftLocal } from '#posts/time';
import { type Drawing, LOG_HOUSE, RENOVATION, TIMBER_FRAME } from './sample-drawings.ts';

/** An announcement of the trial mode and the picture that goes with it. */
export interface Sample {
  readonly input: AnnouncementInput;
  readonly drawing: Drawing | null;
}

const EVERYWHERE = ['facebook-klusteri', 'linkedin-klusteri', 'website'];

/**
 * What a trial shows: news that goes out at once, news of the coming days, and events with their series of posts.
 * Inventions, written for Kaiku. @param now an instant · @param zone the cluster's
 */
export function sampleAnnouncements(now: Date, zone: string): Sample[] {
  const on = (days: number, time: string) => `${localDate(shiftLocal(now, zone, { days }), zone)}T${time}`;
  return [...news(on), ...events(on)];
}

type On = (days: number, time: string) => string;

function news(on: On): Sample[] {
  return [
    {
      drawing: RENOVATION,
      input: {
        kind: 'announcement',
        organisation: 'lapin-amk',
        themes: ['renovation', 'healthy-indoor-environment'],
        targetGroups: ['developers', 'municipalities'],
        funding: 'A72158',
        channels: EVERYWHERE,
        link: 'https://example.org/korjausopas',
        texts: {
          fi: {
            title: 'Korjausopas pohjoisen kerrostaloille',
            body: 'Kokosimme yhteen, mitä ulkoseinän korjaus maksaa ja mitä se säästää, kun pakkasta on 35 astetta. Oppaassa on kolme korjattua taloa Rovaniemeltä ja Sodankylästä, mittaukset ennen ja jälkeen sekä rakentajien omat neuvot.\n\nOpas on maksuton.',
          },
        },
        submit: true,
      },
    },
    {
      drawing: null,
      input: {
        kind: 'announcement',
        organisation: 'digipolis',
        themes: ['quality-of-construction'],
        targetGroups: ['builders', 'building-products-industry'],
        channels: ['website'],
        texts: {
          en: {
            title: 'Looking for pilot sites for dry-chain construction',
            body: 'Is your company starting a building site in Lapland this winter? We are looking for three sites that keep their structures dry from the first delivery to the handover. You get moisture measurements and a short report to use with your own customers.',
          },
        },
        submit: true,
      },
    },
    {
      drawing: TIMBER_FRAME,
      input: {
        kind: 'announcement',
        organisation: 'lapin-liitto',
        themes: ['wood-construction'],
        targetGroups: ['municipal-planners', 'architects'],
        channels: EVERYWHERE,
        publishAt: on(2, '09:00'),
        texts: {
          fi: {
            title: 'Puun osuus Lapin uudisrakentamisessa kasvaa',
            body: 'Yhä useampi koulu ja päiväkoti tehdään Lapissa puusta. Kysyimme kuudelta kunnalta, mikä ratkaisi valinnan: lyhyempi rakennusaika, tutut tekijät ja sisäilma nousivat kärkeen.',
          },
          en: {
            title: 'More of Lapland’s new buildings are made of wood',
            body: 'More and more schools and day-care centres in Lapland are built of wood. We asked six municipalities what decided it: a shorter building time, local builders and indoor air came first.',
          },
        },
        submit: true,
      },
    },
  ];
}

function events(on: On): Sample[] {
  return [
    {
      drawing: LOG_HOUSE,
      input: {
        kind: 'event',
        organisation: 'lapin-amk',
        themes: ['wood-construction', 'quality-of-construction'],
        targetGroups: ['architects', 'structural-designers', 'schools'],
        funding: 'A72158',
        channels: EVERYWHERE,
        texts: {
          fi: {
            title: 'Hirsi nyt: suunnittelijoiden iltapäivä',
            body: 'Painumaton hirsi, pitkät jännevälit ja liitokset, jotka kestävät pohjoisen talven. Kolme suunnittelijaa kertoo, mitä he tekisivät nyt toisin. Lopuksi käymme katsomassa valmista kohdetta.',
            firstComment: 'Kahvi ja hernekeitto klo 12.30 alkaen.',
          },
          en: {
            title: 'Logs now: an afternoon for designers',
            body: 'Non-settling logs, long spans and joints that last through a northern winter. Three designers tell what they would do differently today. At the end we visit a finished building.',
          },
        },
        event: {
          startsAt: on(23, '13:00'),
          endsAt: on(23, '16:00'),
          place: 'Lapin ammattikorkeakoulu, Jokiväylä 11, Rovaniemi',
          registrationUrl: 'https://example.org/hirsi-nyt',
          capacity: 80,
        },
        campaign: 'standard',
        submit: true,
      },
    },
    {
      drawing: null,
      input: {
        kind: 'event',
        organisation: 'digipolis',
        themes: ['healthy-indoor-environment'],
        targetGroups: ['builders', 'developers', 'building-control'],
        channels: ['linkedin-klusteri', 'website'],
        texts: {
          fi: {
            title: 'Aamukahvit: kuiva työmaa pakkasessa',
            body: 'Puoli tuntia kuivaketjusta, puoli tuntia kysymyksiä. Mukana rakennusvalvonta Kemistä ja työmaa, jossa sääsuoja maksoi itsensä takaisin.',
          },
        },
        event: {
          startsAt: on(9, '08:30'),
          endsAt: on(9, '09:30'),
          streamUrl: 'https://example.org/aamukahvit',
        },
        campaign: 'standard',
        submit: true,
      },
    },
  ];
}
