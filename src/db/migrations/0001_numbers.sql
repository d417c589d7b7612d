CREATE TABLE "click_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "page_numbers" (
	"channel_id" uuid NOT NULL,
	"day" date NOT NULL,
	"followers" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "page_numbers_channel_id_day_pk" PRIMARY KEY("channel_id","day")
);
--> statement-breakpoint
CREATE TABLE "post_numbers" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"views" bigint,
	"reach" bigint,
	"reactions" bigint,
	"comments" bigint,
	"shares" bigint,
	"clicks" bigint,
	"link_clicks" bigint
);
--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "attendance" integer;--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "attendance_note" text;--> statement-breakpoint
ALTER TABLE "cluster" ADD COLUMN "link_parameters" text;--> statement-breakpoint
ALTER TABLE "cluster" ADD COLUMN "samples_kept_days" integer;--> statement-breakpoint
ALTER TABLE "page_numbers" ADD CONSTRAINT "page_numbers_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_numbers" ADD CONSTRAINT "post_numbers_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "click_batches_age" ON "click_batches" USING btree ("at");--> statement-breakpoint
CREATE INDEX "posts_published" ON "posts" USING btree ("published_at","id","channel_id","announcement_id","language") WHERE "posts"."published_at" is not null;--> statement-breakpoint
INSERT INTO "post_numbers" ("post_id", "at", "views", "reach", "reactions", "comments", "shares", "clicks", "link_clicks")
SELECT DISTINCT ON ("post_id") "post_id", "at", "views", "reach", "reactions", "comments", "shares", "clicks", "link_clicks"
FROM "samples" ORDER BY "post_id", "at" DESC;
