/** A page of the default world, as somebody who connects it by hand needs it. */
export interface SandboxPage {
  readonly kind: 'facebook' | 'linkedin';
  readonly name: string;
  /** Facebook: the page id. LinkedIn: the organisation's URN. */
  readonly remoteId: string;
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/** The pages that every sandbox starts with. Ids and tokens are inventions and open nothing anywhere else. */
export const SANDBOX_PAGES: readonly SandboxPage[] = [
  {
    kind: 'facebook',
    name: 'Kestävä rakentaminen – klusteri',
    remoteId: '104857260011201',
    accessToken: 'EAAsandbox-page-104857260011201',
  },
  {
    kind: 'facebook',
    name: 'Puurakentajat Lapissa',
    remoteId: '104857260011202',
    accessToken: 'EAAsandbox-page-104857260011202',
  },
  {
    kind: 'linkedin',
    name: 'Kestävä rakentaminen – klusteri',
    remoteId: 'urn:li:organization:90210451',
    accessToken: 'AQVsandbox-member-90210451',
    refreshToken: 'AQWsandbox-refresh-90210451',
  },
  {
    kind: 'linkedin',
    name: 'Arctic Building Lab',
    remoteId: 'urn:li:organization:90210452',
    accessToken: 'AQVsandbox-member-90210452',
    refreshToken: 'AQWsandbox-refresh-90210452',
  },
];

/** The registered apps. Their secrets are checked; an unknown app id is taken with any secret. */
export const SANDBOX_APPS = {
  facebook: { id: '551100220033', secret: 'sandbox-facebook-app-secret' },
  linkedin: { id: '77sandboxclient', secret: 'sandbox-linkedin-client-secret' },
} as const;

/** What the default Facebook tokens may do. */
export const FACEBOOK_SCOPES: readonly string[] = [
  'pages_show_list',
  'pages_manage_posts',
  'pages_read_engagement',
  'pages_manage_metadata',
  'pages_manage_engagement',
  'pages_read_user_content',
  'read_insights',
  'business_management',
];

/** What the default LinkedIn tokens may do. */
export const LINKEDIN_SCOPES: readonly string[] = [
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
  'r_organization_social_feed',
  'w_organization_social_feed',
];
