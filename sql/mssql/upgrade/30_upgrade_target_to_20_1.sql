-- What:   brings a 4.0 schema from before 20.1 to 20.1 (SQL Server)
-- When:   on the target, before the migration, where the tables are lacking; never twice
-- Needs:  sqlcmd or Management Studio, and the right to create tables, connected to the database
-- Effect: adds the tables InteractionSummaryEx and DigitalHistory.
-- Side:   target

CREATE TABLE [InteractionSummaryEx] (
    [InteractionIDKey] char(18) NOT NULL,
    [SiteID] smallint NOT NULL,
    [SeqNo] tinyint NOT NULL,
    [StartDateTimeUTC] datetime2 NOT NULL,
    [StartDTOffset] int NOT NULL,
    [CallEventLog] nvarchar(max) NOT NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID], [SeqNo])
);
GO

IF OBJECT_ID(N'[ININ_DIALER_40].[DigitalHistory]', N'U') IS NULL
CREATE TABLE [ININ_DIALER_40].[DigitalHistory] (
    [associated_callid] char(19) NULL,
    [digital_type] tinyint NULL,
    [email_subject] nvarchar(max) NULL,
    [interactionid] char(19) NOT NULL,
    [policy_behavior_name] nvarchar(30) NULL,
    [recipient] nvarchar(255) NULL,
    [sender] nvarchar(255) NULL,
    [time_queued_utc] datetime2(7) NULL
);
GO
