import { useQuery } from '@tanstack/react-query';
import { get, patch, post } from './client.ts';
import type { CampaignTemplate, Funding, Named, Organisation, Page } from './wire.ts';

/** They change a few times a year. */
const RARELY_MS = 5 * 60_000;

function useNamed<Item>(path: string): Item[] {
  const { data } = useQuery({
    queryKey: [path],
    queryFn: () => get<Page<Item>>(path, { limit: 200 }),
    staleTime: RARELY_MS,
  });
  return data?.items ?? [];
}

export const useOrganisations = () => useNamed<Organisation>('/organisations');
export const useThemes = () => useNamed<Named>('/themes');
export const useTargetGroups = () => useNamed<Named>('/target-groups');
export const useFundings = () => useNamed<Funding>('/fundings');
export const useCampaignTemplates = () => useNamed<CampaignTemplate>('/campaign-templates');

export const addCampaignTemplate = (template: Omit<CampaignTemplate, 'id' | 'revision'>) =>
  post<CampaignTemplate>('/campaign-templates', { body: template });

export const changeCampaignTemplate = ({ slug, revision, names, steps }: CampaignTemplate) =>
  patch<CampaignTemplate>(`/campaign-templates/${slug}`, revision, { names, steps });
