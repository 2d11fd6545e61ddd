CREATE TABLE "suggestion_ratings" (
	"suggestion" text NOT NULL,
	"staff" text NOT NULL,
	"consultation" text NOT NULL,
	"rule" text NOT NULL,
	"useful" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "suggestion_ratings_suggestion_staff_pk" PRIMARY KEY("suggestion","staff")
);
--> statement-breakpoint
CREATE INDEX "suggestion_ratings_at" ON "suggestion_ratings" USING btree ("at");