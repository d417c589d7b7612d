import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useCluster } from '../api/cluster.ts';
import { useCampaignTemplates } from '../api/named.ts';
import { useWords } from '../i18n/use-words.ts';
import { PageHead } from '../parts/PageHead.tsx';
import { PostingHoursForm } from './PostingHoursForm.tsx';
import { TemplateForm } from './TemplateForm.tsx';

/** How events are told: the templates of their campaigns, and when campaigns may post. */
export default function CampaignsPage() {
  const { t } = useWords();
  const templates = useCampaignTemplates();
  const { revision } = useCluster();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHead
        title={t('nav.campaigns')}
        lead={t('campaigns.lead')}
        actions={
          <Button variant="default" disabled={adding} onClick={() => setAdding(true)}>
            {t('campaigns.add')}
          </Button>
        }
      />
      <Stack gap="lg">
        <PostingHoursForm key={revision} />
        {adding ? <TemplateForm template={null} onDone={() => setAdding(false)} /> : null}
        {templates.map((template) => (
          <TemplateForm key={`${template.id}${template.revision}`} template={template} onDone={() => undefined} />
        ))}
      </Stack>
    </>
  );
}
