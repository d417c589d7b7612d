import { EU_FORBIDDEN_2021, EU_STATEMENTS_2021 } from '#posts/funding';
import type { campaignTemplates, fundings, organisations, themes } from '../schema.ts';

/**
 * What every installation begins with. Facts of the cluster "Kestävä rakentaminen" and of the project A72158
 * (European Regional Development Fund, 1.8.2016–28.2.2018, Lapland), from its public final report.
 */
export const ORGANISATIONS_AT_START: (typeof organisations.$inferInsert)[] = [
  {
    slug: 'digipolis',
    names: { fi: 'Digipolis', en: 'Digipolis' },
    areas: { fi: 'liiketoiminnan kehittäminen', sv: 'affärsutveckling', en: 'business development' },
  },
  {
    slug: 'lapin-amk',
    names: {
      fi: 'Lapin ammattikorkeakoulu',
      sv: 'Lapplands yrkeshögskola',
      en: 'Lapland University of Applied Sciences',
    },
    areas: { fi: 'osaamisen kehittäminen', sv: 'kompetensutveckling', en: 'development of competence' },
  },
  {
    slug: 'lapin-liitto',
    names: { fi: 'Lapin liitto', sv: 'Lapplands förbund', en: 'Regional Council of Lapland' },
    areas: { fi: 'aluekehittäminen', sv: 'regional utveckling', en: 'regional development' },
  },
];

export const THEMES_AT_START: (typeof themes.$inferInsert)[] = [
  named('renovation', 'korjausrakentaminen', 'renovering', 'renovation'),
  named('quality-of-construction', 'rakentamisen laatu', 'kvalitet i byggandet', 'quality of construction'),
  named(
    'healthy-indoor-environment',
    'terveellinen sisäympäristö',
    'hälsosam inomhusmiljö',
    'healthy indoor environment',
  ),
  named('wood-construction', 'puurakentaminen', 'träbyggande', 'wood construction'),
];

export const TARGET_GROUPS_AT_START: (typeof themes.$inferInsert)[] = [
  named('architects', 'arkkitehtitoimistot', 'arkitektbyråer', 'architects'),
  named('structural-designers', 'rakennesuunnittelutoimistot', 'konstruktionsbyråer', 'structural designers'),
  named('building-products-industry', 'rakennustuoteteollisuus', 'byggproduktindustrin', 'building products industry'),
  named('builders', 'rakennusalan yritykset', 'byggföretag', 'building companies'),
  named('developers', 'rakennuttajat', 'byggherrar', 'developers and building owners'),
  named('municipal-planners', 'kuntien kaavoittajat', 'kommunernas planläggare', 'municipal planners'),
  named('building-control', 'rakennusvalvontaviranomaiset', 'byggnadstillsynen', 'building control authorities'),
  named('rescue-authorities', 'pelastusviranomaiset', 'räddningsmyndigheter', 'rescue authorities'),
  named('schools', 'oppilaitokset', 'läroanstalter', 'schools and universities'),
  named(
    'machine-contractors',
    'konerakennusalan yritykset',
    'maskinentreprenörer',
    'earthworks and machine contractors',
  ),
  named('media', 'media', 'medier', 'media'),
  named('municipalities', 'kunnat ja elinkeinotoimet', 'kommuner och näringslivsenheter', 'municipalities'),
];

export const FUNDING_AT_START: typeof fundings.$inferInsert = {
  slug: 'A72158',
  names: {
    fi: 'Arktisen kestävän rakentamisen verkosto',
    sv: 'Nätverket för arktiskt hållbart byggande',
    en: 'Network of Arctic Sustainable Construction',
  },
  statements: { ...EU_STATEMENTS_2021 },
  forbidden: [...EU_FORBIDDEN_2021],
  startsOn: '2016-08-01',
  endsOn: '2018-02-28',
};

export const CAMPAIGN_AT_START: typeof campaignTemplates.$inferInsert = {
  slug: 'standard',
  names: { fi: 'tavallinen tapahtuma', sv: 'vanligt evenemang', en: 'standard event' },
  steps: [
    { key: 'three-weeks-before', days: -21 },
    { key: 'week-before', days: -7 },
    { key: 'day-before', days: -1 },
    // Two hours before is two hours before, whatever the hour.
    { key: 'two-hours-before', hours: -2, anyHour: true },
    // Thanks are in time for a week, so that those of a Friday may wait for Monday.
    { key: 'day-after', days: 1, worthUntil: { days: 8 } },
  ],
};

export const CLUSTER_NAME = 'Kestävä rakentaminen';

function named(slug: string, fi: string, sv: string, en: string) {
  return { slug, names: { fi, sv, en } };
}

/** The first is the language of a channel that names none (design §7). */
export const CLUSTER_LANGUAGES: readonly string[] = ['fi', 'sv', 'en'];
