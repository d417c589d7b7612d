/**
 * Who may do what: the one place that decides it. A person has at most one role in each organisation; a role holds
 * those before it. An administrator of the cluster may do everything in all of them. An API key is such a person too,
 * narrowed by its scopes.
 */
export const ROLES = ['viewer', 'author', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may be used for. Each scope stands alone: `write` does not hold `read`. */
export const SCOPES = ['read', 'write', 'approve', 'manage'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks, with the roles that they have in each organisation, by its id. */
export interface Person {
  readonly clusterAdmin: boolean;
  /** By the id of the organisation. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Null: not narrowed, as a person who signed in is. */
  readonly scopes: readonly Scope[] | null;
}

/**
 * What an action is done to: something of one organisation; something of no organisation, shared by all; or nothing yet
 * (`somewhere`: a list or something new), where a role in any organisation counts and the work itself looks closer.
 */
export type Thing = { readonly organisationId: string } | 'shared' | 'somewhere';

type Need = 'anyone' | Role | 'clusterAdmin';

/** The least that an action takes: for something of an organisation or somewhere, and for something shared. */
const NEEDS = {
  'me.read': ['anyone', 'anyone'],
  'me.edit': ['anyone', 'anyone'],
  'announcement.read': ['viewer', 'viewer'],
  'announcement.write': ['author', 'author'],
  'announcement.submit': ['author', 'author'],
  'announcement.approve': ['approver', 'approver'],
  'announcement.cancel': ['author', 'author'],
  'announcement.delete': ['author', 'author'],
  'post.read': ['viewer', 'viewer'],
  'post.write': ['author', 'author'],
  'post.publish': ['author', 'author'],
  'post.cancel': ['author', 'author'],
  'post.retract': ['approver', 'approver'],
  'post.decide': ['approver', 'approver'],
  'post.measure': ['author', 'author'],
  'channel.read': ['viewer', 'viewer'],
  'channel.use': ['author', 'author'],
  'channel.check': ['author', 'author'],
  'channel.connect': ['admin', 'clusterAdmin'],
  'channel.edit': ['admin', 'clusterAdmin'],
  'channel.remove': ['admin', 'clusterAdmin'],
  'channel.pause': ['admin', 'clusterAdmin'],
  'media.read': ['viewer', 'viewer'],
  'media.write': ['author', 'author'],
  'organisation.read': ['anyone', 'anyone'],
  'organisation.add': ['clusterAdmin', 'clusterAdmin'],
  'organisation.edit': ['admin', 'clusterAdmin'],
  'vocabulary.read': ['viewer', 'viewer'],
  'vocabulary.edit': ['clusterAdmin', 'clusterAdmin'],
  'cluster.read': ['viewer', 'viewer'],
  'cluster.pause': ['admin', 'clusterAdmin'],
  'cluster.resume': ['clusterAdmin', 'clusterAdmin'],
  'cluster.edit': ['clusterAdmin', 'clusterAdmin'],
  'import.read': ['viewer', 'viewer'],
  'import.write': ['author', 'author'],
  'summary.read': ['viewer', 'viewer'],
  'audit.read': ['clusterAdmin', 'clusterAdmin'],
  'key.manage': ['admin', 'clusterAdmin'],
  'webhook.manage': ['admin', 'clusterAdmin'],
  'person.read': ['admin', 'clusterAdmin'],
  'person.manage': ['admin', 'clusterAdmin'],
  'person.erase': ['clusterAdmin', 'clusterAdmin'],
} as const satisfies Record<string, readonly [own: Need, shared: Need]>;

export type Action = keyof typeof NEEDS;
/** Everything that the policy decides on; each has a row in the table of its test. */
export const ACTIONS = Object.keys(NEEDS) as Action[];

/** `unseen`: the thing is another organisation's, and even that it is there is not told. */
export type Verdict = 'yes' | 'no' | 'unseen';

/** Whether this one may do that to this thing. The only place that decides it; pure. */
export function can(person: Person, action: Action, thing: Thing): Verdict {
  if (person.scopes !== null && !person.scopes.includes(scopeOf(action))) return sees(person, thing) ? 'no' : 'unseen';
  if (person.clusterAdmin) return 'yes';
  const need = needOf(action, thing);
  if (need === 'anyone') return 'yes';
  if (need !== 'clusterAdmin' && rankIn(person, thing) >= ROLES.indexOf(need)) return 'yes';
  return sees(person, thing) ? 'no' : 'unseen';
}

/** Why it was refused, for the one who asked. */
export function whyNot(person: Person, action: Action, thing: Thing): string {
  const scope = scopeOf(action);
  if (person.scopes !== null && !person.scopes.includes(scope)) {
    return `This key may not do that: it takes the scope "${scope}". Make a key that has it.`;
  }
  const need = needOf(action, thing);
  if (need === 'clusterAdmin') return 'Only an administrator of the cluster may do that. Ask one of them.';
  const where = typeof thing === 'string' ? 'in an organisation' : 'in its organisation';
  return `You may not do that: it takes the role ${need} ${where}. Ask an administrator for it.`;
}

/** The organisations whose things this person sees; null: all of them. */
export function seenOrganisations(person: Person): readonly string[] | null {
  return person.clusterAdmin ? null : Object.keys(person.roles);
}

/** Who must approve what. Off by default: whoever may approve, and submits, has approved. */
export interface ApprovalSettings {
  /** Nobody approves what they wrote, changed or submitted themselves. */
  readonly fourEyes: boolean;
  /** By theme: the only people (`person:<id>`) who approve what is about it, besides administrators of the cluster. */
  readonly areas: Readonly<Record<string, readonly string[]>>;
}

/** What of an announcement decides whose word approves it. */
export interface ForApproval {
  readonly organisationId: string;
  readonly themes: readonly string[];
  /** Who wrote what is not approved yet. */
  readonly writers: readonly string[];
}

/** Whether this one's word approves this content. @returns null when it does, otherwise why not */
export function whyNoApproval(
  who: { readonly name: string; readonly person: Person },
  content: ForApproval,
  settings: ApprovalSettings,
): string | null {
  const thing = { organisationId: content.organisationId };
  if (can(who.person, 'announcement.approve', thing) !== 'yes')
    return whyNot(who.person, 'announcement.approve', thing);
  const closed = content.themes.find((theme) => {
    const only = settings.areas[theme];
    return only !== undefined && only.length > 0 && !only.includes(who.name);
  });
  if (closed !== undefined && !who.person.clusterAdmin) {
    return `What is about "${closed}" is approved by those whom the cluster's settings name. Ask one of them.`;
  }
  if (settings.fourEyes && content.writers.includes(who.name)) {
    return 'You wrote, changed or submitted this yourself, and four eyes are asked for. Somebody else must approve it.';
  }
  return null;
}

function needOf(action: Action, thing: Thing): Need {
  const [own, shared] = NEEDS[action];
  return thing === 'shared' ? shared : own;
}

/** The scope of a key that an action takes, by how much it takes of a person. */
function scopeOf(action: Action): Scope {
  switch (NEEDS[action][0]) {
    case 'anyone':
    case 'viewer':
      return 'read';
    case 'author':
      return 'write';
    case 'approver':
      return 'approve';
    case 'admin':
    case 'clusterAdmin':
      return 'manage';
  }
}

function sees(person: Person, thing: Thing): boolean {
  return person.clusterAdmin || typeof thing === 'string' || person.roles[thing.organisationId] !== undefined;
}

function rankIn(person: Person, thing: Thing): number {
  if (typeof thing !== 'string') return rank(person.roles[thing.organisationId]);
  return Math.max(-1, ...Object.values(person.roles).map(rank));
}

function rank(role: Role | undefined): number {
  return role === undefined ? -1 : ROLES.indexOf(role);
}
