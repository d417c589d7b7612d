CREATE TABLE "notice_position" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"chain_no" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"thing" text NOT NULL,
	"thing_id" text,
	"detail" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp (3) with time zone,
	"mail" text NOT NULL,
	"mail_due_at" timestamp (3) with time zone,
	"mail_tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "notices_once" UNIQUE("person_id","key")
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "refresh_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "data_access_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "api_version_ends_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "check_due_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "renew_not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "language" text DEFAULT 'fi' NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "notices_by_mail" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_listed" ON "notices" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("person_id") WHERE "notices"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notices_mail_due" ON "notices" USING btree ("mail_due_at") WHERE "notices"."mail_due_at" is not null;--> statement-breakpoint
CREATE INDEX "channels_check_due" ON "channels" USING btree ("check_due_at") WHERE "channels"."removed_at" is null;