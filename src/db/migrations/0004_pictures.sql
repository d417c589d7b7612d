ALTER TABLE "media" ADD COLUMN "credit" text;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "licence" text;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "consent" text;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "original_id" uuid;--> statement-breakpoint
ALTER TABLE "media" ADD COLUMN "crop" jsonb;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "link_card" jsonb;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "crops" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_original_id_media_id_fk" FOREIGN KEY ("original_id") REFERENCES "public"."media"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "media_crops" ON "media" USING btree ("original_id","crop");--> statement-breakpoint
CREATE INDEX "media_listed" ON "media" USING btree ("created_at","id") WHERE "media"."original_id" is null;