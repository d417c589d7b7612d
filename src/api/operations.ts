import { adoptedOperations } from './adopted/routes.ts';
import { csvImportOperations } from './announcements/csv/routes.ts';
import { announcementOperations } from './announcements/routes.ts';
import { apiKeyOperations } from './api-keys/routes.ts';
import { auditOperations } from './audit/routes.ts';
import { channelOperations } from './channels/routes.ts';
import { clusterOperations } from './cluster/routes.ts';
import { connectOperations } from './connect/routes.ts';
import { importOperations } from './imports/routes.ts';
import { linkCardOperations } from './link-cards/routes.ts';
import { linkOperations } from './links/routes.ts';
import { meOperations } from './me/routes.ts';
import { mediaOperations } from './media/routes.ts';
import { namedThingOperations } from './named-things/routes.ts';
import { noticeOperations } from './notices/routes.ts';
import type { Operation } from './operation.ts';
import { peopleOperations } from './people/routes.ts';
import { postOperations } from './posts/routes.ts';
import { previewOperations } from './previews/routes.ts';
import { reportOperations } from './reports/routes.ts';
import { statusOperations } from './status/routes.ts';
import { summaryOperations } from './summaries/routes.ts';
import { talkOperations } from './talk/routes.ts';
import { webhookOperations } from './webhooks/routes.ts';

/** Every operation of the interface. A new resource is a folder here and a line below. */
export const OPERATIONS: readonly Operation[] = [
  ...announcementOperations,
  ...csvImportOperations,
  ...postOperations,
  ...adoptedOperations,
  ...channelOperations,
  ...mediaOperations,
  ...namedThingOperations,
  ...clusterOperations,
  ...statusOperations,
  ...summaryOperations,
  ...importOperations,
  ...linkOperations,
  ...linkCardOperations,
  ...reportOperations,
  ...auditOperations,
  ...apiKeyOperations,
  ...meOperations,
  ...noticeOperations,
  ...peopleOperations,
  ...connectOperations,
  ...webhookOperations,
  ...talkOperations,
  ...previewOperations,
];
