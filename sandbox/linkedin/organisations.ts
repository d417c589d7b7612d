import { organisationUrn, type RestCall } from './context.ts';
import { denied, refuse } from './errors.ts';

/** GET /rest/organizationAcls?q=roleAssignee: what the member administers. Both spellings of the key are given. */
export function readAcls(call: RestCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const token = call.member();
      if (!token.scopes.includes('rw_organization_admin')) throw denied('organizationAcls.FINDER-roleAssignee');
      if (call.text('q') !== 'roleAssignee') throw refuse(400, 'ILLEGAL_ARGUMENT', 'q=roleAssignee is required');
      const role = call.text('role') ?? 'ADMINISTRATOR';
      const pages = role === 'ADMINISTRATOR' ? token.pageIds : [];
      const elements = pages.map((id) => ({
        organization: organisationUrn(id),
        organizationTarget: organisationUrn(id),
        role,
        roleAssignee: `urn:li:person:${token.personId}`,
        state: 'APPROVED',
      }));
      return { paging: { start: 0, count: 10, links: [], total: elements.length }, elements };
    },
  });
}

function shown(call: RestCall, id: string): Record<string, unknown> {
  const page = call.world.page('linkedin', id);
  if (page === null) throw denied(`organizations/${id}`);
  const localized = { fi_FI: page.name };
  return {
    id: Number(page.id),
    localizedName: page.name,
    name: { localized, preferredLocale: { country: 'FI', language: 'fi' } },
    vanityName: page.vanity,
    primaryOrganizationType: 'NONE',
  };
}

/** GET /rest/organizations/{id} */
export function readOrganisation(call: RestCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const token = call.member();
      if (!token.pageIds.includes(call.key())) throw denied(`organizations/${call.key()}`);
      return shown(call, call.key());
    },
  });
}

/** GET /rest/organizations?ids=List(…) */
export function readOrganisations(call: RestCall): Promise<void> {
  return call.act({
    operation: 'health',
    commit: () => {
      const token = call.member();
      if (call.world.switches.developmentTier) throw denied('organizations.BATCH_GET');
      const ids = (call.list('ids') ?? []).filter((id) => token.pageIds.includes(id));
      return { results: Object.fromEntries(ids.map((id) => [id, shown(call, id)])), statuses: {}, errors: {} };
    },
  });
}
