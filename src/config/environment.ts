import { z } from 'zod';

/** One variable: unset and empty are the same, because compose files pass on what is not set as an empty text. */
const setting = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());

const text = z.string().trim();

const address = (...protocols: string[]) =>
  text.refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `is not an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const webAddress = address('http:', 'https:').transform((value) => value.replace(/\/+$/, ''));

const LINKEDIN_VERSION = /^20\d{2}(0[1-9]|1[0-2])$/;

const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const portNumber = text
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((port) => port <= 65_535, 'is not a port number');

/** Every variable that Kaiku reads, each by itself. How they go together is `readSettings`. */
export const Environment = z.object({
  NODE_ENV: setting(
    z.enum(['production', 'development', 'test'], { error: 'is none of production, development, test' }),
  ),
  PORT: setting(portNumber),
  KAIKU_METRICS_PORT: setting(portNumber),
  PUBLIC_URL: setting(webAddress),
  DATABASE_URL: setting(address('postgres:', 'postgresql:')),
  REDIS_URL: setting(address('redis:', 'rediss:')),
  KAIKU_DATA_DIR: setting(text),
  KAIKU_SECRET: setting(z.string().min(16, 'is shorter than 16 characters')),
  KAIKU_PREVIOUS_SECRETS: setting(text.transform(listOf)),
  KAIKU_SANDBOX: setting(z.enum(['on', 'off'], { error: 'is neither on nor off' })),
  KAIKU_BOOTSTRAP_API_KEY: setting(z.string().min(32, 'is shorter than 32 characters')),
  KAIKU_ADMIN_EMAIL: setting(z.email({ error: 'is not a mail address' })),
  KAIKU_ADMIN_PASSWORD: setting(z.string().min(8, 'is shorter than 8 characters')),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(webAddress),
  SMTP_URL: setting(address('smtp:', 'smtps:')),
  MAIL_FROM: setting(text),
  OIDC_ISSUER: setting(webAddress),
  OIDC_CLIENT_ID: setting(text),
  OIDC_CLIENT_SECRET: setting(text),
  FACEBOOK_APP_ID: setting(text),
  FACEBOOK_APP_SECRET: setting(text),
  FACEBOOK_GRAPH_VERSION: setting(text.regex(/^v\d+\.\d+$/, 'does not look like v25.0')),
  FACEBOOK_API_ORIGIN: setting(webAddress),
  LINKEDIN_CLIENT_ID: setting(text),
  LINKEDIN_CLIENT_SECRET: setting(text),
  LINKEDIN_VERSION: setting(text.regex(LINKEDIN_VERSION, 'is not a year and month such as 202609')),
  LINKEDIN_FALLBACK_VERSIONS: setting(
    text
      .transform(listOf)
      .refine((list) => list.every((one) => LINKEDIN_VERSION.test(one)), 'is not a list such as 202608,202607'),
  ),
  LINKEDIN_API_ORIGIN: setting(webAddress),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'is none of fatal, error, warn, info, debug, trace, silent',
    }),
  ),
});
export type Environment = z.infer<typeof Environment>;
export type SettingName = keyof Environment;

export interface SettingHelp {
  /** What holds when it is not set, in words. */
  readonly default: string;
  readonly meaning: string;
  /** What to write instead of a value that cannot be used. */
  readonly remedy: string;
}

/** The table of the README, in its order; `npm test` compares them. */
export const SETTINGS: Readonly<Record<SettingName, SettingHelp>> = {
  PORT: {
    default: '4000',
    meaning: 'The port that Kaiku listens on.',
    remedy: 'Give a number from 0 to 65535, such as 4000.',
  },
  PUBLIC_URL: {
    default: 'http://localhost:PORT',
    meaning: 'The address that people reach Kaiku at; links in posts and feeds begin with it.',
    remedy: 'Give a whole address, such as https://kaiku.example.org.',
  },
  DATABASE_URL: {
    default: 'an embedded PostgreSQL in the data folder',
    meaning: 'A PostgreSQL of your own, where everything is kept.',
    remedy: 'Give an address such as postgres://user:password@host:5432/kaiku, or leave it out.',
  },
  REDIS_URL: {
    default: 'the queue lives in PostgreSQL',
    meaning: 'A Redis for the queue, for many workers or much traffic.',
    remedy: 'Give an address such as redis://host:6379, or leave it out.',
  },
  KAIKU_DATA_DIR: {
    default: './.data, or /var/lib/kaiku for root',
    meaning: 'The data folder: embedded database, images, generated secret.',
    remedy: 'Give a folder that Kaiku may write to.',
  },
  KAIKU_SECRET: {
    default: 'generated and kept in the data folder; required in production',
    meaning: 'Encrypts the tokens of pages and signs sessions. Keep it apart from the backups.',
    remedy: 'Make one with `openssl rand -base64 48`, and keep it.',
  },
  KAIKU_PREVIOUS_SECRETS: {
    default: 'none',
    meaning: 'Earlier values of KAIKU_SECRET, separated by commas, so that what they sealed can still be opened.',
    remedy: 'Give the earlier secrets, separated by commas, or leave it out.',
  },
  KAIKU_SANDBOX: {
    default: 'on, but off in production and when the keys of a real platform are set',
    meaning: 'Whether stand-ins for Facebook and LinkedIn run along, with pages to try things out on.',
    remedy: 'Write on or off.',
  },
  KAIKU_ADMIN_EMAIL: {
    default: 'the first start prints a generated login',
    meaning: 'The mail address of the first administrator.',
    remedy: 'Give KAIKU_ADMIN_EMAIL and KAIKU_ADMIN_PASSWORD together, or neither.',
  },
  KAIKU_ADMIN_PASSWORD: {
    default: 'the first start prints a generated login',
    meaning: 'The password of the first administrator, 8 characters or more.',
    remedy: 'Give KAIKU_ADMIN_EMAIL and KAIKU_ADMIN_PASSWORD together, or neither; 8 characters or more.',
  },
  KAIKU_BOOTSTRAP_API_KEY: {
    default: 'none',
    meaning: 'The first API key, with the rights of an administrator; a text of 32 characters or more. Stored hashed.',
    remedy: 'Make one with `openssl rand -hex 32`, or leave it out.',
  },
  SMTP_URL: {
    default: 'no mail; links are shown to whoever invites',
    meaning: 'The mail server for invitations, resets and notices.',
    remedy: 'Give an address such as smtp://user:password@host:587, or leave it out.',
  },
  MAIL_FROM: {
    default: 'kaiku@ and the host of PUBLIC_URL',
    meaning: 'The sender of mails.',
    remedy: 'Give an address such as Kaiku <kaiku@example.org>, or leave it out.',
  },
  OIDC_ISSUER: {
    default: 'none',
    meaning: 'The issuer of your single sign-on (OpenID Connect). Only people who were invited come in.',
    remedy: 'Give OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none of them.',
  },
  OIDC_CLIENT_ID: {
    default: 'none',
    meaning: 'Kaiku’s id there. Its redirect address is PUBLIC_URL/api/auth/callback/oidc.',
    remedy: 'Give OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none of them.',
  },
  OIDC_CLIENT_SECRET: {
    default: 'none',
    meaning: 'Kaiku’s secret there.',
    remedy: 'Give OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none of them.',
  },
  FACEBOOK_APP_ID: {
    default: 'none',
    meaning: 'The id of your Facebook app.',
    remedy: 'Give FACEBOOK_APP_ID and FACEBOOK_APP_SECRET together, or neither.',
  },
  FACEBOOK_APP_SECRET: {
    default: 'none',
    meaning: 'The secret of your Facebook app.',
    remedy: 'Give FACEBOOK_APP_ID and FACEBOOK_APP_SECRET together, or neither.',
  },
  FACEBOOK_GRAPH_VERSION: {
    default: 'v25.0',
    meaning: 'The version of the Graph API.',
    remedy: 'Give a version such as v25.0, or leave it out.',
  },
  FACEBOOK_API_ORIGIN: {
    default: 'the real Facebook',
    meaning: 'Where a stand-in for graph.facebook.com and www.facebook.com answers. Refused in production.',
    remedy: 'Give an address such as http://localhost:4010; in production leave it out.',
  },
  LINKEDIN_CLIENT_ID: {
    default: 'none',
    meaning: 'The id of your LinkedIn app.',
    remedy: 'Give LINKEDIN_CLIENT_ID and LINKEDIN_CLIENT_SECRET together, or neither.',
  },
  LINKEDIN_CLIENT_SECRET: {
    default: 'none',
    meaning: 'The secret of your LinkedIn app.',
    remedy: 'Give LINKEDIN_CLIENT_ID and LINKEDIN_CLIENT_SECRET together, or neither.',
  },
  LINKEDIN_VERSION: {
    default: '202609',
    meaning: "The version of LinkedIn's API, a year and a month.",
    remedy: 'Give a year and month such as 202609, or leave it out.',
  },
  LINKEDIN_FALLBACK_VERSIONS: {
    default: '202608,202607',
    meaning: 'Versions that are tried in turn when LinkedIn no longer serves that one.',
    remedy: 'Give years and months separated by commas, such as 202608,202607.',
  },
  LINKEDIN_API_ORIGIN: {
    default: 'the real LinkedIn',
    meaning: 'Where a stand-in for api.linkedin.com and www.linkedin.com answers. Refused in production.',
    remedy: 'Give an address such as http://localhost:4010; in production leave it out.',
  },
  KAIKU_METRICS_PORT: {
    default: 'off',
    meaning:
      'Where a process of workers answers /metrics and /healthz. The API answers /metrics itself, with an API key.',
    remedy: 'Give a number from 0 to 65535, such as 9464.',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    default: 'off',
    meaning: 'Where an OpenTelemetry collector takes traces of requests, jobs and publishes (OTLP over HTTP).',
    remedy: 'Give an address such as http://localhost:4318, or leave it out.',
  },
  LOG_LEVEL: {
    default: 'info',
    meaning: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
    remedy: 'Write one of fatal, error, warn, info, debug, trace, silent.',
  },
  NODE_ENV: {
    default: 'development',
    meaning: 'In `production` a secret is required, and nothing pretends to be a platform.',
    remedy: 'Write production, development or test.',
  },
};

/** The table of settings as Markdown, for the README. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, help]) => `| \`${name}\` | ${help.default} | ${help.meaning} |`);
  return ['| name | when not set | meaning |', '|---|---|---|', ...rows].join('\n');
}
