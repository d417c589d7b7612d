CREATE TABLE "import_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"import_id" uuid,
	"source_id" text NOT NULL,
	"uid" text,
	"hash" text NOT NULL,
	"state" text NOT NULL,
	"reason" jsonb,
	"question" text,
	"announcement_id" uuid,
	"item" jsonb NOT NULL,
	"applied" jsonb,
	"starts_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "import_items_source" UNIQUE("import_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"kind" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"channels" text[] NOT NULL,
	"themes" text[] DEFAULT '{}' NOT NULL,
	"target_groups" text[] DEFAULT '{}' NOT NULL,
	"language" text NOT NULL,
	"funding" text,
	"campaign" text,
	"words" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"rule" text DEFAULT 'draft' NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"etag" text,
	"last_modified" text,
	"fetched_at" timestamp (3) with time zone,
	"next_fetch_at" timestamp (3) with time zone DEFAULT now(),
	"failures" integer DEFAULT 0 NOT NULL,
	"last_result" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_announcement_id_announcements_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."announcements"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_items_listed" ON "import_items" USING btree ("import_id","changed_at","id");--> statement-breakpoint
CREATE INDEX "import_items_uid" ON "import_items" USING btree ("uid") WHERE "import_items"."uid" is not null;--> statement-breakpoint
CREATE INDEX "import_items_announcement" ON "import_items" USING btree ("announcement_id");--> statement-breakpoint
CREATE INDEX "imports_due" ON "imports" USING btree ("next_fetch_at") WHERE "imports"."next_fetch_at" is not null;