CREATE TABLE "staff_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"public_name" text NOT NULL,
	"number" text NOT NULL,
	"roles" text[] NOT NULL,
	"skills" jsonb NOT NULL,
	"disabled" boolean NOT NULL,
	"external" text,
	"password" "bytea",
	"totp" "bytea",
	"totp_step" bigint,
	"recovery" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_audit" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"who" text NOT NULL,
	"act" text NOT NULL,
	"target" text NOT NULL,
	"why" "bytea",
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_failures" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"locked_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"staff" text NOT NULL,
	"external" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"staff" text,
	"payload" "bytea" NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_staff_accounts_id_fk" FOREIGN KEY ("staff") REFERENCES "public"."staff_accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_accounts_name" ON "staff_accounts" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_accounts_number" ON "staff_accounts" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_accounts_external" ON "staff_accounts" USING btree ("external");--> statement-breakpoint
CREATE INDEX "staff_audit_who" ON "staff_audit" USING btree ("who","seq");--> statement-breakpoint
CREATE INDEX "staff_audit_act" ON "staff_audit" USING btree ("act","seq");--> statement-breakpoint
CREATE INDEX "staff_audit_target" ON "staff_audit" USING btree ("target","seq");--> statement-breakpoint
CREATE INDEX "staff_failures_age" ON "staff_failures" USING btree ("at");--> statement-breakpoint
CREATE INDEX "staff_sessions_staff" ON "staff_sessions" USING btree ("staff");--> statement-breakpoint
CREATE INDEX "staff_sessions_end" ON "staff_sessions" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "staff_tokens_staff" ON "staff_tokens" USING btree ("kind","staff");--> statement-breakpoint
CREATE INDEX "staff_tokens_end" ON "staff_tokens" USING btree ("ends_at");--> statement-breakpoint
CREATE FUNCTION "staff_audit_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit is append-only';
END $$;--> statement-breakpoint
CREATE TRIGGER "staff_audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "staff_audit" FOR EACH STATEMENT EXECUTE FUNCTION "staff_audit_append_only"();
