CREATE TABLE "consultations" (
	"id" text PRIMARY KEY NOT NULL,
	"lang" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"dialog" "bytea" NOT NULL,
	"suggestions" "bytea" NOT NULL,
	"resume_hash" text
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"name" text PRIMARY KEY NOT NULL,
	"value" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"consultation" text NOT NULL,
	"id" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "turns_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message" text,
	"role" text NOT NULL,
	"lang" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"cut" boolean NOT NULL,
	"text" "bytea" NOT NULL,
	"understood" "bytea" NOT NULL,
	"cards" "bytea" NOT NULL,
	CONSTRAINT "turns_consultation_id_pk" PRIMARY KEY("consultation","id")
);
--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_consultation_consultations_id_fk" FOREIGN KEY ("consultation") REFERENCES "public"."consultations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consultations_open" ON "consultations" USING btree ("created_at") WHERE "consultations"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "turns_message" ON "turns" USING btree ("consultation","message");--> statement-breakpoint
CREATE UNIQUE INDEX "turns_order" ON "turns" USING btree ("consultation","seq");