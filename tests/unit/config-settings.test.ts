import { describe, expect, test } from 'vitest';
import { Environment, SETTINGS, settingsTable } from '#src/config/environment';
import { describeProblems, readSettings, type Settings } from '#src/config/settings';

const asUser = { isRoot: false };

function settings(env: NodeJS.ProcessEnv, facts = asUser): Settings {
  const read = readSettings(env, facts);
  if (!read.ok) throw new Error(describeProblems(read.problems));
  return read.settings;
}

function problemNames(env: NodeJS.ProcessEnv): string[] {
  const read = readSettings(env, asUser);
  return read.ok ? [] : read.problems.map((problem) => problem.name).sort();
}

const production = { NODE_ENV: 'production', KAIKU_SECRET: 'a secret of some length' };

describe('the settings', () => {
  test('all have a default outside production', () => {
    expect(settings({})).toEqual({
      mode: 'development',
      port: 4000,
      metricsPort: null,
      tracesEndpoint: null,
      smtpUrl: null,
      mailFrom: 'Kaiku <kaiku@localhost>',
      oidc: null,
      publicUrl: 'http://localhost:4000',
      databaseUrl: null,
      redisUrl: null,
      dataDir: `${process.cwd()}/.data`,
      secret: null,
      previousSecrets: [],
      sandbox: true,
      bootstrapApiKey: null,
      admin: null,
      facebook: { app: null, graphVersion: 'v25.0', apiOrigin: null },
      linkedin: { app: null, version: '202609', fallbackVersions: ['202608', '202607'], apiOrigin: null },
      logLevel: 'info',
    });
  });

  test('keep the data of root where the system keeps data', () => {
    expect(settings({}, { isRoot: true }).dataDir).toBe('/var/lib/kaiku');
    expect(settings({ KAIKU_DATA_DIR: '/srv/kaiku' }, { isRoot: true }).dataDir).toBe('/srv/kaiku');
  });

  test('take an empty variable as unset', () => {
    const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ' ']));
    expect(settings(empty)).toEqual(settings({}));
  });

  test('follow each other: the public address follows the port, and has no slash at its end', () => {
    expect(settings({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    expect(settings({ PUBLIC_URL: 'https://kaiku.example.org//' }).publicUrl).toBe('https://kaiku.example.org');
    expect(settings({ LINKEDIN_VERSION: '202608' }).linkedin.fallbackVersions).toEqual(['202607']);
    expect(settings({ LINKEDIN_FALLBACK_VERSIONS: '202605, 202604,' }).linkedin.fallbackVersions).toEqual([
      '202605',
      '202604',
    ]);
    expect(settings({ ...production, KAIKU_PREVIOUS_SECRETS: 'one, two' }).previousSecrets).toEqual(['one', 'two']);
  });

  test.each<[string, NodeJS.ProcessEnv, boolean]>([
    ['on, when nothing is set', {}, true],
    ['on in test mode', { NODE_ENV: 'test' }, true],
    ['off in production', production, false],
    ['on in production, when asked for', { ...production, KAIKU_SANDBOX: 'on' }, true],
    ['off with keys of Facebook', { FACEBOOK_APP_ID: '1', FACEBOOK_APP_SECRET: 's' }, false],
    ['off with keys of LinkedIn', { LINKEDIN_CLIENT_ID: '1', LINKEDIN_CLIENT_SECRET: 's' }, false],
    ['on with keys, when asked for', { FACEBOOK_APP_ID: '1', FACEBOOK_APP_SECRET: 's', KAIKU_SANDBOX: 'on' }, true],
    ['off, when asked for', { KAIKU_SANDBOX: 'off' }, false],
  ])('the sandbox is %s', (_, env, expected) => {
    expect(settings(env).sandbox).toBe(expected);
  });

  test.each<[string, string]>([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4000x'],
    ['PUBLIC_URL', 'kaiku.example.org'],
    ['PUBLIC_URL', 'ftp://kaiku.example.org'],
    ['DATABASE_URL', 'mysql://localhost/kaiku'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['KAIKU_SECRET', 'fifteen letters'],
    ['KAIKU_SANDBOX', 'yes'],
    ['KAIKU_BOOTSTRAP_API_KEY', 'x'.repeat(31)],
    ['FACEBOOK_GRAPH_VERSION', '25'],
    ['FACEBOOK_API_ORIGIN', 'localhost:4010'],
    ['LINKEDIN_VERSION', '202613'],
    ['LINKEDIN_FALLBACK_VERSIONS', '202608;202607'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'staging'],
  ])('%s may not be %j', (name, value) => {
    expect(problemNames({ [name]: value })).toEqual([name]);
  });

  test.each<[string, string]>([
    ['PORT', '65535'],
    ['PORT', '0'],
    ['DATABASE_URL', 'postgresql://kaiku:p%40ss@db.example.org:5432/kaiku?sslmode=require'],
    ['DATABASE_URL', 'postgres:///kaiku?host=/var/run/postgresql'],
    ['REDIS_URL', 'rediss://:secret@redis.example.org:6380/2'],
    ['KAIKU_BOOTSTRAP_API_KEY', 'x'.repeat(32)],
  ])('%s may be %j', (name, value) => {
    expect(problemNames({ [name]: value })).toEqual([]);
  });

  test('that are wrong are all told at once, with a way out and without their values', () => {
    const env = {
      NODE_ENV: 'production',
      PORT: 'four thousand',
      KAIKU_BOOTSTRAP_API_KEY: 'hush-hush',
      KAIKU_ADMIN_EMAIL: 'aino@example.org',
      FACEBOOK_APP_SECRET: 'hush-hush',
      LINKEDIN_CLIENT_ID: '77',
      FACEBOOK_API_ORIGIN: 'http://localhost:4010',
      LINKEDIN_API_ORIGIN: 'http://localhost:4010',
    };
    expect(problemNames(env)).toEqual([
      'FACEBOOK_API_ORIGIN',
      'FACEBOOK_APP_ID',
      'KAIKU_ADMIN_PASSWORD',
      'KAIKU_BOOTSTRAP_API_KEY',
      'KAIKU_SECRET',
      'LINKEDIN_API_ORIGIN',
      'LINKEDIN_CLIENT_SECRET',
      'PORT',
    ]);
    const read = readSettings(env, asUser);
    const told = read.ok ? '' : describeProblems(read.problems);
    expect(told).toContain('KAIKU_SECRET is missing, and production needs it. Make one with `openssl rand -base64 48`');
    expect(told).not.toContain('hush-hush');
  });

  test('that stand in for a platform are allowed outside production', () => {
    expect(settings({ FACEBOOK_API_ORIGIN: 'http://localhost:4010/' }).facebook.apiOrigin).toBe(
      'http://localhost:4010',
    );
  });

  test('are all in the table, once', () => {
    expect(Object.keys(SETTINGS).sort()).toEqual(Object.keys(Environment.shape).sort());
    for (const name of Object.keys(SETTINGS)) expect(settingsTable()).toContain(`| \`${name}\` |`);
  });
});
