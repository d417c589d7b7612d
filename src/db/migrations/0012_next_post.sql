DROP INDEX "posts_order";--> statement-breakpoint
CREATE INDEX "posts_next" ON "posts" USING btree ("channel_id","scheduled_at","id") WHERE "posts"."state" in ('scheduled', 'publishing');