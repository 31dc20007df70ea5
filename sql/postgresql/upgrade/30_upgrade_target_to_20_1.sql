-- What:   brings a 4.0 schema from before 20.1 to 20.1 (PostgreSQL)
-- When:   on the target, before the migration, where the tables are lacking; never twice
-- Needs:  psql, and the right to create tables, with the tables' schema as the default one
-- Effect: adds the tables InteractionSummaryEx and DigitalHistory.
-- Side:   target

CREATE TABLE "InteractionSummaryEx" (
    "InteractionIDKey" char(18) NOT NULL,
    "SiteID" smallint NOT NULL,
    "SeqNo" smallint NOT NULL,
    "StartDateTimeUTC" timestamp(6) NOT NULL,
    "StartDTOffset" integer NOT NULL,
    "CallEventLog" text NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE IF NOT EXISTS "ININ_DIALER_40"."DigitalHistory" (
    "associated_callid" char(19),
    "digital_type" smallint,
    "email_subject" text,
    "interactionid" char(19) NOT NULL,
    "policy_behavior_name" varchar(30),
    "recipient" varchar(255),
    "sender" varchar(255),
    "time_queued_utc" timestamp(6)
);
