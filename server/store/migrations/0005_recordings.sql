CREATE TABLE "recordings" (
	"id" text PRIMARY KEY NOT NULL,
	"consultation" text NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"key" "bytea" NOT NULL,
	"consent" "bytea" NOT NULL,
	"manifest" "bytea",
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "recordings_consultation" ON "recordings" USING btree ("consultation");--> statement-breakpoint
CREATE INDEX "recordings_started" ON "recordings" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "recordings_unfinished" ON "recordings" USING btree ("state") WHERE "recordings"."state" in ('open', 'closed');