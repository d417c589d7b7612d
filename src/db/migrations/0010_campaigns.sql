ALTER TABLE "cluster" ADD COLUMN "posting_hours" jsonb;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "event_status" text;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "sequence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "recurrence" text;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "offer" jsonb;--> statement-breakpoint
UPDATE "announcements" SET "event_status" = CASE WHEN "state" = 'cancelled' THEN 'cancelled' ELSE 'scheduled' END, "sequence" = "revision" - 1 WHERE "kind" = 'event';
