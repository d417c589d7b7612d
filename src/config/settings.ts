import { resolve } from 'node:path';
import { Environment, SETTINGS, type SettingName } from './environment.ts';

/** An app at a platform. */
export interface AppKeys {
  readonly id: string;
  readonly secret: string;
}

/** What an installation is told from outside. Holds secrets: never log it whole. */
export interface Settings {
  readonly mode: 'production' | 'development' | 'test';
  readonly port: number;
  /** Where a process of workers answers to Prometheus; null: it does not. */
  readonly metricsPort: number | null;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Null: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** Null only outside production: `loadOrCreateSecret` makes and keeps one. */
  readonly secret: string | null;
  readonly previousSecrets: readonly string[];
  readonly sandbox: boolean;
  readonly bootstrapApiKey: string | null;
  readonly admin: { readonly email: string; readonly password: string } | null;
  /** Null: no mail. */
  /** Where a collector of traces answers; null: nobody is told. */
  readonly tracesEndpoint: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  readonly facebook: {
    readonly app: AppKeys | null;
    readonly graphVersion: string;
    /** Null: the real one. Without a slash at its end. */
    readonly apiOrigin: string | null;
  };
  readonly linkedin: {
    readonly app: AppKeys | null;
    readonly version: string;
    /** Tried in this order when `version` is retired. */
    readonly fallbackVersions: readonly string[];
    readonly apiOrigin: string | null;
  };
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** Something wrong with one setting. Tells names and rules, never a value. */
export interface SettingProblem {
  readonly name: SettingName;
  readonly problem: string;
  readonly remedy: string;
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Reads the environment and answers the settings, or everything that is wrong with it at once. Pure. */
export function readSettings(env: NodeJS.ProcessEnv, facts: { readonly isRoot: boolean }): ReadSettings {
  const parsed = Environment.safeParse(env);
  const own = parsed.success
    ? []
    : parsed.error.issues.map((issue) => problem(issue.path[0] as SettingName, issue.message));
  // How settings go together is judged even when some are wrong by themselves, so that one look tells all.
  const known = new Set(own.map((one) => one.name));
  const together = jointProblems(env).filter((one) => !known.has(one.name));
  if (!parsed.success || together.length > 0) return { ok: false, problems: [...own, ...together] };
  return { ok: true, settings: settingsOf(parsed.data, facts) };
}

/** The problems as text for a terminal. */
export function describeProblems(problems: readonly SettingProblem[]): string {
  const lines = problems.map((one) => `  ${one.name} ${one.problem}. ${one.remedy}`);
  return ['Kaiku cannot start with these settings:', ...lines].join('\n');
}

const PAIRS = [
  ['KAIKU_ADMIN_EMAIL', 'KAIKU_ADMIN_PASSWORD'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID'],
  ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['FACEBOOK_APP_ID', 'FACEBOOK_APP_SECRET'],
  ['LINKEDIN_CLIENT_ID', 'LINKEDIN_CLIENT_SECRET'],
] as const;

function jointProblems(env: NodeJS.ProcessEnv): SettingProblem[] {
  const isSet = (name: SettingName): boolean => (env[name] ?? '').trim() !== '';
  const problems = PAIRS.flatMap(([one, other]) => {
    if (isSet(one) === isSet(other)) return [];
    const [missing, given] = isSet(one) ? [other, one] : [one, other];
    return [problem(missing, `is missing, while ${given} is set`)];
  });
  if (env.NODE_ENV?.trim() !== 'production') return problems;
  if (!isSet('KAIKU_SECRET')) problems.push(problem('KAIKU_SECRET', 'is missing, and production needs it'));
  for (const name of ['FACEBOOK_API_ORIGIN', 'LINKEDIN_API_ORIGIN'] as const) {
    if (isSet(name)) problems.push(problem(name, 'is set, and in production only the real platform is spoken to'));
  }
  return problems;
}

function problem(name: SettingName, text: string): SettingProblem {
  return { name, problem: text, remedy: SETTINGS[name].remedy };
}

function settingsOf(env: Environment, facts: { readonly isRoot: boolean }): Settings {
  const mode = env.NODE_ENV ?? 'development';
  const port = env.PORT ?? 4000;
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`;
  const facebookApp = pair(env.FACEBOOK_APP_ID, env.FACEBOOK_APP_SECRET);
  const linkedinApp = pair(env.LINKEDIN_CLIENT_ID, env.LINKEDIN_CLIENT_SECRET);
  const forReal = mode === 'production' || facebookApp !== null || linkedinApp !== null;
  const version = env.LINKEDIN_VERSION ?? '202609';
  const admin = pair(env.KAIKU_ADMIN_EMAIL, env.KAIKU_ADMIN_PASSWORD);
  return {
    mode,
    port,
    metricsPort: env.KAIKU_METRICS_PORT ?? null,
    publicUrl,
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    dataDir: resolve(env.KAIKU_DATA_DIR ?? (facts.isRoot ? '/var/lib/kaiku' : '.data')),
    secret: env.KAIKU_SECRET ?? null,
    previousSecrets: env.KAIKU_PREVIOUS_SECRETS ?? [],
    sandbox: env.KAIKU_SANDBOX === undefined ? !forReal : env.KAIKU_SANDBOX === 'on',
    bootstrapApiKey: env.KAIKU_BOOTSTRAP_API_KEY ?? null,
    admin: admin === null ? null : { email: admin.id, password: admin.secret },
    tracesEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM ?? `Kaiku <kaiku@${new URL(publicUrl).hostname}>`,
    oidc: oidcOf(env),
    facebook: {
      app: facebookApp,
      graphVersion: env.FACEBOOK_GRAPH_VERSION ?? 'v25.0',
      apiOrigin: env.FACEBOOK_API_ORIGIN ?? null,
    },
    linkedin: {
      app: linkedinApp,
      version,
      fallbackVersions: (env.LINKEDIN_FALLBACK_VERSIONS ?? ['202608', '202607']).filter((one) => one !== version),
      apiOrigin: env.LINKEDIN_API_ORIGIN ?? null,
    },
    logLevel: env.LOG_LEVEL ?? 'info',
  };
}

function oidcOf({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }: Environment) {
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return { issuer, clientId, clientSecret };
}

function pair(id: string | undefined, secret: string | undefined): AppKeys | null {
  return id === undefined || secret === undefined ? null : { id, secret };
}
