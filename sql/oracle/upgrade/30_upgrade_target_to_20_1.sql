-- What:   brings a 4.0 schema from before 20.1 to 20.1 (Oracle)
-- When:   on the target, before the migration, where the tables are lacking; never twice
-- Needs:  SQL*Plus or SQLcl, and the right to create tables, with the tables' schema as the default one
-- Effect: adds the tables InteractionSummaryEx and DigitalHistory. Leave the second out where it is there already. Oracle commits each statement by itself: after an error, run the rest by hand.
-- Side:   target

CREATE TABLE "InteractionSummaryEx" (
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SeqNo" NUMBER(3,0) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(7) NOT NULL,
    "StartDTOffset" NUMBER(10,0) NOT NULL,
    "CallEventLog" NCLOB NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "ININ_DIALER_40"."DigitalHistory" (
    "associated_callid" NCHAR(19),
    "digital_type" NUMBER(3,0),
    "email_subject" NCLOB,
    "interactionid" NCHAR(19) NOT NULL,
    "policy_behavior_name" NVARCHAR2(30),
    "recipient" NVARCHAR2(255),
    "sender" NVARCHAR2(255),
    "time_queued_utc" TIMESTAMP(7)
);
