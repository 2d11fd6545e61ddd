CREATE TABLE "handoffs" (
	"id" text PRIMARY KEY NOT NULL,
	"consultation" text NOT NULL,
	"reason" text NOT NULL,
	"priority" text NOT NULL,
	"skills" text[] NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"told_ms" integer,
	"staff" text,
	"claimed_at" timestamp (3) with time zone,
	"ended" text,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "presences" (
	"staff" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"presence" text NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "wrap_ups" (
	"consultation" text NOT NULL,
	"staff" text NOT NULL,
	"matter" text,
	"proposal" "bytea" NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"disposition" text,
	"summary" "bytea",
	"follow_up" "bytea",
	CONSTRAINT "wrap_ups_consultation_staff_began_at_pk" PRIMARY KEY("consultation","staff","began_at")
);
--> statement-breakpoint
CREATE INDEX "handoffs_open" ON "handoffs" USING btree ("ended","created_at");--> statement-breakpoint
CREATE INDEX "handoffs_staff" ON "handoffs" USING btree ("staff");--> statement-breakpoint
CREATE INDEX "presences_staff" ON "presences" USING btree ("staff","at");--> statement-breakpoint
CREATE INDEX "wrap_ups_staff" ON "wrap_ups" USING btree ("staff","done_at");