CREATE TABLE "daily_numbers" (
	"dimension" text NOT NULL,
	"day" date NOT NULL,
	"key" text NOT NULL,
	"funding" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"posts" integer NOT NULL,
	"measured" integer NOT NULL,
	"views" bigint,
	"views_known" integer NOT NULL,
	"reach" bigint,
	"reach_known" integer NOT NULL,
	"reactions" bigint,
	"reactions_known" integer NOT NULL,
	"comments" bigint,
	"comments_known" integer NOT NULL,
	"shares" bigint,
	"shares_known" integer NOT NULL,
	"clicks" bigint,
	"clicks_known" integer NOT NULL,
	"link_clicks" bigint,
	"link_clicks_known" integer NOT NULL,
	CONSTRAINT "daily_numbers_dimension_day_key_funding_channel_id_pk" PRIMARY KEY("dimension","day","key","funding","channel_id")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"person_id" uuid NOT NULL,
	"week" date NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "digests_person_id_week_pk" PRIMARY KEY("person_id","week")
);
--> statement-breakpoint
CREATE TABLE "rolled_days" (
	"day" date PRIMARY KEY NOT NULL,
	"zone" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cluster" ADD COLUMN "track_links" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "post_numbers" ADD COLUMN "published_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "post_numbers" ADD COLUMN "announcement_id" uuid;--> statement-breakpoint
UPDATE "post_numbers" SET "published_at" = "posts"."published_at", "announcement_id" = "posts"."announcement_id" FROM "posts" WHERE "posts"."id" = "post_numbers"."post_id";--> statement-breakpoint
DELETE FROM "post_numbers" WHERE "published_at" IS NULL;--> statement-breakpoint
ALTER TABLE "post_numbers" ALTER COLUMN "published_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "post_numbers" ALTER COLUMN "announcement_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "weekly_by_mail" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "track_links" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "post_numbers_foremost" ON "post_numbers" USING btree ("published_at","announcement_id","post_id","reach");--> statement-breakpoint
CREATE INDEX "announcements_events" ON "announcements" USING btree ("id","attendance") WHERE "announcements"."kind" = 'event';