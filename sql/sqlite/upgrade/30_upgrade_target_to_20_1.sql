-- What:   brings a 4.0 schema from before 20.1 to 20.1 (SQLite)
-- When:   on the target, before the migration, where the tables are lacking; never twice
-- Needs:  sqlite3, and the right to create tables, connected to the database
-- Effect: adds the tables InteractionSummaryEx and DigitalHistory.
-- Side:   target

CREATE TABLE "InteractionSummaryEx" (
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SeqNo" TINYINT NOT NULL,
    "StartDateTimeUTC" DATETIME2(7) NOT NULL,
    "StartDTOffset" INT NOT NULL,
    "CallEventLog" TEXT NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE IF NOT EXISTS "DigitalHistory" (
    "associated_callid" CHAR(19),
    "digital_type" TINYINT,
    "email_subject" TEXT,
    "interactionid" CHAR(19) NOT NULL,
    "policy_behavior_name" VARCHAR(30),
    "recipient" VARCHAR(255),
    "sender" VARCHAR(255),
    "time_queued_utc" DATETIME2(7)
);
