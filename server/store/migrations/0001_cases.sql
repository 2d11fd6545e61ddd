CREATE TABLE "access_log" (
	"seq" serial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"role" text NOT NULL,
	"action" text NOT NULL,
	"number" text,
	"allowed" boolean NOT NULL,
	"address" "bytea"
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"number" text PRIMARY KEY NOT NULL,
	"hall" text NOT NULL,
	"service" text NOT NULL,
	"date" date NOT NULL,
	"from_time" text NOT NULL,
	"to_time" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"active" boolean NOT NULL,
	"person" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_events" (
	"number" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"role" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "case_events_number_seq_pk" PRIMARY KEY("number","seq")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"number" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"form" text NOT NULL,
	"consultation" text,
	"purpose" text NOT NULL,
	"kind" text NOT NULL,
	"category" text,
	"state" text NOT NULL,
	"lang" text NOT NULL,
	"channel" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"erased_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"tries_since" timestamp (3) with time zone,
	"query_code" "bytea",
	"content" "bytea"
);
--> statement-breakpoint
CREATE TABLE "draft_fields" (
	"form" text NOT NULL,
	"revision" integer NOT NULL,
	"field" text NOT NULL,
	"value" "bytea" NOT NULL,
	"author" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "draft_fields_form_revision_pk" PRIMARY KEY("form","revision")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"form" text PRIMARY KEY NOT NULL,
	"consultation" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"revision" integer NOT NULL,
	"acked" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"number" text
);
--> statement-breakpoint
CREATE TABLE "links" (
	"hash" text PRIMARY KEY NOT NULL,
	"consultation" text NOT NULL,
	"number" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"target" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"seq" serial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"number" text NOT NULL,
	"event" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"leased_by" text,
	"delivered_at" timestamp (3) with time zone,
	"dead_at" timestamp (3) with time zone,
	"last_error" text,
	"payload" "bytea"
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"photo" text PRIMARY KEY NOT NULL,
	"consultation" text NOT NULL,
	"form" text,
	"number" text,
	"purpose" text NOT NULL,
	"mime" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"data" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"consultation" text NOT NULL,
	"target" text NOT NULL,
	"level" smallint NOT NULL,
	"solved" boolean,
	"reasons" text[] NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"text" "bytea",
	CONSTRAINT "ratings_consultation_target_pk" PRIMARY KEY("consultation","target")
);
--> statement-breakpoint
CREATE TABLE "slots" (
	"hall" text NOT NULL,
	"date" date NOT NULL,
	"from_time" text NOT NULL,
	"taken" integer NOT NULL,
	CONSTRAINT "slots_hall_date_from_time_pk" PRIMARY KEY("hall","date","from_time")
);
--> statement-breakpoint
CREATE TABLE "supplements" (
	"number" text NOT NULL,
	"client_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"text" "bytea" NOT NULL,
	CONSTRAINT "supplements_number_client_id_pk" PRIMARY KEY("number","client_id")
);
--> statement-breakpoint
CREATE TABLE "unanswered" (
	"consultation" text NOT NULL,
	"turn" text NOT NULL,
	"lang" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"service" text,
	"text" "bytea" NOT NULL,
	CONSTRAINT "unanswered_consultation_turn_pk" PRIMARY KEY("consultation","turn")
);
--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_number_cases_number_fk" FOREIGN KEY ("number") REFERENCES "public"."cases"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_number_cases_number_fk" FOREIGN KEY ("number") REFERENCES "public"."cases"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_fields" ADD CONSTRAINT "draft_fields_form_drafts_form_fk" FOREIGN KEY ("form") REFERENCES "public"."drafts"("form") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photos" ADD CONSTRAINT "photos_number_cases_number_fk" FOREIGN KEY ("number") REFERENCES "public"."cases"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplements" ADD CONSTRAINT "supplements_number_cases_number_fk" FOREIGN KEY ("number") REFERENCES "public"."cases"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_age" ON "access_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "access_log_number" ON "access_log" USING btree ("number","at");--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_person" ON "bookings" USING btree ("person","service") WHERE "bookings"."active";--> statement-breakpoint
CREATE INDEX "bookings_time" ON "bookings" USING btree ("hall","date","from_time");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_client" ON "cases" USING btree ("client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_form" ON "cases" USING btree ("form");--> statement-breakpoint
CREATE INDEX "cases_consultation" ON "cases" USING btree ("consultation");--> statement-breakpoint
CREATE INDEX "cases_age" ON "cases" USING btree ("submitted_at") WHERE "cases"."erased_at" is null;--> statement-breakpoint
CREATE INDEX "drafts_consultation" ON "drafts" USING btree ("consultation","created_at");--> statement-breakpoint
CREATE INDEX "drafts_age" ON "drafts" USING btree ("saved_at");--> statement-breakpoint
CREATE INDEX "links_expiry" ON "links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "links_number" ON "links" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_id" ON "outbox" USING btree ("id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_at") WHERE "outbox"."delivered_at" is null and "outbox"."dead_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_number" ON "outbox" USING btree ("number","seq");--> statement-breakpoint
CREATE INDEX "photos_consultation" ON "photos" USING btree ("consultation");--> statement-breakpoint
CREATE INDEX "photos_number" ON "photos" USING btree ("number");--> statement-breakpoint
CREATE INDEX "photos_loose" ON "photos" USING btree ("at") WHERE "photos"."number" is null;--> statement-breakpoint
CREATE INDEX "ratings_age" ON "ratings" USING btree ("at");--> statement-breakpoint
CREATE INDEX "ratings_target" ON "ratings" USING btree ("target");--> statement-breakpoint
CREATE INDEX "unanswered_age" ON "unanswered" USING btree ("at");