import type { z } from 'zod';
import type {
  AnnouncementView,
  AnnouncementWithPosts,
  PlanView,
  Timeline as TimelineView,
} from '#posts/schema/announcement-view';
import type { ChannelView } from '#posts/schema/channel';
import type { CsvImportView, CsvPreview as CsvPreviewView } from '#posts/schema/csv-import';
import type { ImportItem, ImportItemView, ImportOnceView, ImportPreview, ImportView } from '#posts/schema/import';
import type { CampaignTemplate, Funding, Organisation, Theme } from '#posts/schema/named-things';
import type { AttemptView, PostView } from '#posts/schema/post';
import type { Sample } from '#posts/schema/sample';
import type { SummaryView } from '#posts/schema/summary';

/** A schema's type as JSON carries it: instants are ISO 8601 strings in UTC. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

export type Announcement = Wire<AnnouncementView>;
export type AnnouncementAndPosts = Wire<z.infer<typeof AnnouncementWithPosts>>;
export type CsvPreview = Wire<CsvPreviewView>;
export type CsvImport = Wire<CsvImportView>;
export type Plan = Wire<z.infer<typeof PlanView>>;
export type Timeline = Wire<z.infer<typeof TimelineView>>;
export type TimelineEntry = Timeline['entries'][number];
export type Post = Wire<PostView>;
export type Attempt = Wire<AttemptView>;
export type SampleRow = Wire<Sample>;
export type Summary = Wire<SummaryView>;
export type Channel = Wire<ChannelView>;
export type Import = Wire<ImportView>;
export type ImportedItem = Wire<ImportItemView>;
export type Preview = Wire<z.infer<typeof ImportPreview>>;
export type OnceAnswer = Wire<z.infer<typeof ImportOnceView>>;
export type { CampaignTemplate, Funding, ImportItem, Organisation, Theme };
export type Named = Pick<Theme, 'id' | 'slug' | 'names'>;

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
