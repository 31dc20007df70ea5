-- What:   creates the 197 tables and 3 views of the contact centre schema, release 4.0 (SQL Server)
-- When:   once, before the first run, where none of these tables exists
-- Needs:  sqlcmd or Management Studio, and the right to create tables and schemas, in the database that is connected to
-- Effect: adds tables, keys and indexes, changes and drops nothing

IF SCHEMA_ID(N'ININ_DIALER_40') IS NULL EXEC (N'CREATE SCHEMA [ININ_DIALER_40]');
GO

CREATE TABLE [AddrType] (
    [AddrTypeId] int NOT NULL,
    [Name] nvarchar(30) NULL,
    [InsertionOrder] int NOT NULL,
    [Admin_Editable] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AddrTypeId]),
    CONSTRAINT [IX_AddrType_Name] UNIQUE ([Name])
);
GO

CREATE TABLE [AttributeType] (
    [Admin_Editable] int NOT NULL,
    [AppliesTo] int NOT NULL,
    [AttrTypeID] int NOT NULL,
    [LegalValues] nvarchar(2000) NULL,
    [Name] nvarchar(50) NOT NULL,
    [ShowIfEmpty] tinyint NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AttrTypeID])
);
GO

CREATE TABLE [ConnectionType] (
    [Admin_Editable] int NOT NULL,
    [ConnTypeID] int NOT NULL,
    [Name] nvarchar(30) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ConnTypeID])
);
GO

CREATE TABLE [ConnSubType] (
    [Admin_Editable] int NOT NULL,
    [ConnSubTypeId] int NOT NULL,
    [InsertionOrder] int NOT NULL,
    [Name] nvarchar(30) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ConnSubTypeId])
);
GO

CREATE TABLE [IndivType] (
    [Admin_Editable] int NOT NULL,
    [IndivTypeID] int NOT NULL,
    [Name] nvarchar(30) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IndivTypeID])
);
GO

CREATE TABLE [IntxType] (
    [Admin_Editable] int NOT NULL,
    [IntxTypeID] int NOT NULL,
    [Name] nvarchar(30) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IntxTypeID])
);
GO

CREATE TABLE [OrgType] (
    [Admin_Editable] int NOT NULL,
    [Name] nvarchar(20) NOT NULL,
    [OrgTypeID] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([OrgTypeID])
);
GO

CREATE TABLE [RelationshipDescription] (
    [Active] tinyint NOT NULL,
    [Admin_Editable] int NOT NULL,
    [EligibleDestinations] int NOT NULL,
    [EligibleSources] int NOT NULL,
    [InverseName] nvarchar(50) NOT NULL,
    [ModifyDateTime] datetime2(7) NULL,
    [Name] nvarchar(50) NOT NULL,
    [RelDescID] int NOT NULL,
    [Remarks] nvarchar(2000) NULL,
    [SiteID] smallint NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RelDescID])
);
GO

CREATE TABLE [Title] (
    [Admin_Editable] int NOT NULL,
    [Name] nvarchar(20) NOT NULL,
    [TitleID] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([TitleID])
);
GO

CREATE TABLE [ETLBookmarks] (
    [ErrCode] tinyint NOT NULL,
    [InteractionIDKey] char(18) NOT NULL,
    [SeqNo] tinyint NOT NULL,
    [SiteID] smallint NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID])
);
GO

CREATE TABLE [IndivAddress] (
    [AddrInstID] int NOT NULL,
    [AddrTypeID] int NOT NULL,
    [City] nvarchar(50) NULL,
    [Country] nvarchar(50) NULL,
    [IndivID] char(22) NOT NULL,
    [IsDefault] tinyint NOT NULL,
    [State] nvarchar(20) NULL,
    [StreetAddress] nvarchar(255) NULL,
    [SystemInsertDate] datetime2(7) NULL,
    [Version] int NOT NULL,
    [zip] nvarchar(20) NULL,
    PRIMARY KEY ([AddrInstID])
);
GO

CREATE TABLE [IndivAttribute] (
    [AttrTypeID] int NOT NULL,
    [FldVal] nvarchar(2000) NULL,
    [IndivID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IndivID], [AttrTypeID])
);
GO

CREATE TABLE [IndivConnection] (
    [ConnInstID] int NOT NULL,
    [ConnSubTypeId] int NOT NULL,
    [ConnTypeID] int NOT NULL,
    [IndivID] char(22) NOT NULL,
    [IsDefault] tinyint NOT NULL,
    [SystemInsertDate] datetime2(7) NULL,
    [Value] nvarchar(255) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ConnInstID], [IndivID])
);
GO

CREATE TABLE [Individual] (
    [IndivID] char(22) NOT NULL,
    [IndivTypeID] int NOT NULL,
    [TitleID] int NULL,
    [LastName] nvarchar(50) NOT NULL,
    [FirstName] nvarchar(50) NULL,
    [MiddleName] nvarchar(50) NULL,
    [Department] nvarchar(50) NULL,
    [Company] nvarchar(100) NULL,
    [JobTitle] nvarchar(100) NULL,
    [AssistantName] nvarchar(100) NULL,
    [ICUserID] nvarchar(50) NULL,
    [OwnerID] nvarchar(50) NULL,
    [ExtSource] nvarchar(64) NULL,
    [ExtID] nvarchar(255) NULL,
    [IsPrivate] tinyint NULL,
    [Active] tinyint NULL,
    [ModifyDateTime] datetime2(7) NULL,
    [SiteID] smallint NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IndivID])
);
GO

CREATE TABLE [InteractionAttribute] (
    [AttrTypeID] int NOT NULL,
    [FldVal] nvarchar(2000) NULL,
    [IntxID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IntxID], [AttrTypeID])
);
GO

CREATE TABLE [IntxSegment] (
    [IntxID] char(22) NOT NULL,
    [IntxTypeID] int NOT NULL,
    [Version] int NOT NULL,
    [AppIncidentID] nvarchar(255) NULL,
    [AssignedWorkGroup] nvarchar(50) NULL,
    [EmailSubject] nvarchar(100) NULL,
    [EmailPriority] tinyint NULL,
    [StartDateTime] datetime2(7) NULL,
    [Duration] bigint NULL,
    [SiteID] smallint NULL,
    PRIMARY KEY ([IntxID]),
    FOREIGN KEY ([IntxTypeID]) REFERENCES [IntxType] ([IntxTypeID])
);
GO

CREATE TABLE [Intx_Participant] (
    [IntxID] char(22) NOT NULL,
    [Intx_Part_ID] char(22) NOT NULL,
    [IndivID] char(22) NOT NULL,
    [Role] tinyint NOT NULL,
    [HowEnded] tinyint NULL,
    [WrapUpCode] nvarchar(50) NULL,
    [CallIDKey] char(18) NOT NULL,
    [WrapUpSegmentID] smallint NULL,
    [StartDateTime] datetime2(7) NULL,
    [SiteID] smallint NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([Intx_Part_ID]),
    FOREIGN KEY ([IntxID]) REFERENCES [IntxSegment] ([IntxID]),
    FOREIGN KEY ([IndivID]) REFERENCES [Individual] ([IndivID])
);
GO

CREATE TABLE [IntxAnnotation] (
    [Annotation] nvarchar(3900) NULL,
    [IndivID] char(22) NOT NULL,
    [IntxAnnoID] int NOT NULL,
    [IntxID] char(22) NOT NULL,
    [IsPrivate] tinyint NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IntxAnnoID])
);
GO

CREATE TABLE [IntxAttributeCID] (
    [IntxID] char(22) NOT NULL,
    [Intx_Part_ID] char(22) NOT NULL,
    [ConversationID] char(39) NOT NULL,
    [ConversationAttribute] nvarchar(4000) NULL,
    [EventDateTime] datetime2(7) NOT NULL,
    [ExtID] nvarchar(256) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([IntxID], [Intx_Part_ID], [ConversationID])
);
GO

CREATE TABLE [LocAddress] (
    [AddrInstID] int NOT NULL,
    [AddrTypeID] int NOT NULL,
    [City] nvarchar(50) NULL,
    [Country] nvarchar(50) NULL,
    [IsDefault] tinyint NOT NULL,
    [IsDefForIndiv] tinyint NOT NULL,
    [LocID] char(22) NOT NULL,
    [State] nvarchar(20) NULL,
    [StreetAddress] nvarchar(255) NULL,
    [SystemInsertDate] datetime2(7) NULL,
    [Version] int NOT NULL,
    [Zip] nvarchar(20) NULL,
    PRIMARY KEY ([AddrInstID])
);
GO

CREATE TABLE [Location] (
    [Active] tinyint NOT NULL,
    [AppLocID] nvarchar(255) NULL,
    [ExtID] nvarchar(255) NULL,
    [ExtSource] nvarchar(64) NULL,
    [IsPrivate] tinyint NOT NULL,
    [LocID] char(22) NOT NULL,
    [ModifyDateTime] datetime2(7) NULL,
    [Name] nvarchar(100) NULL,
    [OrgID] char(22) NULL,
    [OwnerID] nvarchar(50) NULL,
    [SiteID] smallint NULL,
    [UnknownIndivID] char(22) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([LocID])
);
GO

CREATE TABLE [LocAttribute] (
    [AttrTypeID] int NOT NULL,
    [FldVal] nvarchar(2000) NULL,
    [LocID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([LocID], [AttrTypeID])
);
GO

CREATE TABLE [LocConnection] (
    [ConnInstID] int NOT NULL,
    [ConnSubTypeId] int NOT NULL,
    [ConnTypeID] int NOT NULL,
    [IsDefault] tinyint NOT NULL,
    [IsDefForIndiv] tinyint NOT NULL,
    [LocID] char(22) NOT NULL,
    [SystemInsertDate] datetime2(7) NULL,
    [Value] nvarchar(255) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ConnInstID])
);
GO

CREATE TABLE [Organization] (
    [Active] tinyint NOT NULL,
    [AppOrgID] nvarchar(255) NULL,
    [ExtID] nvarchar(255) NULL,
    [ExtSource] nvarchar(64) NULL,
    [IsPrivate] tinyint NOT NULL,
    [ModifyDateTime] datetime2(7) NULL,
    [Name] nvarchar(100) NOT NULL,
    [OrgID] char(22) NOT NULL,
    [OrgTypeID] int NULL,
    [OwnerID] nvarchar(50) NULL,
    [SiteID] smallint NULL,
    [UnknownIndivID] char(22) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([OrgID])
);
GO

CREATE TABLE [OrgAttribute] (
    [AttrTypeID] int NOT NULL,
    [FldVal] nvarchar(2000) NULL,
    [OrgID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([OrgID], [AttrTypeID])
);
GO

CREATE TABLE [OrgConnection] (
    [ConnInstId] int NOT NULL,
    [ConnSubTypeId] int NOT NULL,
    [ConnTypeID] int NOT NULL,
    [IsDefault] tinyint NOT NULL,
    [IsDefForIndiv] tinyint NOT NULL,
    [IsDefForLoc] tinyint NOT NULL,
    [OrgID] char(22) NOT NULL,
    [SystemInsertDate] datetime2(7) NULL,
    [Value] nvarchar(255) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ConnInstId])
);
GO

CREATE TABLE [Relationship] (
    [Active] tinyint NOT NULL,
    [DestinationID] char(22) NOT NULL,
    [DestinationType] int NOT NULL,
    [ExpirationDateTime] datetime2(7) NULL,
    [ModifyDateTime] datetime2(7) NULL,
    [RelDescID] int NULL,
    [RelID] int NOT NULL,
    [SiteID] smallint NULL,
    [SourceID] char(22) NOT NULL,
    [SourceType] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RelID])
);
GO

CREATE TABLE [SegmentFacts] (
    [Active] bit NULL,
    [Agent] nvarchar(50) NULL,
    [Answered] bit NULL,
    [AnsweredByAgent] bit NULL,
    [Details] nvarchar(max) NULL,
    [Duration] numeric(18) NULL,
    [HandledByWG] bit NULL,
    [HowEnded] tinyint NULL,
    [InteractionIDKey] char(18) NOT NULL,
    [Remotedisconnected] bit NULL,
    [SameWGTransfer] bit NULL,
    [SegmentStart] datetime2(7) NULL,
    [SegmentType] int NULL,
    [SegNo] smallint NOT NULL,
    [SiteID] smallint NOT NULL,
    [WGTransfer] bit NULL,
    [Workgroup] nvarchar(100) NULL,
    [WrapupCode] nvarchar(200) NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID], [SegNo])
);
GO

CREATE TABLE [AccountCodeMirror] (
    [AccountCode] nvarchar(50) NOT NULL,
    [Description] nvarchar(128) NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([AccountCode], [SiteId])
);
GO

CREATE TABLE [AgentActivityLog] (
    [UserId] nvarchar(50) NOT NULL,
    [StatusDateTime] datetime NOT NULL,
    [StatusDateTimeGMT] datetime NOT NULL,
    [ChangedStatus] smallint NOT NULL,
    [ChangedStatusGroup] smallint NOT NULL,
    [ChangedLoggedIn] smallint NOT NULL,
    [ChangedAcdLoggedIn] smallint NOT NULL,
    [StatusKey] nvarchar(50) NOT NULL,
    [StatusGroup] nvarchar(50) NOT NULL,
    [LoggedIn] smallint NOT NULL,
    [AcdLoggedIn] smallint NOT NULL,
    [StatusDnd] smallint NOT NULL,
    [StatusAcw] smallint NOT NULL,
    [EndDateTime] datetime NOT NULL,
    [EndDateTimeGMT] datetime NOT NULL,
    [StateDuration] int NOT NULL,
    [SeqNo] smallint NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    PRIMARY KEY ([UserId], [StatusDateTimeGMT], [SeqNo], [SiteId], [SubSiteId])
);
GO

CREATE TABLE [AgentQueueActivationHist] (
    [ActivatedBy] nvarchar(50) NULL,
    [ActivationDateTime] datetime NOT NULL,
    [ActivationDateTimeGMT] datetime NOT NULL,
    [ActivationFlag] smallint NOT NULL,
    [HasQueueFlag] smallint NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [UserId] nvarchar(50) NULL,
    [Workgroup] nvarchar(50) NOT NULL
);
GO

CREATE TABLE [DataExtractorAudit] (
    [CancelledDateTime] datetime2(7) NULL,
    [CancelledUser] nvarchar(50) NULL,
    [FailedDateTime] datetime2(7) NULL,
    [FailureInfo] varchar(4000) NULL,
    [FinishedDateTime] datetime2(7) NULL,
    [JobConfig] nvarchar(max) NULL,
    [JobID] uniqueidentifier NOT NULL,
    [JobName] nvarchar(100) NOT NULL,
    [OutputFolder] nvarchar(2000) NULL,
    [QueuedDateTime] datetime2(7) NULL,
    [SiteID] smallint NOT NULL,
    [StartedDateTime] datetime2(7) NULL,
    [SubmitDateTime] datetime2(7) NOT NULL,
    [SubmitUser] nvarchar(50) NOT NULL,
    PRIMARY KEY ([JobID])
);
GO

CREATE TABLE [EE_AbandonEvents] (
    [EventDateTimeUTC] datetime2(7) NOT NULL,
    [EventDTOffset] int NOT NULL,
    [InteractionIDKey] char(18) NOT NULL,
    [SerialKey] uniqueidentifier NOT NULL,
    [SiteID] smallint NOT NULL,
    [SourceQueueId] bigint NOT NULL,
    [SourceQueueType] smallint NOT NULL,
    [TimeInQueue] bigint NOT NULL,
    PRIMARY KEY ([SerialKey])
);
GO

CREATE TABLE [EE_FlowOutEvents] (
    [EventDateTimeUTC] datetime2(7) NOT NULL,
    [EventDTOffset] int NOT NULL,
    [InteractionIDKey] char(18) NOT NULL,
    [SerialKey] uniqueidentifier NOT NULL,
    [SiteID] smallint NOT NULL,
    [SourceQueueId] bigint NOT NULL,
    [SourceQueueType] smallint NOT NULL,
    [TargetQueueId] bigint NOT NULL,
    [TargetQueueType] smallint NULL,
    [TimeInQueue] bigint NULL,
    PRIMARY KEY ([SerialKey])
);
GO

CREATE TABLE [EE_TransferEvents] (
    [EventDateTimeUTC] datetime2(7) NOT NULL,
    [EventDTOffset] int NOT NULL,
    [InteractionIDKey] char(18) NOT NULL,
    [SerialKey] uniqueidentifier NOT NULL,
    [SiteID] smallint NOT NULL,
    [SourceQueueId] bigint NOT NULL,
    [SourceUserId] bigint NOT NULL,
    [TargetQueueId] bigint NOT NULL,
    [TargetUserId] bigint NOT NULL,
    [TimeInSrcQueue] bigint NULL,
    [TransferType] smallint NOT NULL,
    PRIMARY KEY ([SerialKey])
);
GO

CREATE TABLE [EnhancedIAChangeLog] (
    [ApplicationID] smallint NOT NULL,
    [ChangeDateTime] datetime NOT NULL,
    [ChangeDateTimeGMT] datetime NOT NULL,
    [ChangeTime] nchar(8) NOT NULL,
    [ChangeType] nvarchar(50) NOT NULL,
    [EnhancedIAChangeLogId] int NOT NULL,
    [EntryClass] nvarchar(50) NOT NULL,
    [EntryKey] nvarchar(128) NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [SiteId] smallint NOT NULL,
    [StationId] nvarchar(50) NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [UserId] nvarchar(50) NOT NULL,
    PRIMARY KEY ([EnhancedIAChangeLogId])
);
GO

CREATE TABLE [FaxEnvelopeHist] (
    [EnvelopeId] bigint NOT NULL,
    [EnvelopeTimeStamp] int NOT NULL,
    [FaxId] bigint NOT NULL,
    [FaxTimestamp] int NOT NULL,
    [CallIdKey] char(18) NOT NULL,
    [ProcessingDatetime] datetime NULL,
    [ProcessingDateTimeGmt] datetime NULL,
    [Direction] smallint NULL,
    [SuccessFlag] smallint NULL,
    [RemoteCSId] nvarchar(50) NULL,
    [RemoteNumber] nvarchar(50) NULL,
    [T30] nvarchar(50) NULL,
    [PortNumber] int NULL,
    [Duration] int NULL,
    [Speed] int NULL,
    [PageCount] int NULL,
    [ErrorInfo] nvarchar(255) NULL,
    [SignalQuality] int NULL,
    [SignalStrength] int NULL,
    [LineNoise] int NULL,
    [Header] nvarchar(255) NULL,
    [SendWhen] smallint NULL,
    [CheapBeginDateTime] datetime NULL,
    [CheapEndDateTime] datetime NULL,
    [ScheduledDateTime] datetime NULL,
    [Retries] int NULL,
    [RetryDelay] int NULL,
    [SubmitDateTime] datetime NULL,
    [SubmitDateTimeGMT] datetime NULL,
    [SenderName] nvarchar(50) NULL,
    [NotifyOnSuccess] smallint NULL,
    [SuccessAddress] nvarchar(255) NULL,
    [NotifyOnFailure] smallint NULL,
    [FailureAddress] nvarchar(255) NULL,
    [FailureAttempts] int NULL,
    [FailureType] int NULL,
    [MaxBPS] int NULL,
    [DeviceGroup] nvarchar(50) NULL,
    [CoverPageName] nvarchar(255) NULL,
    [ToCompany] nvarchar(50) NULL,
    [ToName] nvarchar(50) NULL,
    [ToVoicePhone] nvarchar(50) NULL,
    [FromName] nvarchar(50) NULL,
    [FromFaxPhone] nvarchar(50) NULL,
    [FromVoicePhone] nvarchar(50) NULL,
    [FromCompany] nvarchar(50) NULL,
    [FaxComment] nvarchar(255) NULL,
    [LocalCSId] nvarchar(50) NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    PRIMARY KEY ([EnvelopeId], [EnvelopeTimeStamp], [CallIdKey], [SiteId])
);
GO

CREATE TABLE [IAAttributeLog] (
    [AttributeName] nvarchar(100) NULL,
    [EnhancedIAChangeLogId] int NOT NULL,
    [IAAttributeLogId] int NOT NULL,
    [NewValue] nvarchar(1850) NULL,
    [PreviousValue] nvarchar(1850) NULL,
    PRIMARY KEY ([IAAttributeLogId])
);
GO

CREATE TABLE [IAChangeLog] (
    [ChangeDateTime] datetime NOT NULL,
    [ChangeDateTimeGMT] datetime NOT NULL,
    [ChangeTime] char(8) NOT NULL,
    [ChangeType] varchar(50) NOT NULL,
    [EntryClass] nvarchar(50) NOT NULL,
    [EntryKey] nvarchar(128) NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [SiteId] smallint NOT NULL,
    [StationId] nvarchar(50) NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [UserId] nvarchar(50) NULL
);
GO

CREATE TABLE [IALicenseAttributeLog] (
    [CallCallback] bit NOT NULL,
    [Chat] bit NOT NULL,
    [Email] bit NOT NULL,
    [EnhancedIAChangeLogId] int NOT NULL,
    [Generic] bit NOT NULL,
    [IALicenseAttributeLogId] int NOT NULL,
    [IsActive] bit NOT NULL,
    [IsAssignable] bit NOT NULL,
    [License] smallint NOT NULL,
    PRIMARY KEY ([IALicenseAttributeLogId])
);
GO

CREATE TABLE [IALicenseLookup] (
    [IALicenseLookupId] smallint NOT NULL,
    [License] nvarchar(200) NOT NULL,
    PRIMARY KEY ([License])
);
GO

CREATE TABLE [ICDirChangeLog] (
    [ChangeDateTime] datetime NOT NULL,
    [ChangeDateTimeGMT] datetime NOT NULL,
    [ChangeTime] char(8) NOT NULL,
    [EntryClass] nvarchar(50) NOT NULL,
    [EntryName] nvarchar(50) NOT NULL,
    [EntryPath] nvarchar(128) NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [ListOfAttributes] nvarchar(255) NULL,
    [NotificationType] varchar(50) NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([ChangeDateTimeGMT], [EntryPath], [EntryName], [EntryClass], [NotificationType], [SiteId])
);
GO

CREATE TABLE [ICErrorCodeLookup] (
    [ErrorDescription] nvarchar(50) NOT NULL,
    [ICErrorCode] nvarchar(50) NOT NULL,
    PRIMARY KEY ([ICErrorCode])
);
GO

CREATE TABLE [InteractionCustomAttributes] (
    [InteractionIDKey] char(18) NOT NULL,
    [SiteID] smallint NOT NULL,
    [SeqNo] tinyint NOT NULL,
    [StartDateTimeUTC] datetime2(3) NULL,
    [StartDTOffset] int NULL,
    [CustomNum1] int NULL,
    [CustomNum2] int NULL,
    [CustomNum3] int NULL,
    [CustomNum4] int NULL,
    [CustomNum5] int NULL,
    [CustomString1] nvarchar(50) NULL,
    [CustomString2] nvarchar(50) NULL,
    [CustomString3] nvarchar(50) NULL,
    [CustomString4] nvarchar(50) NULL,
    [CustomString5] nvarchar(50) NULL,
    [CustomDateTime] datetime NULL,
    [CustomDateTimeGMT] datetime NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID], [SeqNo])
);
GO

CREATE TABLE [InteractionSegmentDetail] (
    [InteractionIDKey] char(18) NOT NULL,
    [SiteID] smallint NOT NULL,
    [SeqNo] tinyint NOT NULL,
    [StartDateTimeUTC] datetime2(7) NOT NULL,
    [StartDTOffset] int NOT NULL,
    [ConversationID] varchar(24) NULL,
    [SegmentLog] nvarchar(max) NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID], [SeqNo])
);
GO

CREATE TABLE [InteractionSummary] (
    [InteractionIDKey] char(18) NOT NULL,
    [SiteID] smallint DEFAULT -1 NOT NULL,
    [SeqNo] tinyint DEFAULT 0 NOT NULL,
    [InteractionID] bigint NOT NULL,
    [StartDateTimeUTC] datetime2(3) NOT NULL,
    [StartDTOffset] int NOT NULL,
    [Direction] tinyint NOT NULL,
    [ConnectionType] tinyint NOT NULL,
    [MediaType] tinyint NOT NULL,
    [RemoteID] nvarchar(50) NULL,
    [DNIS_LocalID] nvarchar(50) NULL,
    [tDialing] int NULL,
    [tIVRWait] int NULL,
    [tQueueWait] int NULL,
    [tAlert] int NULL,
    [tSuspend] int NULL,
    [tConnected] int NULL,
    [tExternal] int NULL,
    [tHeld] int NULL,
    [tConference] int NULL,
    [tACW] int NULL,
    [nIVR] int NULL,
    [nQueueWait] int NULL,
    [nTalk] int NULL,
    [nConference] int NULL,
    [nHeld] int NULL,
    [nTransfer] int NULL,
    [nExternal] int NULL,
    [Disposition] tinyint NULL,
    [DispositionCode] int NULL,
    [WrapUpCode] nvarchar(50) NULL,
    [AccountCode] nvarchar(50) NULL,
    [PurposeCode] int NULL,
    [IsRecorded] bit NULL,
    [IsSurveyed] bit NULL,
    [MediaServerID] nvarchar(50) NULL,
    [IndivID] char(22) NULL,
    [OrgID] char(22) NULL,
    [LineId] nvarchar(50) NULL,
    [LastStationId] nvarchar(50) NULL,
    [LastLocalUserId] nvarchar(50) NULL,
    [LastAssignedWorkgroupID] nvarchar(100) NULL,
    [LastLocalNumber] nvarchar(50) NULL,
    [LastLocalName] nvarchar(50) NULL,
    [RemoteICUserID] nvarchar(50) NULL,
    [RemoteNumberCountry] smallint NULL,
    [RemoteNumberLoComp1] nvarchar(10) NULL,
    [RemoteNumberLoComp2] nvarchar(10) NULL,
    [RemoteNumberFmt] nvarchar(50) NULL,
    [RemoteNumberCallId] nvarchar(50) NULL,
    [RemoteName] nvarchar(50) NULL,
    [InitiatedDateTimeUTC] datetime2(3) NULL,
    [ConnectedDateTimeUTC] datetime2(3) NULL,
    [TerminatedDateTimeUTC] datetime2(3) NULL,
    [LineDuration] numeric(18) NULL,
    [CallEventLog] nvarchar(2000) NULL,
    [CallNote] nvarchar(1024) NULL,
    [FirstAssignedAcdSkillSet] nvarchar(100) NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID], [SeqNo])
);
GO

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

CREATE TABLE [InteractionWrapup] (
    [InteractionIDKey] char(18) NOT NULL,
    [nHold] int NULL,
    [nSupervisorRequest] int NULL,
    [nSuspend] int NULL,
    [SeqNo] tinyint NOT NULL,
    [SiteID] smallint NOT NULL,
    [SourceInteractionIDKey] char(18) NOT NULL,
    [tAcw] numeric(18) NULL,
    [tConnected] numeric(18) NULL,
    [tHold] numeric(18) NULL,
    [tSuspend] numeric(18) NULL,
    [UserID] nvarchar(50) NULL,
    [WorkgroupID] nvarchar(100) NULL,
    [WrapupCategory] nvarchar(50) NULL,
    [WrapupCode] nvarchar(50) NULL,
    [WrapupIncompleteReason] char(1) NULL,
    [WrapupRequired] bit NULL,
    [WrapupSegmentID] smallint NOT NULL,
    [WrapupStartDateTimeUTC] datetime2(7) NULL,
    [WrapupStartDTOffset] int NULL,
    PRIMARY KEY ([InteractionIDKey], [SiteID], [SeqNo], [SourceInteractionIDKey], [WrapupSegmentID])
);
GO

CREATE TABLE [IVRHistory] (
    [cEventData1] nvarchar(50) NULL,
    [cEventData2] nvarchar(50) NULL,
    [cEventData3] nvarchar(50) NULL,
    [cEventType] varchar(10) NULL,
    [dEventTime] datetime NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [InteractionKey] char(18) NOT NULL,
    [SeqNo] smallint NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([InteractionKey], [dEventTime], [SeqNo], [SiteId])
);
GO

CREATE TABLE [IVRInterval] (
    [cExitPath] nvarchar(250) NOT NULL,
    [cLevelName] nvarchar(50) NOT NULL,
    [dIntervalStart] datetime NOT NULL,
    [dIntervalStartGMT] datetime NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [IVRIntervalId] int NOT NULL,
    [nDuration] int NOT NULL,
    [nDurationFirst] int NOT NULL,
    [nDurationRepeat] int NOT NULL,
    [nEnteredFirst] int NOT NULL,
    [nEnteredRepeat] int NOT NULL,
    [nExitCode] int NOT NULL,
    [nLevel] tinyint NOT NULL,
    [ParentLevels] nvarchar(200) NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([IVRIntervalId], [SiteId])
);
GO

CREATE TABLE [LineConfig] (
    [ActiveFlag] smallint NOT NULL,
    [Direction] varchar(20) NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [LineId] nvarchar(50) NOT NULL,
    [LineType] varchar(50) NOT NULL,
    [PhoneNumber] varchar(20) NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([LineId], [SiteId])
);
GO

CREATE TABLE [LineGroupConfig] (
    [Description] nvarchar(50) NOT NULL,
    [DialGroupFlag] smallint NOT NULL,
    [GroupId] nvarchar(50) NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [ReportFlag] smallint NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([GroupId], [SiteId])
);
GO

CREATE TABLE [LineGroupLines] (
    [GroupId] nvarchar(50) NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [LineId] nvarchar(50) NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([GroupId], [LineId], [SiteId])
);
GO

CREATE TABLE [LoginLogoutChangeLog] (
    [Action] smallint NOT NULL,
    [ActionDateTime] datetime2(7) NOT NULL,
    [ActionDateTimeGMT] datetime2(7) NOT NULL,
    [ActionResult] nvarchar(50) NULL,
    [ApplicationId] smallint NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [ICServer] nvarchar(50) NULL,
    [Id] int NOT NULL,
    [SessionManagerInstanceId] nvarchar(50) NULL,
    [SiteId] smallint NOT NULL,
    [Station] nvarchar(50) NULL,
    [UserId] nvarchar(50) NULL,
    PRIMARY KEY ([Id])
);
GO

CREATE TABLE [QueueNameLookup] (
    [QueueId] bigint NOT NULL,
    [QueueName] nvarchar(250) NOT NULL,
    PRIMARY KEY ([QueueId])
);
GO

CREATE TABLE [RPT_categories] (
    [category_id] uniqueidentifier NOT NULL,
    [description] nvarchar(1024) NULL,
    [description_resource] nvarchar(1024) NULL,
    [friendly_key] nvarchar(50) NULL,
    [is_visible] bit NOT NULL,
    [last_modified_dateUTC] datetime2(7) NOT NULL,
    [license] nvarchar(500) NULL,
    [name] nvarchar(50) NOT NULL,
    [name_resource] nvarchar(50) NULL,
    [seqno] tinyint NOT NULL,
    [version] smallint NOT NULL,
    PRIMARY KEY ([category_id])
);
GO

CREATE TABLE [RPT_custom_data] (
    [custom_data] nvarchar(2048) NULL,
    [custom_data_id] uniqueidentifier NOT NULL,
    [description] nvarchar(1024) NULL,
    [encrypted] int NOT NULL,
    [last_modified_dateUTC] datetime2(7) NOT NULL,
    [name] nvarchar(50) NOT NULL,
    [report_id] uniqueidentifier NOT NULL,
    [version] smallint NOT NULL,
    PRIMARY KEY ([custom_data_id])
);
GO

CREATE TABLE [RPT_flexible_columns] (
    [column_name] nvarchar(50) NOT NULL,
    [description] nvarchar(1024) NULL,
    [description_resource] nvarchar(1024) NULL,
    [flexible_columns_id] uniqueidentifier NOT NULL,
    [last_modified_dateUTC] datetime2(7) NOT NULL,
    [name] nvarchar(50) NOT NULL,
    [name_resource] nvarchar(50) NULL,
    [report_id] uniqueidentifier NOT NULL,
    [version] smallint NOT NULL,
    PRIMARY KEY ([flexible_columns_id])
);
GO

CREATE TABLE [RPT_metadata_updates] (
    [column_name] nvarchar(30) NOT NULL,
    [id] uniqueidentifier NOT NULL,
    [release_version] nvarchar(10) NOT NULL,
    [table_name] nvarchar(30) NOT NULL,
    [value] nvarchar(max) NOT NULL
);
GO

CREATE TABLE [RPT_sections] (
    [is_visible] bit NOT NULL,
    [last_modified_dateUTC] datetime2(7) NOT NULL,
    [report_id] uniqueidentifier NOT NULL,
    [section_id] uniqueidentifier NOT NULL,
    [section_name] nvarchar(50) NOT NULL,
    [version] smallint NOT NULL,
    PRIMARY KEY ([section_id])
);
GO

CREATE TABLE [RPT_system_settings] (
    [first_day_of_week] tinyint NOT NULL,
    [last_modified_dateUTC] datetime2(7) NOT NULL,
    [system_logo_file] nvarchar(1024) NULL,
    [system_settings_id] uniqueidentifier NOT NULL,
    [timeout_period] int NOT NULL,
    [version] smallint NOT NULL,
    PRIMARY KEY ([system_settings_id])
);
GO

CREATE TABLE [RPT_tables] (
    [ic_datasource] nvarchar(100) NOT NULL,
    [last_modified_dateUTC] datetime2(7) NOT NULL,
    [report_id] uniqueidentifier NOT NULL,
    [seqno] tinyint NOT NULL,
    [table_id] uniqueidentifier NOT NULL,
    [table_name] nvarchar(50) NOT NULL,
    [version] smallint NOT NULL,
    PRIMARY KEY ([table_id])
);
GO

CREATE TABLE [SR_ReportParameters] (
    [AllowInput] nvarchar(50) NULL,
    [DefaultValue] nvarchar(max) NULL,
    [Description] nvarchar(max) NULL,
    [ParameterName] nvarchar(50) NULL,
    [ParameterValueType] nvarchar(50) NULL,
    [ReportName] nvarchar(100) NOT NULL,
    [SiteName] nvarchar(25) NOT NULL
);
GO

CREATE TABLE [SR_Results] (
    [EmailAddresses] nvarchar(1028) NULL,
    [EmailResult] nvarchar(100) NULL,
    [EndDateTime] datetime NULL,
    [FileLocations] nvarchar(1028) NULL,
    [FileResult] nvarchar(100) NULL,
    [LastUpdate] datetime NULL,
    [LastUpdatedBy] nvarchar(50) NULL,
    [Name] nvarchar(100) NULL,
    [PrinterNames] nvarchar(1028) NULL,
    [PrinterResult] nvarchar(100) NULL,
    [ReportName] nvarchar(100) NOT NULL,
    [RunTime] datetime NULL,
    [SiteName] nvarchar(25) NOT NULL,
    [StartDateTime] datetime NULL,
    [TestSchedule] char(1) NOT NULL
);
GO

CREATE TABLE [UserWorkgroups] (
    [I3TimeStampGMT] datetime NOT NULL,
    [QueueFlag] tinyint NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [UserId] nvarchar(50) NULL,
    [WorkGroup] nvarchar(50) NOT NULL
);
GO

CREATE TABLE [IWPAudit] (
    [AuditId] uniqueidentifier NOT NULL,
    [AuditTimeOffset] smallint NOT NULL,
    [AuditTimeUTC] datetime NOT NULL,
    [EventType] smallint NOT NULL,
    [ICUserId] nvarchar(50) NOT NULL,
    [IndivId] char(22) NOT NULL,
    [Notes] nvarchar(256) NULL,
    [ObjectId] uniqueidentifier NULL,
    [ObjectName] nvarchar(48) NULL,
    [ObjectType] smallint NOT NULL,
    [OrganizationId] uniqueidentifier NULL,
    [OrganizationName] nvarchar(48) NULL,
    [ResultCode] smallint NULL,
    [ResultText] nvarchar(256) NULL,
    [SiteId] smallint NOT NULL,
    PRIMARY KEY ([AuditId])
);
GO

CREATE TABLE [IWPAuditDetail] (
    [AuditDetailId] uniqueidentifier NOT NULL,
    [AuditId] uniqueidentifier NOT NULL,
    [NewValue] nvarchar(50) NULL,
    [ObjectAttribute] nvarchar(48) NOT NULL,
    [OldValue] nvarchar(50) NULL,
    PRIMARY KEY ([AuditDetailId])
);
GO

CREATE TABLE [AgentStatistics] (
    [StatisticsSet] int NOT NULL,
    [nEnteredAcd] int NOT NULL,
    [nAbandonedAcd] int NOT NULL,
    [nGrabbedAcd] int NOT NULL,
    [nLocalDisconnectAcd] int NOT NULL,
    [nLocalDisconnectAgentAlertAcd] int NOT NULL,
    [nAlertedAcd] int NOT NULL,
    [nAnsweredAcd] int NOT NULL,
    [nAnswered] int NOT NULL,
    [nAcdSvcLvl] int NOT NULL,
    [nAnsweredAcdSvcLvl1] int NOT NULL,
    [nAnsweredAcdSvcLvl2] int NOT NULL,
    [nAnsweredAcdSvcLvl3] int NOT NULL,
    [nAnsweredAcdSvcLvl4] int NOT NULL,
    [nAnsweredAcdSvcLvl5] int NOT NULL,
    [nAnsweredAcdSvcLvl6] int NOT NULL,
    [nAbandonAcdSvcLvl1] int NOT NULL,
    [nAbandonAcdSvcLvl2] int NOT NULL,
    [nAbandonAcdSvcLvl3] int NOT NULL,
    [nAbandonAcdSvcLvl4] int NOT NULL,
    [nAbandonAcdSvcLvl5] int NOT NULL,
    [nAbandonAcdSvcLvl6] int NOT NULL,
    [tGrabbedAcd] int NOT NULL,
    [tAnsweredAcd] int NOT NULL,
    [mtAnsweredAcd] int NOT NULL,
    [tAbandonedAcd] int NOT NULL,
    [tTalkAcd] int NOT NULL,
    [tTalkCompleteAcd] int NOT NULL,
    [nHoldAcd] int NOT NULL,
    [tHoldAcd] int NOT NULL,
    [nAcw] int NOT NULL,
    [tAcw] int NOT NULL,
    [tAcwComplete] int NOT NULL,
    [nExternToInternCalls] int NOT NULL,
    [nExternToInternAcdCalls] int NOT NULL,
    [nInternToExternCalls] int NOT NULL,
    [nInternToExternAcdCalls] int NOT NULL,
    [nInternToInternCalls] int NOT NULL,
    [nInternToInternAcdCalls] int NOT NULL,
    [tExternToInternCalls] int NOT NULL,
    [tExternToInternAcdCalls] int NOT NULL,
    [tInternToExternCalls] int NOT NULL,
    [tInternToExternAcdCalls] int NOT NULL,
    [tInternToInternCalls] int NOT NULL,
    [tInternToInternAcdCalls] int NOT NULL,
    [nAcwCalls] int NOT NULL,
    [tAcwCalls] int NOT NULL,
    [nTransferedAcd] int NOT NULL,
    [nNotAnsweredAcd] int NOT NULL,
    [tAlertedAcd] int NOT NULL,
    [nFlowOutAcd] int NOT NULL,
    [tFlowOutAcd] int NOT NULL,
    [nStartWaitAlertAcdCalls] int NOT NULL,
    [nStartActiveAcdCalls] int NOT NULL,
    [nStartHeldAcdCalls] int NOT NULL,
    [nEndWaitAlertAcdCalls] int NOT NULL,
    [nEndActiveAcdCalls] int NOT NULL,
    [nEndHeldAcdCalls] int NOT NULL,
    [nTransferWithinAcdCalls] int NOT NULL,
    [nTransferOutAcdCalls] int NOT NULL,
    [nDisconnectAcd] int NOT NULL,
    [tAgentLoggedIn] int NOT NULL,
    [tAgentAvailable] int NOT NULL,
    [tAgentTalk] int NOT NULL,
    [tAgentOtherBusy] int NOT NULL,
    [tAgentOnAcdCall] int NOT NULL,
    [tAgentOnOtherAcdCall] int NOT NULL,
    [tAgentInAcw] int NOT NULL,
    [tAgentOnNonAcdCall] int NOT NULL,
    [tAgentDnd] int NOT NULL,
    [tAgentNotAvailable] int NOT NULL,
    [tAgentAcdLoggedIn] int NOT NULL,
    [tAgentLoggedInDiluted] int NOT NULL,
    [CustomValue1] int NOT NULL,
    [CustomValue2] int NOT NULL,
    [CustomValue3] int NOT NULL,
    [CustomValue4] int NOT NULL,
    [CustomValue5] int NOT NULL,
    [CustomValue6] int NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [AgentStatus] (
    [StatisticsSet] int NOT NULL,
    [tAgentStatusAcw] int NOT NULL,
    [tAgentStatusDnd] int NOT NULL,
    [tStatusGroupBreak] int NOT NULL,
    [tStatusGroupFollowup] int NOT NULL,
    [tStatusGroupTraining] int NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [DQConfig] (
    [ConfigurationSet] int NOT NULL,
    [dIntervalStartUTC] datetime NOT NULL,
    [nServiceLevel] int NOT NULL,
    [cServiceLevels] varchar(1024) NULL,
    PRIMARY KEY ([ConfigurationSet]),
    CONSTRAINT [UX_DQConfig] UNIQUE ([nServiceLevel], [cServiceLevels])
);
GO

CREATE TABLE [DQStatus] (
    [StatisticsSet] int NOT NULL,
    [tAgentAcdLoggedIn] int NOT NULL,
    [tAgentAcdLoggedIn2] int NOT NULL,
    [tAgentAvailable] int NOT NULL,
    [tAgentDnd] int NOT NULL,
    [tAgentInAcw] int NOT NULL,
    [tAgentLoggedIn] int NOT NULL,
    [tAgentLoggedInDiluted] int NOT NULL,
    [tAgentNotAvailable] int NOT NULL,
    [tAgentOnAcdCall] int NOT NULL,
    [tAgentOnNonAcdCall] int NOT NULL,
    [tAgentOnOtherAcdCall] int NOT NULL,
    [tAgentOtherBusy] int NOT NULL,
    [tAgentStatusAcw] int NOT NULL,
    [tAgentStatusDnd] int NOT NULL,
    [tStatusGroupBreak] int NOT NULL,
    [tStatusGroupFollowup] int NOT NULL,
    [tStatusGroupTraining] int NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [DQStatistics] (
    [StatisticsSet] int NOT NULL,
    [nEnteredAcd] int NOT NULL,
    [nAbandonedAcd] int NOT NULL,
    [nGrabbedAcd] int NOT NULL,
    [nLocalDisconnectAcd] int NOT NULL,
    [nAlertedAcd] int NOT NULL,
    [nAnsweredAcd] int NOT NULL,
    [nAnswered] int NOT NULL,
    [nAcdSvcLvl] int NOT NULL,
    [nAnsweredAcdSvcLvl1] int NOT NULL,
    [nAnsweredAcdSvcLvl2] int NOT NULL,
    [nAnsweredAcdSvcLvl3] int NOT NULL,
    [nAnsweredAcdSvcLvl4] int NOT NULL,
    [nAnsweredAcdSvcLvl5] int NOT NULL,
    [nAnsweredAcdSvcLvl6] int NOT NULL,
    [nAbandonAcdSvcLvl1] int NOT NULL,
    [nAbandonAcdSvcLvl2] int NOT NULL,
    [nAbandonAcdSvcLvl3] int NOT NULL,
    [nAbandonAcdSvcLvl4] int NOT NULL,
    [nAbandonAcdSvcLvl5] int NOT NULL,
    [nAbandonAcdSvcLvl6] int NOT NULL,
    [tGrabbedAcd] int NOT NULL,
    [tAnsweredAcd] int NOT NULL,
    [mtAnsweredAcd] int NOT NULL,
    [tAbandonedAcd] int NOT NULL,
    [tTalkAcd] int NOT NULL,
    [tTalkCompleteAcd] int NOT NULL,
    [nHoldAcd] int NOT NULL,
    [tHoldAcd] int NOT NULL,
    [nAcw] int NOT NULL,
    [tAcw] int NOT NULL,
    [tAcwComplete] int NOT NULL,
    [nExternToInternCalls] int NOT NULL,
    [nExternToInternAcdCalls] int NOT NULL,
    [nInternToExternCalls] int NOT NULL,
    [nInternToExternAcdCalls] int NOT NULL,
    [nInternToInternCalls] int NOT NULL,
    [nInternToInternAcdCalls] int NOT NULL,
    [tExternToInternCalls] int NOT NULL,
    [tExternToInternAcdCalls] int NOT NULL,
    [tInternToExternCalls] int NOT NULL,
    [tInternToExternAcdCalls] int NOT NULL,
    [tInternToInternCalls] int NOT NULL,
    [tInternToInternAcdCalls] int NOT NULL,
    [nAcwCalls] int NOT NULL,
    [tAcwCalls] int NOT NULL,
    [nTransferedAcd] int NOT NULL,
    [nNotAnsweredAcd] int NOT NULL,
    [tAlertedAcd] int NOT NULL,
    [nFlowOutAcd] int NOT NULL,
    [tFlowOutAcd] int NOT NULL,
    [nStartWaitAlertAcdCalls] int NOT NULL,
    [nStartActiveAcdCalls] int NOT NULL,
    [nStartHeldAcdCalls] int NOT NULL,
    [nEndWaitAlertAcdCalls] int NOT NULL,
    [nEndActiveAcdCalls] int NOT NULL,
    [nEndHeldAcdCalls] int NOT NULL,
    [nTransferWithinAcdCalls] int NOT NULL,
    [nTransferOutAcdCalls] int NOT NULL,
    [nDisconnectAcd] int NOT NULL,
    [tAgentTalk] int NOT NULL,
    [CustomValue1] int NOT NULL,
    [CustomValue2] int NOT NULL,
    [CustomValue3] int NOT NULL,
    [CustomValue4] int NOT NULL,
    [CustomValue5] int NOT NULL,
    [CustomValue6] int NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [ILineGroupStats] (
    [GroupId] nvarchar(50) NOT NULL,
    [dIntervalStart] datetime NOT NULL,
    [nDuration] smallint NOT NULL,
    [nEntered] int NOT NULL,
    [mEntered] int NOT NULL,
    [tActiveLines] int NOT NULL,
    [tAllBusy] int NOT NULL,
    [tSeized] int NOT NULL,
    [nEnteredOutbound] int NOT NULL,
    [nOutboundBlocked] int NOT NULL,
    [tResourceAvailable] int NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    PRIMARY KEY ([GroupId], [dIntervalStart], [nDuration], [SiteId], [I3TimeStampGMT])
);
GO

CREATE TABLE [ILineStats] (
    [LineId] nvarchar(50) NOT NULL,
    [dIntervalStart] datetime NOT NULL,
    [nDuration] smallint NOT NULL,
    [nEntered] int NOT NULL,
    [tSeized] int NOT NULL,
    [nEnteredOutbound] int NOT NULL,
    [nOutboundBlocked] int NOT NULL,
    [tResourceAvailable] int NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    PRIMARY KEY ([LineId], [dIntervalStart], [SiteId], [I3TimeStampGMT])
);
GO

CREATE TABLE [IWrapUpStats] (
    [cHKey3] nvarchar(50) NOT NULL,
    [cHKey4] nvarchar(50) NOT NULL,
    [cName] nvarchar(50) NOT NULL,
    [cReportGroup] nvarchar(50) NOT NULL,
    [cType] char(1) NOT NULL,
    [dIntervalStart] datetime NOT NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [nCompleted] int NOT NULL,
    [nDuration] int NOT NULL,
    [nHold] int NOT NULL,
    [nSupervisorRequests] int NOT NULL,
    [nSuspended] int NOT NULL,
    [SiteId] smallint NOT NULL,
    [SubSiteId] smallint NOT NULL,
    [tAcw] int NOT NULL,
    [tHold] int NOT NULL,
    [tSuspended] int NOT NULL,
    [tTalked] int NOT NULL,
    PRIMARY KEY ([cName], [cReportGroup], [cHKey3], [cHKey4], [cType], [dIntervalStart], [SiteId], [I3TimeStampGMT])
);
GO

CREATE TABLE [SGServiceLevelOverflows] (
    [nAbandonAcdSvcLvl1] int NULL,
    [nAbandonAcdSvcLvl2] int NULL,
    [nAbandonAcdSvcLvl3] int NULL,
    [nAbandonAcdSvcLvl4] int NULL,
    [nAbandonAcdSvcLvl5] int NULL,
    [nAbandonAcdSvcLvl6] int NULL,
    [nAnsweredAcdSvcLvl1] int NULL,
    [nAnsweredAcdSvcLvl2] int NULL,
    [nAnsweredAcdSvcLvl3] int NULL,
    [nAnsweredAcdSvcLvl4] int NULL,
    [nAnsweredAcdSvcLvl5] int NULL,
    [nAnsweredAcdSvcLvl6] int NULL,
    [OverflowGroupSet] int NOT NULL,
    [StatisticsSet] int NOT NULL,
    PRIMARY KEY ([StatisticsSet], [OverflowGroupSet])
);
GO

CREATE TABLE [SGStatistics] (
    [StatisticsSet] int NOT NULL,
    [nEnteredAcd] int NOT NULL,
    [nAbandonedAcd] int NOT NULL,
    [nGrabbedAcd] int NOT NULL,
    [nLocalDisconnectAcd] int NOT NULL,
    [nAlertedAcd] int NOT NULL,
    [nAnsweredAcd] int NOT NULL,
    [nAnswered] int NOT NULL,
    [nAcdSvcLvl] int NOT NULL,
    [nAnsweredAcdSvcLvl1] int NOT NULL,
    [nAnsweredAcdSvcLvl2] int NOT NULL,
    [nAnsweredAcdSvcLvl3] int NOT NULL,
    [nAnsweredAcdSvcLvl4] int NOT NULL,
    [nAnsweredAcdSvcLvl5] int NOT NULL,
    [nAnsweredAcdSvcLvl6] int NOT NULL,
    [nAbandonAcdSvcLvl1] int NOT NULL,
    [nAbandonAcdSvcLvl2] int NOT NULL,
    [nAbandonAcdSvcLvl3] int NOT NULL,
    [nAbandonAcdSvcLvl4] int NOT NULL,
    [nAbandonAcdSvcLvl5] int NOT NULL,
    [nAbandonAcdSvcLvl6] int NOT NULL,
    [tGrabbedAcd] int NOT NULL,
    [tAnsweredAcd] int NOT NULL,
    [mtAnsweredAcd] int NOT NULL,
    [tAbandonedAcd] int NOT NULL,
    [tTalkAcd] int NOT NULL,
    [tTalkCompleteAcd] int NOT NULL,
    [nHoldAcd] int NOT NULL,
    [tHoldAcd] int NOT NULL,
    [nAcw] int NOT NULL,
    [tAcw] int NOT NULL,
    [tAcwComplete] int NOT NULL,
    [nExternToInternCalls] int NOT NULL,
    [nExternToInternAcdCalls] int NOT NULL,
    [nInternToExternCalls] int NOT NULL,
    [nInternToExternAcdCalls] int NOT NULL,
    [nInternToInternCalls] int NOT NULL,
    [nInternToInternAcdCalls] int NOT NULL,
    [tExternToInternCalls] int NOT NULL,
    [tExternToInternAcdCalls] int NOT NULL,
    [tInternToExternCalls] int NOT NULL,
    [tInternToExternAcdCalls] int NOT NULL,
    [tInternToInternCalls] int NOT NULL,
    [tInternToInternAcdCalls] int NOT NULL,
    [nAcwCalls] int NOT NULL,
    [tAcwCalls] int NOT NULL,
    [nTransferedAcd] int NOT NULL,
    [nNotAnsweredAcd] int NOT NULL,
    [tAlertedAcd] int NOT NULL,
    [nFlowOutAcd] int NOT NULL,
    [tFlowOutAcd] int NOT NULL,
    [nStartWaitAlertAcdCalls] int NOT NULL,
    [nStartActiveAcdCalls] int NOT NULL,
    [nStartHeldAcdCalls] int NOT NULL,
    [nEndWaitAlertAcdCalls] int NOT NULL,
    [nEndActiveAcdCalls] int NOT NULL,
    [nEndHeldAcdCalls] int NOT NULL,
    [nTransferWithinAcdCalls] int NOT NULL,
    [nTransferOutAcdCalls] int NOT NULL,
    [nDisconnectAcd] int NOT NULL,
    [tAgentLoggedIn] int NOT NULL,
    [tAgentAvailable] int NOT NULL,
    [tAgentTalk] int NOT NULL,
    [tAgentOtherBusy] int NOT NULL,
    [tAgentOnAcdCall] int NOT NULL,
    [tAgentOnOtherAcdCall] int NOT NULL,
    [tAgentInAcw] int NOT NULL,
    [tAgentOnNonAcdCall] int NOT NULL,
    [tAgentDnd] int NOT NULL,
    [tAgentNotAvailable] int NOT NULL,
    [tAgentAcdLoggedIn] int NOT NULL,
    [tAgentStatusDnd] int NOT NULL,
    [tAgentStatusAcw] int NOT NULL,
    [tAgentLoggedInDiluted] int NOT NULL,
    [tStatusGroupFollowup] int NOT NULL,
    [tStatusGroupBreak] int NOT NULL,
    [tStatusGroupTraining] int NOT NULL,
    [CustomValue1] int NOT NULL,
    [CustomValue2] int NOT NULL,
    [CustomValue3] int NOT NULL,
    [CustomValue4] int NOT NULL,
    [CustomValue5] int NOT NULL,
    [CustomValue6] int NOT NULL,
    [SubSiteId] smallint NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [StatDimensions] (
    [cDimension1] nvarchar(50) NOT NULL,
    [cDimension2] nvarchar(50) NOT NULL,
    [cDimension3] nvarchar(50) NOT NULL,
    [cDimension4] nvarchar(50) NOT NULL,
    [cType] char(1) NOT NULL,
    [DimensionSet] int NOT NULL,
    [SummDimensionSet] int NULL,
    PRIMARY KEY ([DimensionSet])
);
GO

CREATE TABLE [StatProfile] (
    [ConfigurationSet] int NOT NULL,
    [DimensionSet] int NOT NULL,
    [dIntervalStart] datetime NOT NULL,
    [dIntervalStartUTC] datetime NULL,
    [I3TimeStampGMT] datetime NOT NULL,
    [nDuration] int NOT NULL,
    [SchemaMajorVersion] tinyint NOT NULL,
    [SchemaMinorVersion] tinyint NOT NULL,
    [SiteId] smallint NOT NULL,
    [StatisticsSet] int NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [IR_AccessControl] (
    [RecordingId] uniqueidentifier NOT NULL,
    [SecurityPolicyId] uniqueidentifier NOT NULL,
    PRIMARY KEY ([RecordingId], [SecurityPolicyId])
);
GO

CREATE TABLE [IR_ArchiveContent] (
    [ArchivedDate] datetime NOT NULL,
    [ArchivedDateOffset] int NOT NULL,
    [ArchiveId] uniqueidentifier NOT NULL,
    [RecordingId] uniqueidentifier NOT NULL,
    PRIMARY KEY ([ArchiveId], [RecordingId], [ArchivedDate])
);
GO

CREATE TABLE [IR_ArchiveVolumeDescriptor] (
    [ArchiveEndDT] datetime2(7) NULL,
    [ArchiveId] uniqueidentifier NOT NULL,
    [ArchiveStartDT] datetime2(7) NULL,
    [MediaURI] nvarchar(1024) NULL,
    [VolumeDT] datetime2(7) NOT NULL,
    [VolumeDTOffset] int NOT NULL,
    [VolumeName] nvarchar(128) NOT NULL,
    PRIMARY KEY ([ArchiveId])
);
GO

CREATE TABLE [IR_Audit] (
    [AuditDate] datetime NOT NULL,
    [AuditDateOffset] int NOT NULL,
    [AuditedName] nvarchar(255) NULL,
    [AuditId] uniqueidentifier NOT NULL,
    [AuditOperation] smallint NOT NULL,
    [Comments] nvarchar(1024) NULL,
    [ICUID] nvarchar(255) NULL,
    [Id] uniqueidentifier NOT NULL,
    [IndivId] char(22) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AuditId])
);
GO

CREATE TABLE [IR_CustomAttribute] (
    [CustomAttributeNameId] int NOT NULL,
    [RecordingId] uniqueidentifier NOT NULL,
    [Value] nvarchar(255) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RecordingId], [CustomAttributeNameId])
);
GO

CREATE TABLE [IR_CustomAttributeName] (
    [CustomAttributeNameId] int NOT NULL,
    [Name] nvarchar(255) NOT NULL,
    PRIMARY KEY ([CustomAttributeNameId])
);
GO

CREATE TABLE [IR_KeywordSet] (
    [Category] nvarchar(128) NULL,
    [DisplayName] nvarchar(128) NOT NULL,
    [KeywordSetId] int NOT NULL,
    PRIMARY KEY ([KeywordSetId])
);
GO

CREATE TABLE [IR_QAnswer] (
    [IsMarkedNA] tinyint NOT NULL,
    [QAnswerId] uniqueidentifier NOT NULL,
    [QFormId] uniqueidentifier NOT NULL,
    [QQuestionId] uniqueidentifier NOT NULL,
    [RawAnswer] nvarchar(1024) NULL,
    [Score] numeric(18) NULL,
    [Sequence] int NOT NULL,
    [UserComments] nvarchar(1024) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([QAnswerId])
);
GO

CREATE TABLE [IR_QDirectory] (
    [IsTemplate] tinyint NOT NULL,
    [Note] nvarchar(1024) NULL,
    [QDirectoryId] uniqueidentifier NOT NULL,
    [QDirectoryName] nvarchar(255) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([QDirectoryId])
);
GO

CREATE TABLE [IR_QGroup] (
    [GroupName] nvarchar(255) NOT NULL,
    [IsOptional] tinyint NOT NULL,
    [IsTemplate] tinyint NOT NULL,
    [Note] nvarchar(1024) NULL,
    [QGroupId] uniqueidentifier NOT NULL,
    [QuestionnaireId] uniqueidentifier NULL,
    [Sequence] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([QGroupId])
);
GO

CREATE TABLE [IR_QQuestion] (
    [CanMarkNA] tinyint NOT NULL,
    [HasCommentField] tinyint NOT NULL,
    [HelpText] nvarchar(1024) NULL,
    [IsTemplate] tinyint NOT NULL,
    [MaxScore] numeric(18) NOT NULL,
    [MinAcceptableScore] numeric(18) NOT NULL,
    [MinScore] numeric(18) NOT NULL,
    [Note] nvarchar(1024) NULL,
    [QGroupId] uniqueidentifier NOT NULL,
    [QQuestionId] uniqueidentifier NOT NULL,
    [QuestionPromptType] smallint NOT NULL,
    [QuestionText] nvarchar(1024) NOT NULL,
    [QuestionType] smallint NOT NULL,
    [Sequence] int NOT NULL,
    [Version] int NOT NULL,
    [Weight] numeric(18) NOT NULL,
    PRIMARY KEY ([QQuestionId])
);
GO

CREATE TABLE [IR_QQuestionEnum] (
    [EnumText] nvarchar(255) NOT NULL,
    [HelpText] nvarchar(1024) NULL,
    [QQuestionId] uniqueidentifier NOT NULL,
    [Score] numeric(18) NOT NULL,
    [Sequence] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([QQuestionId], [Sequence])
);
GO

CREATE TABLE [IR_Questionnaire] (
    [IsActive] tinyint NOT NULL,
    [IsLocked] tinyint NOT NULL,
    [IsTemplate] tinyint NOT NULL,
    [MaxScore] numeric(18) NULL,
    [MinAcceptableScore] numeric(18) NULL,
    [MinScore] numeric(18) NULL,
    [Note] nvarchar(1024) NULL,
    [QDirectoryId] uniqueidentifier NOT NULL,
    [QuestionnaireId] uniqueidentifier NOT NULL,
    [QuestionnaireName] nvarchar(255) NOT NULL,
    [RankGroupId] uniqueidentifier NULL,
    [ShowPassFailWhileScoring] tinyint NOT NULL,
    [ShowRankWhileScoring] tinyint NOT NULL,
    [TotalNumCriticalQuestions] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([QuestionnaireId])
);
GO

CREATE TABLE [IR_RankDefn] (
    [RankGroupId] uniqueidentifier NOT NULL,
    [RankId] uniqueidentifier NOT NULL,
    [RankName] nvarchar(40) NOT NULL,
    [RankPct] numeric(18) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RankId])
);
GO

CREATE TABLE [IR_RankGroup] (
    [GroupName] nvarchar(60) NOT NULL,
    [RankGroupId] uniqueidentifier NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RankGroupId])
);
GO

CREATE TABLE [IR_RecordingMedia] (
    [CallType] tinyint NULL,
    [Direction] tinyint NULL,
    [Duration] int NULL,
    [ExpirationDate] datetime NULL,
    [FileSize] int NULL,
    [FromConnValue] nvarchar(255) NULL,
    [InitiationPolicyName] nvarchar(50) NULL,
    [IsArchived] tinyint NOT NULL,
    [KeywordAgentScoreNegative] int NULL,
    [KeywordAgentScorePositive] int NULL,
    [KeywordCustomerScoreNegative] int NULL,
    [KeywordCustomerScorePositive] int NULL,
    [LineName] nvarchar(50) NULL,
    [MediaKey] nvarchar(1024) NULL,
    [MediaStatus] nvarchar(56) NULL,
    [MediaType] smallint NOT NULL,
    [MediaURI] nvarchar(1024) NULL,
    [NumAttachments] smallint NULL,
    [QueueObjectIdKey] varchar(36) NULL,
    [RecordingDate] datetime2(7) NOT NULL,
    [RecordingDateOffset] int NOT NULL,
    [RecordingId] uniqueidentifier NOT NULL,
    [RecordingType] smallint NULL,
    [RelatedRecordingId] uniqueidentifier NULL,
    [ScreenRecordedHostName] nvarchar(255) NULL,
    [StartEventCode] int NOT NULL,
    [ToConnValue] nvarchar(255) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RecordingId])
);
GO

CREATE TABLE [IR_RecordingMediaSnippets] (
    [PolicyRecordingId] uniqueidentifier NOT NULL,
    [SnippetRecordingId] uniqueidentifier NOT NULL,
    PRIMARY KEY ([SnippetRecordingId])
);
GO

CREATE TABLE [IR_SecurityPolicy] (
    [ApplySql] nvarchar(max) NULL,
    [SecurityPolicyId] uniqueidentifier NOT NULL,
    PRIMARY KEY ([SecurityPolicyId])
);
GO

CREATE TABLE [IR_SocialMediaRecording] (
    [ChannelId] nvarchar(128) NOT NULL,
    [ChannelName] nvarchar(1024) NOT NULL,
    [Page] nvarchar(128) NULL,
    [Platform] smallint NOT NULL,
    [RecordingId] uniqueidentifier NOT NULL,
    PRIMARY KEY ([RecordingId])
);
GO

CREATE TABLE [IR_TagMap] (
    [KeywordSetName] nvarchar(128) NULL,
    [RecordingId] uniqueidentifier NOT NULL,
    [TagId] int NOT NULL,
    PRIMARY KEY ([RecordingId], [TagId])
);
GO

CREATE TABLE [Survey] (
    [IsGroup] int NOT NULL,
    [IsPublished] int NULL,
    [IsTemplate] int NOT NULL,
    [MinAcceptableScore] numeric(18) NULL,
    [Note] nvarchar(255) NULL,
    [ParentSurveyId] varchar(32) NULL,
    [Priority] int NULL,
    [RankGroupId] uniqueidentifier NULL,
    [RecordCall] int NULL,
    [SurveyID] varchar(32) NOT NULL,
    [SurveyName] nvarchar(255) NOT NULL,
    [Type] int NULL,
    PRIMARY KEY ([SurveyID])
);
GO

CREATE TABLE [SurveyAnswer] (
    [EnumSequence] int NULL,
    [FreeFormAnswerURI] varchar(255) NULL,
    [NumericScore] numeric(18) NULL,
    [SurveyAnswerId] varchar(32) NOT NULL,
    [SurveyFormID] uniqueidentifier NOT NULL,
    [SurveyQuestionId] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyAnswerId])
);
GO

CREATE TABLE [SurveyConfigLog] (
    [ConfigChangeObjectType] int NOT NULL,
    [ConfigChangeType] int NOT NULL,
    [ConfigTimeStampUTC] datetime NOT NULL,
    PRIMARY KEY ([ConfigChangeObjectType], [ConfigChangeType], [ConfigTimeStampUTC])
);
GO

CREATE TABLE [SurveyDetail] (
    [CallIdKey] varchar(20) NOT NULL,
    [EventCode] int NOT NULL,
    [EventDate] datetime NOT NULL,
    [EventDetail] nvarchar(255) NULL,
    [Origin] int NOT NULL,
    [SurveyFormID] uniqueidentifier NOT NULL,
    PRIMARY KEY ([SurveyFormID])
);
GO

CREATE TABLE [SurveyForm] (
    [CallIdKey] varchar(20) NOT NULL,
    [Duration] int NULL,
    [IsComplete] int NOT NULL,
    [MaxScore] numeric(18) NULL,
    [MinScore] numeric(18) NULL,
    [RankName] nvarchar(40) NULL,
    [Score] numeric(18) NULL,
    [SurveyedIntxId] varchar(32) NULL,
    [SurveyFormId] uniqueidentifier NOT NULL,
    [SurveyID] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyFormId])
);
GO

CREATE TABLE [SurveyObjectToSurveyPrompt] (
    [AppCode] int NOT NULL,
    [SurveyObjectID] varchar(32) NOT NULL,
    [SurveyPromptID] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyObjectID], [SurveyPromptID], [AppCode])
);
GO

CREATE TABLE [SurveyPrompt] (
    [PromptName] nvarchar(255) NULL,
    [PromptText] nvarchar(1024) NULL,
    [PromptType] int NOT NULL,
    [RecordingFile] nvarchar(255) NULL,
    [SurveyPromptID] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyPromptID])
);
GO

CREATE TABLE [SurveyQstnToQuestionCategory] (
    [SurveyQuestionCategoryId] varchar(32) NOT NULL,
    [SurveyQuestionId] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyQuestionId], [SurveyQuestionCategoryId])
);
GO

CREATE TABLE [SurveyQuestion] (
    [FailSurveyScore] numeric(18) NULL,
    [IsOptional] int NOT NULL,
    [IsTemplate] int NOT NULL,
    [MaxScore] numeric(18) NOT NULL,
    [MinAcceptableScore] numeric(18) NOT NULL,
    [MinScore] numeric(18) NOT NULL,
    [Options] nvarchar(255) NULL,
    [QuestionName] nvarchar(255) NOT NULL,
    [QuestionParentId] varchar(32) NULL,
    [QuestionText] nvarchar(255) NULL,
    [QuestionType] int NOT NULL,
    [Retries] int NULL,
    [Sequence] int NULL,
    [SurveyID] varchar(32) NULL,
    [SurveyQuestionID] varchar(32) NOT NULL,
    [Timeout] int NULL,
    [Weight] numeric(18) NOT NULL,
    PRIMARY KEY ([SurveyQuestionID])
);
GO

CREATE TABLE [SurveyQuestionBranching] (
    [Operand1Value] int NULL,
    [Operand2Value] int NULL,
    [OperatorType] int NULL,
    [Sequence] int NULL,
    [SurveyQuestionBranchingID] uniqueidentifier NOT NULL,
    [SurveyQuestionID] varchar(32) NOT NULL,
    [TargetQuestionID] varchar(32) NULL,
    PRIMARY KEY ([SurveyQuestionBranchingID])
);
GO

CREATE TABLE [SurveyQuestionCategory] (
    [ACSISemantics] int NULL,
    [CategoryName] nvarchar(255) NOT NULL,
    [SurveyQuestionCategoryId] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyQuestionCategoryId])
);
GO

CREATE TABLE [SurveyQuestionEnum] (
    [EnumName] nvarchar(255) NOT NULL,
    [EnumScore] numeric(18) NULL,
    [EnumSequence] int NOT NULL,
    [EnumText] nvarchar(255) NULL,
    [SurveyQuestionEnumId] varchar(32) NOT NULL,
    [SurveyQuestionID] varchar(32) NOT NULL,
    PRIMARY KEY ([SurveyQuestionEnumId])
);
GO

CREATE TABLE [SurveyRule] (
    [AttributeId] varchar(50) NULL,
    [DateValue] datetime NULL,
    [IntegerValue] int NULL,
    [Operand] int NOT NULL,
    [RuleID] varchar(32) NOT NULL,
    [RuleType] int NULL,
    [StringValue] nvarchar(512) NULL,
    [SurveyID] varchar(32) NOT NULL,
    PRIMARY KEY ([RuleID])
);
GO

CREATE TABLE [SurveyUserObjectSecurity] (
    [ExtObjectID] varchar(32) NOT NULL,
    [IndivID] char(22) NOT NULL,
    [ObjectID] int NULL,
    [ObjectName] nvarchar(255) NULL,
    [ObjectType] int NOT NULL,
    [SiteIdentifier] int NOT NULL,
    [UserRight] int NOT NULL,
    PRIMARY KEY ([ExtObjectID], [ObjectType], [IndivID], [SiteIdentifier])
);
GO

CREATE TABLE [SurveyWork] (
    [Data] nvarchar(255) NULL,
    [ItemID] uniqueidentifier NOT NULL,
    [SessionID] varchar(32) NOT NULL,
    PRIMARY KEY ([SessionID], [ItemID])
);
GO

CREATE TABLE [UserObjectSecurity] (
    [ExtObjectID] char(22) NOT NULL,
    [IndivID] char(22) NOT NULL,
    [ObjectID] int NULL,
    [ObjectName] nvarchar(255) NULL,
    [ObjectType] int NOT NULL,
    [UserRight] int NOT NULL
);
GO

CREATE TABLE [IO_AcceptableTradeStart] (
    [AcceptableTradeStartID] char(22) NOT NULL,
    [AgentTradeRequestID] char(22) NOT NULL,
    [EarliestStartUTC] datetime NOT NULL,
    [LatestStartUTC] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AcceptableTradeStartID])
);
GO

CREATE TABLE [IO_AccrualPeriodDate] (
    [AccrualPeriod] int NOT NULL,
    [AccrualPeriodDateID] char(22) NOT NULL,
    [FirstDate] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [SecondDate] datetime NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AccrualPeriodDateID])
);
GO

CREATE TABLE [IO_AccrualPlanActivityCode] (
    [AccrualPlanActivityCodeID] char(22) NOT NULL,
    [AccrualPlanID] char(22) NOT NULL,
    [ActivityCodeID] char(22) NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AccrualPlanActivityCodeID])
);
GO

CREATE TABLE [IO_AccrualPlanRate] (
    [AccrualPeriod] int NOT NULL,
    [AccrualPlanID] char(22) NOT NULL,
    [AccrualPlanRateID] char(22) NOT NULL,
    [AccrualRateHours] numeric(18) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [UpToDuration] int NULL,
    [UpToPeriod] int NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AccrualPlanRateID])
);
GO

CREATE TABLE [IO_Activity] (
    [ActivityCodeID] char(22) NULL,
    [ActivityID] char(22) NOT NULL,
    [ActivityTypeID] char(22) NOT NULL,
    [AgentID] char(22) NULL,
    [AttendanceReqType] int NULL,
    [ContiguousTime] tinyint NOT NULL,
    [DailyConstraintsID] char(22) NULL,
    [Description] nvarchar(2000) NULL,
    [EarliestStartTimeUTC] datetime NOT NULL,
    [IsPlanned] tinyint NULL,
    [LatestStartTimeUTC] datetime NOT NULL,
    [Length] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PaidTime] tinyint NOT NULL,
    [RelativeTimes] tinyint NOT NULL,
    [ReplaceShiftActivity] tinyint NOT NULL,
    [StartTimeIncrement] int NOT NULL,
    [TimeOffRequestID] char(22) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ActivityID])
);
GO

CREATE TABLE [IO_ActivityCode] (
    [ActivityCodeID] char(22) NOT NULL,
    [ActivityCodeName] nvarchar(100) NOT NULL,
    [ActivityTypeID] char(22) NOT NULL,
    [IgnoreForAdherence] tinyint NOT NULL,
    [IsActive] tinyint NOT NULL,
    [IsContiguous] tinyint NOT NULL,
    [IsPaid] tinyint NOT NULL,
    [IsPlanned] tinyint NOT NULL,
    [LengthInMinutes] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ShortName] nvarchar(25) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ActivityCodeID])
);
GO

CREATE TABLE [IO_ActivityTradeRule] (
    [ActivityTradeAction] int NOT NULL,
    [ActivityTradeRuleID] char(22) NOT NULL,
    [ActivityTypeID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [RequireAdminReview] tinyint NOT NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [ShowAgentWarning] tinyint NOT NULL,
    [Version] int NOT NULL,
    [WarningMessage] nvarchar(2000) NULL,
    PRIMARY KEY ([ActivityTradeRuleID])
);
GO

CREATE TABLE [IO_ActivityType] (
    [ActivityTypeID] char(22) NOT NULL,
    [ActivityTypeName] nvarchar(100) NOT NULL,
    [IgnoreForAdherence] tinyint NOT NULL,
    [IsContiguous] tinyint NULL,
    [IsPaid] tinyint NULL,
    [IsPlanned] tinyint NULL,
    [LengthInMinutes] int NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ShortName] nvarchar(25) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ActivityTypeID])
);
GO

CREATE TABLE [IO_AdvancedConfig] (
    [AdvancedConfigID] char(22) NOT NULL,
    [ConfigKey] nvarchar(100) NOT NULL,
    [ConfigValue] nvarchar(max) NOT NULL,
    [IsConfigurable] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AdvancedConfigID])
);
GO

CREATE TABLE [IO_AgentAccrual] (
    [AccrualPeriodOverride] int NULL,
    [AccrualPlanID] char(22) NOT NULL,
    [AccrualRateHoursOverride] numeric(18) NULL,
    [AccruedHours] numeric(18) NOT NULL,
    [AgentAccrualID] char(22) NOT NULL,
    [AgentID] char(22) NOT NULL,
    [MaxAccruedHoursCap] numeric(18) NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AgentAccrualID])
);
GO

CREATE TABLE [IO_AgentDataVersion] (
    [AccrualVersion] int NOT NULL,
    [AgentID] char(22) NOT NULL,
    [AllotmentVersion] int NOT NULL,
    [ScheduleVersion] int NOT NULL,
    [TimeOffRequestVersion] int NOT NULL,
    [TradeRequestVersion] int NOT NULL,
    PRIMARY KEY ([AgentID])
);
GO

CREATE TABLE [IO_AgentGroup] (
    [ActivityBidding] tinyint NULL,
    [AgentGroupID] char(22) NOT NULL,
    [AgentGroupName] nvarchar(100) NOT NULL,
    [AgentGroupRank] int NULL,
    [EvaluationStrategy] tinyint NULL,
    [LastRankingDateTimeUTC] datetime NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NewRandomNumberOnSave] tinyint NULL,
    [PreferenceToCoverage] tinyint NULL,
    [RankAgentsOnSave] tinyint NULL,
    [ScheduleBidding] tinyint NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AgentGroupID])
);
GO

CREATE TABLE [IO_AgentGroupData] (
    [AgentGroupDataID] char(22) NOT NULL,
    [AgentGroupID] char(22) NOT NULL,
    [Ascending] tinyint NOT NULL,
    [CriterionFormat] int NOT NULL,
    [CriterionName] nvarchar(100) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Version] int NOT NULL,
    [Weight] tinyint NOT NULL,
    PRIMARY KEY ([AgentGroupDataID])
);
GO

CREATE TABLE [IO_AgentRankData] (
    [AgentGroupDataID] char(22) NOT NULL,
    [AgentID] char(22) NOT NULL,
    [AgentRankDataID] char(22) NOT NULL,
    [CriterionRank] int NULL,
    [DateTimeUTCValue] datetime NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NumericValue] numeric(18) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AgentRankDataID])
);
GO

CREATE TABLE [IO_AgentScheduleBid] (
    [AgentGroupID] char(22) NULL,
    [AgentID] char(22) NOT NULL,
    [AgentRank] int NOT NULL,
    [AgentScheduleBidID] char(22) NOT NULL,
    [LastSubmissionDateTimeUTC] datetime NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PeerCount] int NOT NULL,
    [ScheduleBidID] char(22) NOT NULL,
    [SubmissionCount] int NOT NULL,
    [Version] int NOT NULL,
    [XData] nvarchar(max) NULL,
    PRIMARY KEY ([AgentScheduleBidID])
);
GO

CREATE TABLE [IO_AgentTradeMatch] (
    [AgentTradeMatchID] char(22) NOT NULL,
    [GainedEndTimeUTC] datetime NOT NULL,
    [GainedStartTimeUTC] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [TiedTradeRequestID] char(22) NOT NULL,
    [TradedAwayEndTimeUTC] datetime NOT NULL,
    [TradedAwayStartTimeUTC] datetime NOT NULL,
    [TradeDenyReason] int NULL,
    [TradeMatchState] int NOT NULL,
    [TradingAgentID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AgentTradeMatchID])
);
GO

CREATE TABLE [IO_AgentTradeRequest] (
    [AgentID] char(22) NULL,
    [AgentTradeRequestID] char(22) NOT NULL,
    [ExpirationTimeUTC] datetime NOT NULL,
    [MaxEndTimeOfferedUTC] datetime NOT NULL,
    [MaxStartTimeOfferedUTC] datetime NOT NULL,
    [MinEndTimeOfferedUTC] datetime NOT NULL,
    [MinStartTimeOfferedUTC] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SubmittedDateTimeUTC] datetime NOT NULL,
    [TradeRequestState] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([AgentTradeRequestID])
);
GO

CREATE TABLE [IO_AIForecastRpt] (
    [AIForecastRptID] char(22) NOT NULL,
    [DataAnomalies] nvarchar(2000) NOT NULL,
    [Metadata] nvarchar(2000) NOT NULL,
    [Metric] nvarchar(128) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [RouteGroup] nvarchar(1000) NOT NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    PRIMARY KEY ([AIForecastRptID])
);
GO

CREATE TABLE [IO_BaseSchedule] (
    [ActivityBidding] tinyint NOT NULL,
    [AgentID] char(22) NOT NULL,
    [BaseScheduleID] char(22) NOT NULL,
    [EffectiveStartDateTimeUTC] datetime NOT NULL,
    [EffectiveStopDateTimeUTC] datetime NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ScheduleBidID] char(22) NULL,
    [Version] int NOT NULL,
    [XData] nvarchar(max) NOT NULL,
    PRIMARY KEY ([BaseScheduleID])
);
GO

CREATE TABLE [IO_ChangeEntry] (
    [ChangeEntryID] char(22) NOT NULL,
    [ChangeType] int NOT NULL,
    [ObjectID] char(22) NOT NULL,
    [ObjectModifierUserID] nvarchar(100) NOT NULL,
    [ObjectModifyDateTimeUTC] datetime NOT NULL,
    [ObjectType] int NOT NULL,
    [ObjectVersion] int NOT NULL,
    [ScopeID] char(22) NOT NULL,
    PRIMARY KEY ([ChangeEntryID])
);
GO

CREATE TABLE [IO_Changes] (
    [ChangeSet] varchar(max) NULL,
    [MID] char(22) NULL,
    [PK] int NOT NULL,
    PRIMARY KEY ([PK])
);
GO

CREATE TABLE [IO_CoverageGroup] (
    [CoverageGroupID] char(22) NOT NULL,
    [CoverageGroupName] nvarchar(100) NOT NULL,
    [IsActive] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [StaffTypeID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([CoverageGroupID])
);
GO

CREATE TABLE [IO_DayClassification] (
    [DayClassificationID] char(22) NOT NULL,
    [DayClassificationName] nvarchar(100) NOT NULL,
    [DayType] int NOT NULL,
    [Description] nvarchar(2000) NULL,
    [IgnoreACDData] tinyint NULL,
    [IgnoreACDDataForLTF] tinyint NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SpecialDayType] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([DayClassificationID])
);
GO

CREATE TABLE [IO_DayClassOverride] (
    [DayClassificationID] char(22) NOT NULL,
    [DayClassOverrideID] char(22) NOT NULL,
    [IntervalStart] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([DayClassOverrideID])
);
GO

CREATE TABLE [IO_DaySelection] (
    [DaySelectionID] char(22) NOT NULL,
    [ForecastDateUTC] datetime NOT NULL,
    [HistoryDate] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [UTCMinutesOffset] int NOT NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    [Weight] int NOT NULL,
    PRIMARY KEY ([DaySelectionID])
);
GO

CREATE TABLE [IO_ExcusedException] (
    [AgentID] char(22) NOT NULL,
    [Description] nvarchar(2000) NULL,
    [DurationSecs] int NOT NULL,
    [ExceptionStartUTC] datetime NOT NULL,
    [ExcusedExceptionID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NamedScheduleID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ExcusedExceptionID])
);
GO

CREATE TABLE [IO_ForecastDataModification] (
    [DaysApplicable] int NOT NULL,
    [DurationInMinutes] int NOT NULL,
    [FilteredRouteGroups] varchar(max) NOT NULL,
    [ForecastDataModificationID] char(22) NOT NULL,
    [Metric] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [OperationEnabled] tinyint NOT NULL,
    [OperationOrder] int NOT NULL,
    [OperationType] int NOT NULL,
    [StartOffsetInMinutes] int NOT NULL,
    [Value] float NOT NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    PRIMARY KEY ([ForecastDataModificationID])
);
GO

CREATE TABLE [IO_ForecastScheduleEntry] (
    [EntryName] nvarchar(100) NOT NULL,
    [ForecastScheduleEntryID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ProcessCompletionLevel] int NOT NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [StartDateUTC] datetime NOT NULL,
    [StopDateUTC] datetime NOT NULL,
    [TimeZoneID] nvarchar(100) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ForecastScheduleEntryID])
);
GO

CREATE TABLE [IO_ForecastSourceData] (
    [FileName] nvarchar(1000) NULL,
    [ForecastDay] int NOT NULL,
    [ForecastSourceDataID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SerializedSourceData] varchar(max) NULL,
    [SourceDateUTC] datetime NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    [Weight] float NOT NULL,
    PRIMARY KEY ([ForecastSourceDataID])
);
GO

CREATE TABLE [IO_HeadcountForecast] (
    [ForecastScheduleEntryID] char(22) NOT NULL,
    [GenerationMethod] int NOT NULL,
    [HeadcountForecastID] char(22) NOT NULL,
    [HeadcountForecastName] nvarchar(100) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ProcessCompletionLevel] int NOT NULL,
    [SLCalibration] varchar(max) NULL,
    [UsesNewSkillsetBehavior] tinyint NOT NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    PRIMARY KEY ([HeadcountForecastID])
);
GO

CREATE TABLE [IO_LongTermForecast] (
    [Description] nvarchar(2000) NULL,
    [EndDateSUT] datetime NOT NULL,
    [HeadcountGenerationTimeUTC] datetime NULL,
    [LongTermForecastID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Name] nvarchar(100) NOT NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [SourceDataEndSUT] datetime NOT NULL,
    [SourceDataStartSUT] datetime NOT NULL,
    [SourceExcelFileName] nvarchar(255) NULL,
    [StartDateSUT] datetime NOT NULL,
    [Version] int NOT NULL,
    [VolumeDataGenerationTimeUTC] datetime NOT NULL,
    PRIMARY KEY ([LongTermForecastID])
);
GO

CREATE TABLE [IO_LTFData] (
    [ForecastData] nvarchar(max) NULL,
    [LongTermForecastID] char(22) NOT NULL,
    [LTFDataID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [RepresentativeWeek] nvarchar(max) NULL,
    [SourceData] nvarchar(max) NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([LTFDataID])
);
GO

CREATE TABLE [IO_LTFModification] (
    [Description] nvarchar(2000) NULL,
    [EndDateSUT] datetime NULL,
    [FilterSet] nvarchar(max) NULL,
    [GridModificationDataSet] nvarchar(max) NULL,
    [IsSelected] tinyint NOT NULL,
    [LongTermForecastID] char(22) NOT NULL,
    [LTFModificationID] char(22) NOT NULL,
    [Metric] nvarchar(255) NULL,
    [ModificationOrder] int NOT NULL,
    [ModificationValue] numeric(18) NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [StartDateSUT] datetime NULL,
    [Type] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([LTFModificationID])
);
GO

CREATE TABLE [IO_LTFSRStatGroup] (
    [CoverageGroupID] char(22) NOT NULL,
    [LTFSRStatGroupID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PerDayStaffingReqStats] nvarchar(max) NOT NULL,
    [StaffingRequirementID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([LTFSRStatGroupID])
);
GO

CREATE TABLE [IO_LTFStaffingRequirement] (
    [EndDateSUT] datetime NOT NULL,
    [LastStatUpdateTimeUTC] datetime NULL,
    [LongTermForecastID] char(22) NOT NULL,
    [LTFStaffingRequirementID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PerDayShrinkage] nvarchar(max) NOT NULL,
    [StartDateSUT] datetime NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([LTFStaffingRequirementID])
);
GO

CREATE TABLE [IO_Metadata] (
    [key] varchar(max) NULL,
    [value] varchar(max) NULL
);
GO

CREATE TABLE [IO_NamedSchedule] (
    [Biddable] tinyint NULL,
    [ForecastScheduleEntryID] char(22) NOT NULL,
    [HeadcountForecastID] char(22) NULL,
    [IsEditPublish] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NamedScheduleID] char(22) NOT NULL,
    [Published] tinyint NOT NULL,
    [PublishedDateTimeUTC] datetime NULL,
    [PublishNotes] nvarchar(2000) NULL,
    [ScheduleName] nvarchar(100) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([NamedScheduleID])
);
GO

CREATE TABLE [IO_RotationShiftDefinition] (
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [RotationIndex] int NOT NULL,
    [RotationShiftDefinitionID] char(22) NOT NULL,
    [ShiftDefinitionID] char(22) NOT NULL,
    [ShiftRotationID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([RotationShiftDefinitionID])
);
GO

CREATE TABLE [IO_Schedule] (
    [AgentID] char(22) NULL,
    [Biddable] tinyint NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NamedScheduleID] char(22) NOT NULL,
    [PeriodScheduleID] int NULL,
    [ScheduleID] char(22) NOT NULL,
    [ShiftDefinitionID] char(22) NULL,
    [StartDateTimeUTC] datetime NOT NULL,
    [StopDateTimeUTC] datetime NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ScheduleID])
);
GO

CREATE TABLE [IO_ScheduleBid] (
    [BidStartDateTimeUTC] datetime NOT NULL,
    [BidStatus] int NOT NULL,
    [BidStopDateTimeUTC] datetime NOT NULL,
    [EffectiveStartDateTimeUTC] datetime NOT NULL,
    [EffectiveStopDateTimeUTC] datetime NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NamedScheduleID] char(22) NOT NULL,
    [ScheduleBidID] char(22) NOT NULL,
    [ScheduleGenerationOptions] nvarchar(max) NOT NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [Version] int NOT NULL,
    [XData] nvarchar(max) NOT NULL,
    PRIMARY KEY ([ScheduleBidID])
);
GO

CREATE TABLE [IO_ScheduleInterval] (
    [ActivityCodeID] char(22) NULL,
    [ActivityID] char(22) NULL,
    [ActivityTypeID] char(22) NOT NULL,
    [ContiguousTime] tinyint NULL,
    [Description] nvarchar(2000) NULL,
    [IsActual] tinyint NULL,
    [IsLoggedIn] tinyint NULL,
    [IsPlanned] tinyint NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PaidTime] tinyint NULL,
    [ScheduleID] char(22) NOT NULL,
    [ScheduleIntervalID] char(22) NOT NULL,
    [StartOffset] int NOT NULL,
    [StopOffset] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ScheduleIntervalID])
);
GO

CREATE TABLE [IO_SchedulePreference] (
    [ActivityTypeID] char(22) NULL,
    [Length] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Rating] smallint NOT NULL,
    [SchedulePreferenceID] char(22) NOT NULL,
    [SchedulePreferencesEntryID] char(22) NOT NULL,
    [StartDateTimeUTC] datetime NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([SchedulePreferenceID])
);
GO

CREATE TABLE [IO_SchedulePreferencesEntry] (
    [AgentID] char(22) NOT NULL,
    [EntryName] nvarchar(100) NOT NULL,
    [IsDefault] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulePreferencesEntryID] char(22) NOT NULL,
    [StartDateTimeUTC] datetime NULL,
    [StopDateTimeUTC] datetime NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([SchedulePreferencesEntryID])
);
GO

CREATE TABLE [IO_ServiceGoalGroup] (
    [AverageSpeedOfAnswerSecs] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NOT NULL,
    [Name] nvarchar(100) NOT NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [ServiceGoalGroupID] char(22) NOT NULL,
    [ServiceLevelPercent] int NOT NULL,
    [ServiceLevelSecs] int NOT NULL,
    [UseAverageSpeedOfAnswer] tinyint NOT NULL,
    [UseServiceLevel] tinyint NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ServiceGoalGroupID])
);
GO

CREATE TABLE [IO_ServiceGoalGroupData] (
    [InteractionType] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NOT NULL,
    [ServiceGoalGroupDataID] char(22) NOT NULL,
    [ServiceGoalGroupID] char(22) NOT NULL,
    [Version] int NOT NULL,
    [WorkgroupID] char(22) NOT NULL,
    PRIMARY KEY ([ServiceGoalGroupDataID])
);
GO

CREATE TABLE [IO_ServiceLevelSettings] (
    [AverageSpeedOfAnswer] int NOT NULL,
    [DefaultSettings] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ServiceLevel] tinyint NOT NULL,
    [ServiceLevelObjective] int NOT NULL,
    [ServiceLevelSettingsID] char(22) NOT NULL,
    [StartTimeUTC] datetime NOT NULL,
    [StopTimeUTC] datetime NOT NULL,
    [UseAverageSpeedOfAnswer] tinyint NOT NULL,
    [UseServiceLevel] tinyint NOT NULL,
    [Version] int NOT NULL,
    [WorkgroupID] char(22) NOT NULL,
    PRIMARY KEY ([ServiceLevelSettingsID])
);
GO

CREATE TABLE [IO_ShiftDefinition] (
    [DesiredMaximumPaidTime] int NOT NULL,
    [MaximumDays] int NOT NULL,
    [MaximumPaidTime] int NOT NULL,
    [MinimumInterShiftTime] int NOT NULL,
    [MinimumPaidTime] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ScheduleBidding] tinyint NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [ShiftDefinitionID] char(22) NOT NULL,
    [ShiftDefinitionName] nvarchar(100) NOT NULL,
    [UseDesiredMaximumPaidTime] tinyint NOT NULL,
    [UseMaximumDays] tinyint NOT NULL,
    [UseMaximumPaidTime] tinyint NOT NULL,
    [UseMinimumInterShiftTime] tinyint NOT NULL,
    [UseMinimumPaidTime] tinyint NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ShiftDefinitionID])
);
GO

CREATE TABLE [IO_ShiftRotation] (
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [RotationStartDateUTC] datetime NULL,
    [RotationStopDateUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [ShiftRotationID] char(22) NOT NULL,
    [ShiftRotationName] nvarchar(100) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ShiftRotationID])
);
GO

CREATE TABLE [IO_StaffType] (
    [IsActive] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [StaffTypeID] char(22) NOT NULL,
    [StaffTypeName] nvarchar(100) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([StaffTypeID])
);
GO

CREATE TABLE [IO_Status] (
    [ActivityTypeID] char(22) NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SiteID] int NULL,
    [StatusID] char(22) NOT NULL,
    [StatusKey] nvarchar(100) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([StatusID])
);
GO

CREATE TABLE [IO_TableVersion] (
    [MID] char(22) NULL,
    [TableID] int NOT NULL,
    [Version] varchar(36) NULL,
    PRIMARY KEY ([TableID])
);
GO

CREATE TABLE [IO_Team] (
    [Description] nvarchar(2000) NULL,
    [IsActive] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [TeamID] char(22) NOT NULL,
    [TeamName] nvarchar(100) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([TeamID])
);
GO

CREATE TABLE [IO_TimeOffAvailability] (
    [AvailabilityDateSUT] datetime NOT NULL,
    [AvailableMinutes] numeric(18) NOT NULL,
    [CoverageGroupID] char(22) NOT NULL,
    [IsBlackout] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [TimeOffAvailabilityID] char(22) NOT NULL,
    [Version] int NOT NULL,
    [WaitlistedMinutes] numeric(18) NOT NULL,
    PRIMARY KEY ([TimeOffAvailabilityID])
);
GO

CREATE TABLE [IO_TimeOffPlan] (
    [AllotmentDistributions] nvarchar(max) NULL,
    [Description] nvarchar(2000) NULL,
    [EndDateSUT] datetime NOT NULL,
    [IsActive] tinyint NOT NULL,
    [IsPlanActive] tinyint NOT NULL,
    [LastLTFImportTimeUTC] datetime NULL,
    [LTFStaffingRequirementID] char(22) NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [StartDateSUT] datetime NOT NULL,
    [TimeOffPlanID] char(22) NOT NULL,
    [TimeOffPlanName] nvarchar(100) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([TimeOffPlanID])
);
GO

CREATE TABLE [IO_TimeOffPlanAllotment] (
    [AllotmentDayOffset] int NOT NULL,
    [AllottedHours] numeric(18) NOT NULL,
    [AllottedHoursCap] numeric(18) NULL,
    [CoverageGroupID] char(22) NOT NULL,
    [IsBlackedOut] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PredictedStaffHours] numeric(18) NULL,
    [RequiredStaffHours] numeric(18) NULL,
    [TimeOffPlanAllotmentID] char(22) NOT NULL,
    [TimeOffPlanID] char(22) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([TimeOffPlanAllotmentID])
);
GO

CREATE TABLE [IO_Upgrade] (
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [UpgradeID] char(22) NOT NULL,
    [UpgradeVersion] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([UpgradeID])
);
GO

CREATE TABLE [IO_UpgradeNotes] (
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [Notes] nvarchar(max) NOT NULL,
    [UpgradeNotesID] char(22) NOT NULL,
    [UpgradeNotesLevel] int NOT NULL,
    [UpgradeVersion] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([UpgradeNotesID])
);
GO

CREATE TABLE [IO_UtilizationSettings] (
    [InteractionType] int NOT NULL,
    [MaximumAssignable] tinyint NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [PercentUtilization] tinyint NOT NULL,
    [UtilizationSettingsID] char(22) NOT NULL,
    [Version] int NOT NULL,
    [WorkgroupID] char(22) NOT NULL,
    PRIMARY KEY ([UtilizationSettingsID])
);
GO

CREATE TABLE [IO_VolumeForecast] (
    [Description] nvarchar(2000) NULL,
    [ForecastScheduleEntryID] char(22) NOT NULL,
    [ForecastStatus] int NOT NULL,
    [ForecastType] int NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [ProcessCompletionLevel] int NOT NULL,
    [PureCloudID] nvarchar(45) NULL,
    [RouteGroupMap] varchar(max) NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    [VolumeForecastName] nvarchar(100) NOT NULL,
    PRIMARY KEY ([VolumeForecastID])
);
GO

CREATE TABLE [IO_VolumeForecastStats] (
    [ACWComplete] int NOT NULL,
    [AverageACWTimeInSeconds] float NULL,
    [AverageTalkTimeInSeconds] float NULL,
    [Completed] int NOT NULL,
    [Duration] int NOT NULL,
    [InteractionType] int NOT NULL,
    [IntervalStartUTC] datetime NOT NULL,
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [NumberACW] int NOT NULL,
    [NumberOfInteractions] float NULL,
    [Offered] int NOT NULL,
    [SiteID] int NULL,
    [SkillSet] nvarchar(255) NOT NULL,
    [TalkCompleteACD] int NOT NULL,
    [Version] int NOT NULL,
    [VolumeForecastID] char(22) NOT NULL,
    [VolumeForecastStatsID] char(22) NOT NULL,
    [WorkgroupName] nvarchar(100) NOT NULL,
    PRIMARY KEY ([VolumeForecastStatsID])
);
GO

CREATE TABLE [IO_Workgroup] (
    [ModifierUserID] nvarchar(100) NULL,
    [ModifyDateTimeUTC] datetime NULL,
    [SchedulingUnitID] char(22) NOT NULL,
    [SiteID] int NULL,
    [UsesSkills] tinyint NOT NULL,
    [Version] int NOT NULL,
    [WorkgroupID] char(22) NOT NULL,
    [WorkgroupName] nvarchar(100) NOT NULL,
    PRIMARY KEY ([WorkgroupID])
);
GO

CREATE TABLE [flowexec_Completion] (
    [ChildExecID] uniqueidentifier NOT NULL,
    [CompleteCode] int NULL,
    [CompleteTime] bigint NULL,
    [CompleteVars] nvarchar(max) NULL,
    [CompletionID] uniqueidentifier NOT NULL,
    [ParentExecID] uniqueidentifier NOT NULL,
    PRIMARY KEY ([CompletionID])
);
GO

CREATE TABLE [flowexec_Flows] (
    [Attributes] nvarchar(max) NULL,
    [ExecID] uniqueidentifier NOT NULL,
    [FlowConfigID] uniqueidentifier NOT NULL,
    [FlowConfigRev] nvarchar(30) NOT NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [LaunchMode] smallint NOT NULL,
    [StorageOwnerID] uniqueidentifier NOT NULL,
    [Type] smallint NOT NULL,
    PRIMARY KEY ([ExecID])
);
GO

CREATE TABLE [flowexec_Storage] (
    [CreateHost] nvarchar(128) NOT NULL,
    [CreateTime] datetime2(7) NOT NULL,
    [LastHost] nvarchar(128) NOT NULL,
    [LastTime] datetime2(7) NOT NULL,
    [StorageID] uniqueidentifier NOT NULL,
    PRIMARY KEY ([StorageID])
);
GO

CREATE TABLE [IPA_Entities] (
    [FlowID] uniqueidentifier NOT NULL,
    [MajorRevision] int NOT NULL,
    [MinorRevision] int NOT NULL,
    [ObjectID] uniqueidentifier NOT NULL,
    [ObjectName] nvarchar(128) NULL,
    [SiteId] smallint NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([ObjectID], [MajorRevision], [MinorRevision], [SiteId])
);
GO

CREATE TABLE [IPA_Flow_Attributes] (
    [AttrName] nvarchar(128) NOT NULL,
    [AttrType] tinyint NULL,
    [AttrValue] nvarchar(max) NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([FlowExecID], [AttrName])
);
GO

CREATE TABLE [IPA_Flow_Notes] (
    [FlowExecID] uniqueidentifier NOT NULL,
    [ICUserID] nvarchar(50) NOT NULL,
    [LastModifiedDateTime] datetime2(7) NOT NULL,
    [LastModifiedDTOffset] int NOT NULL,
    [Notes] nvarchar(1024) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([FlowExecID], [LastModifiedDateTime])
);
GO

CREATE TABLE [IPA_FlowData_Audit] (
    [ActionExecID] uniqueidentifier NOT NULL,
    [DataElementID] nvarchar(36) NOT NULL,
    [DataElementValue] xml NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [LastModifiedDateTime] datetime NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([FlowExecID], [ActionExecID], [DataElementID])
);
GO

CREATE TABLE [IPA_FlowSchema] (
    [FlowID] uniqueidentifier NOT NULL,
    [FLowMajorRevision] int NOT NULL,
    [FlowMinorRevision] int NOT NULL,
    [SiteId] smallint NOT NULL,
    [Version] int NOT NULL,
    [XMLSchema] xml NOT NULL,
    PRIMARY KEY ([FlowID], [FLowMajorRevision], [FlowMinorRevision], [SiteId])
);
GO

CREATE TABLE [IPA_Jobs] (
    [EndDateTime] datetime2(7) NULL,
    [EndDateTimeOffset] int NULL,
    [JobExecID] uniqueidentifier NOT NULL,
    [SiteID] smallint NOT NULL,
    [StartDateTime] datetime2(7) NOT NULL,
    [StartDateTimeOffset] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([JobExecID])
);
GO

CREATE TABLE [IPA_Related_Interactions] (
    [CallId] char(10) NOT NULL,
    [CallIdKey] char(18) NOT NULL,
    [DateRelated] datetime2(7) NOT NULL,
    [DateRelatedOffset] int NOT NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [UserQueueID] nvarchar(50) NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([FlowExecID], [CallIdKey])
);
GO

CREATE TABLE [IPA_States] (
    [EndDateTime] datetime NULL,
    [EndDateTimeOffset] int NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [InitialActionExecID] uniqueidentifier NULL,
    [ParentActionExecID] uniqueidentifier NULL,
    [StartDateTime] datetime NOT NULL,
    [StartDateTimeOffset] int NOT NULL,
    [StateExecID] uniqueidentifier NOT NULL,
    [StateID] uniqueidentifier NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([StateExecID])
);
GO

CREATE TABLE [IPA_Tasks] (
    [DueDateTime] datetime NULL,
    [DueDateTimeOffSet] int NULL,
    [EndDateTime] datetime NULL,
    [EndDateTimeOffset] int NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [InitialActionExecID] uniqueidentifier NULL,
    [ParentActionExecID] uniqueidentifier NOT NULL,
    [ParentStateExecID] uniqueidentifier NULL,
    [ParentTaskExecID] uniqueidentifier NULL,
    [StartDateTime] datetime NOT NULL,
    [StartDateTimeOffset] int NOT NULL,
    [TaskExecID] uniqueidentifier NOT NULL,
    [TaskID] uniqueidentifier NOT NULL,
    [TaskOutput] nvarchar(128) NULL,
    [TaskTypeID] int NOT NULL,
    [Version] int NOT NULL,
    PRIMARY KEY ([TaskExecID])
);
GO

CREATE TABLE [IPA_Work_Items] (
    [ActionID] uniqueidentifier NOT NULL,
    [ActionType] nvarchar(128) NOT NULL,
    [Category] nvarchar(1024) NOT NULL,
    [Description] nvarchar(1024) NOT NULL,
    [DueDateUTC] datetime2(7) NULL,
    [EndDateTime] datetime2(7) NULL,
    [EndDateTimeOffset] int NULL,
    [FlowExecID] uniqueidentifier NOT NULL,
    [InitialActionExecID] uniqueidentifier NULL,
    [ParentActionExecID] uniqueidentifier NULL,
    [StartDateTime] datetime2(7) NOT NULL,
    [StartDateTimeOffset] int NOT NULL,
    [StateExecID] uniqueidentifier NULL,
    [TaskExecID] uniqueidentifier NULL,
    [Version] int NOT NULL,
    [WorkItemExecID] uniqueidentifier NOT NULL,
    [WorkItemID] uniqueidentifier NOT NULL,
    [WorkItemOutputID] uniqueidentifier NULL,
    PRIMARY KEY ([WorkItemExecID])
);
GO

CREATE TABLE [DirectorWrkGrpStatistics] (
    [nProcessEntered] int NOT NULL,
    [nProcessFail] int NOT NULL,
    [nProcessSuccess] int NOT NULL,
    [nRemoteAnswered] int NOT NULL,
    [nRouteAnswered] int NOT NULL,
    [nRouteEntered] int NOT NULL,
    [nRouteFail] int NOT NULL,
    [nRouteSuccess] int NOT NULL,
    [StatisticsSet] int NOT NULL,
    PRIMARY KEY ([StatisticsSet])
);
GO

CREATE TABLE [ININ_DIALER_40].[AgentComplianceOverrides] (
    [id] smallint NOT NULL,
    [Filter] bit NULL,
    [QueryTimeFilter] bit NULL,
    [ZoneBlocking] bit NULL,
    [Skills] bit NULL,
    [DailyLimit] bit NULL,
    [MinimumSpacing] bit NULL,
    [PNDStatus] bit NULL,
    [DNCScrub] bit NULL,
    [CampaignOwnership] bit NULL
);
GO

CREATE TABLE [ININ_DIALER_40].[AgentStats] (
    [agentid] varchar(80) NOT NULL,
    [agentstats_id] bigint NOT NULL,
    [agenttimeUTC] datetime NOT NULL,
    [callid] varchar(11) NULL,
    [callidkey] varchar(18) NULL,
    [campaignname] varchar(255) NULL,
    [odsoffset] int NOT NULL,
    [propertyname] varchar(255) NOT NULL,
    [propertyvalue] varchar(255) NULL,
    [siteid] varchar(80) NOT NULL,
    [stageid] varchar(10) NULL,
    PRIMARY KEY ([agentstats_id])
);
GO

CREATE TABLE [ININ_DIALER_40].[CallHistory] (
    [callhistory_id] bigint IDENTITY(1,1) NOT NULL,
    [campaignname] varchar(255) NOT NULL,
    [siteid] varchar(80) NOT NULL,
    [i3_identity] bigint NULL,
    [i3_rowid] varchar(80) NULL,
    [callid] char(11) NULL,
    [callidkey] char(18) NULL,
    [phonenumber] varchar(255) NULL,
    [phonenumbertype] varchar(80) NULL,
    [callplacedtimeUTC] datetime NULL,
    [callansweredtimeUTC] datetime NULL,
    [messageplaytimeUTC] datetime NULL,
    [callconnectedtimeUTC] datetime NULL,
    [calldisconnectedtimeUTC] datetime NULL,
    [agentid] varchar(80) NULL,
    [length] int NULL,
    [isabandoned] smallint NULL,
    [iscontact] smallint NULL,
    [wrapupcategory] varchar(80) NULL,
    [wrapupcode] varchar(80) NULL,
    [caresult] smallint NULL,
    [cadetail] varchar(255) NULL,
    [isAdditionalCall] smallint NULL,
    [agentoverride] smallint NULL,
    PRIMARY KEY ([callhistory_id])
);
GO

CREATE TABLE [ININ_DIALER_40].[CallHistory_Details] (
    [callhistory_id] bigint NOT NULL,
    [callidkey] char(18) NULL,
    [call_requested] datetime NULL,
    [line_connect] datetime NULL,
    [ca_requested] datetime NULL,
    [ca_begin] datetime NULL,
    [ca_end] datetime NULL,
    [acd_routed] datetime NULL,
    [agent_connected] datetime NULL,
    [playback_requested] datetime NULL,
    [insert_time] datetime NULL
);
GO

CREATE TABLE [ININ_DIALER_40].[CallHistory_RuleGroup] (
    [ActiveRuleGroupName] nvarchar(80) NOT NULL,
    [RuleGroupId] smallint NOT NULL,
    [RuleSetId] uniqueidentifier NOT NULL,
    PRIMARY KEY ([RuleGroupId])
);
GO

CREATE TABLE [ININ_DIALER_40].[CampaignFilterDefinition] (
    [CampaignFilterId] smallint NOT NULL,
    [FilterId] uniqueidentifier NOT NULL,
    [FilterName] nvarchar(80) NULL,
    PRIMARY KEY ([CampaignFilterId], [FilterId])
);
GO

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

CREATE VIEW [IAgentQueueStats] AS SELECT
    d.[cDimension1] AS [cName],
    d.[cDimension2] AS [cReportGroup],
    d.[cDimension3] AS [cHKey3],
    d.[cDimension4] AS [cHKey4],
    d.[cType] AS [cType],
    p.[dIntervalStart] AS [dIntervalStart],
    p.[nDuration] AS [nDuration],
    f.[nEnteredAcd] AS [nEnteredAcd],
    f.[nAbandonedAcd] AS [nAbandonedAcd],
    f.[nGrabbedAcd] AS [nGrabbedAcd],
    f.[nLocalDisconnectAcd] AS [nLocalDisconnectAcd],
    f.[nAlertedAcd] AS [nAlertedAcd],
    f.[nAnsweredAcd] AS [nAnsweredAcd],
    f.[nAnswered] AS [nAnswered],
    f.[nAcdSvcLvl] AS [nAcdSvcLvl],
    f.[nAnsweredAcdSvcLvl1] AS [nAnsweredAcdSvcLvl1],
    f.[nAnsweredAcdSvcLvl2] AS [nAnsweredAcdSvcLvl2],
    f.[nAnsweredAcdSvcLvl3] AS [nAnsweredAcdSvcLvl3],
    f.[nAnsweredAcdSvcLvl4] AS [nAnsweredAcdSvcLvl4],
    f.[nAnsweredAcdSvcLvl5] AS [nAnsweredAcdSvcLvl5],
    f.[nAnsweredAcdSvcLvl6] AS [nAnsweredAcdSvcLvl6],
    f.[nAbandonAcdSvcLvl1] AS [nAbandonAcdSvcLvl1],
    f.[nAbandonAcdSvcLvl2] AS [nAbandonAcdSvcLvl2],
    f.[nAbandonAcdSvcLvl3] AS [nAbandonAcdSvcLvl3],
    f.[nAbandonAcdSvcLvl4] AS [nAbandonAcdSvcLvl4],
    f.[nAbandonAcdSvcLvl5] AS [nAbandonAcdSvcLvl5],
    f.[nAbandonAcdSvcLvl6] AS [nAbandonAcdSvcLvl6],
    f.[tGrabbedAcd] AS [tGrabbedAcd],
    f.[tAnsweredAcd] AS [tAnsweredAcd],
    f.[mtAnsweredAcd] AS [mtAnsweredAcd],
    f.[tAbandonedAcd] AS [tAbandonedAcd],
    f.[tTalkAcd] AS [tTalkAcd],
    f.[tTalkCompleteAcd] AS [tTalkCompleteAcd],
    f.[nHoldAcd] AS [nHoldAcd],
    f.[tHoldAcd] AS [tHoldAcd],
    f.[nAcw] AS [nAcw],
    f.[tAcw] AS [tAcw],
    f.[tAcwComplete] AS [tAcwComplete],
    f.[nExternToInternCalls] AS [nExternToInternCalls],
    f.[nExternToInternAcdCalls] AS [nExternToInternAcdCalls],
    f.[nInternToExternCalls] AS [nInternToExternCalls],
    f.[nInternToExternAcdCalls] AS [nInternToExternAcdCalls],
    f.[nInternToInternCalls] AS [nInternToInternCalls],
    f.[nInternToInternAcdCalls] AS [nInternToInternAcdCalls],
    f.[tExternToInternCalls] AS [tExternToInternCalls],
    f.[tExternToInternAcdCalls] AS [tExternToInternAcdCalls],
    f.[tInternToExternCalls] AS [tInternToExternCalls],
    f.[tInternToExternAcdCalls] AS [tInternToExternAcdCalls],
    f.[tInternToInternCalls] AS [tInternToInternCalls],
    f.[tInternToInternAcdCalls] AS [tInternToInternAcdCalls],
    f.[nAcwCalls] AS [nAcwCalls],
    f.[tAcwCalls] AS [tAcwCalls],
    f.[nTransferedAcd] AS [nTransferedAcd],
    f.[nNotAnsweredAcd] AS [nNotAnsweredAcd],
    f.[tAlertedAcd] AS [tAlertedAcd],
    f.[nFlowOutAcd] AS [nFlowOutAcd],
    f.[tFlowOutAcd] AS [tFlowOutAcd],
    f.[nStartWaitAlertAcdCalls] AS [nStartWaitAlertAcdCalls],
    f.[nStartActiveAcdCalls] AS [nStartActiveAcdCalls],
    f.[nStartHeldAcdCalls] AS [nStartHeldAcdCalls],
    f.[nEndWaitAlertAcdCalls] AS [nEndWaitAlertAcdCalls],
    f.[nEndActiveAcdCalls] AS [nEndActiveAcdCalls],
    f.[nEndHeldAcdCalls] AS [nEndHeldAcdCalls],
    f.[nTransferWithinAcdCalls] AS [nTransferWithinAcdCalls],
    f.[nTransferOutAcdCalls] AS [nTransferOutAcdCalls],
    f.[nDisconnectAcd] AS [nDisconnectAcd],
    f.[tAgentLoggedIn] AS [tAgentLoggedIn],
    f.[tAgentAvailable] AS [tAgentAvailable],
    f.[tAgentTalk] AS [tAgentTalk],
    f.[tAgentOtherBusy] AS [tAgentOtherBusy],
    f.[tAgentOnAcdCall] AS [tAgentOnAcdCall],
    f.[tAgentOnOtherAcdCall] AS [tAgentOnOtherAcdCall],
    f.[tAgentInAcw] AS [tAgentInAcw],
    f.[tAgentOnNonAcdCall] AS [tAgentOnNonAcdCall],
    f.[tAgentDnd] AS [tAgentDnd],
    f.[tAgentNotAvailable] AS [tAgentNotAvailable],
    f.[tAgentAcdLoggedIn] AS [tAgentAcdLoggedIn],
    s.[tAgentStatusDnd] AS [tAgentStatusDnd],
    s.[tAgentStatusAcw] AS [tAgentStatusAcw],
    f.[tAgentLoggedInDiluted] AS [tAgentLoggedInDiluted],
    s.[tStatusGroupFollowup] AS [tStatusGroupFollowup],
    s.[tStatusGroupBreak] AS [tStatusGroupBreak],
    s.[tStatusGroupTraining] AS [tStatusGroupTraining],
    f.[CustomValue1] AS [CustomValue1],
    f.[CustomValue2] AS [CustomValue2],
    f.[CustomValue3] AS [CustomValue3],
    f.[CustomValue4] AS [CustomValue4],
    f.[CustomValue5] AS [CustomValue5],
    f.[CustomValue6] AS [CustomValue6],
    p.[SiteId] AS [SiteId],
    f.[SubSiteId] AS [SubSiteId],
    p.[I3TimeStampGMT] AS [I3TimeStampGMT],
    p.[StatisticsSet] AS [StatisticsSet],
    p.[dIntervalStartUTC] AS [dIntervalStartUTC],
    p.[ConfigurationSet] AS [ConfigurationSet]
FROM [StatProfile] p
JOIN [StatDimensions] d ON d.[DimensionSet] = p.[DimensionSet]
JOIN [AgentStatistics] f ON f.[StatisticsSet] = p.[StatisticsSet]
JOIN [AgentStatus] s ON s.[StatisticsSet] = p.[StatisticsSet];
GO

CREATE VIEW [IWrkgrpQueueStats] AS SELECT
    d.[cDimension1] AS [cName],
    d.[cDimension2] AS [cReportGroup],
    d.[cDimension3] AS [cHKey3],
    d.[cDimension4] AS [cHKey4],
    d.[cType] AS [cType],
    p.[dIntervalStart] AS [dIntervalStart],
    p.[nDuration] AS [nDuration],
    f.[nEnteredAcd] AS [nEnteredAcd],
    f.[nAbandonedAcd] AS [nAbandonedAcd],
    f.[nGrabbedAcd] AS [nGrabbedAcd],
    f.[nLocalDisconnectAcd] AS [nLocalDisconnectAcd],
    f.[nAlertedAcd] AS [nAlertedAcd],
    f.[nAnsweredAcd] AS [nAnsweredAcd],
    f.[nAnswered] AS [nAnswered],
    f.[nAcdSvcLvl] AS [nAcdSvcLvl],
    f.[nAnsweredAcdSvcLvl1] AS [nAnsweredAcdSvcLvl1],
    f.[nAnsweredAcdSvcLvl2] AS [nAnsweredAcdSvcLvl2],
    f.[nAnsweredAcdSvcLvl3] AS [nAnsweredAcdSvcLvl3],
    f.[nAnsweredAcdSvcLvl4] AS [nAnsweredAcdSvcLvl4],
    f.[nAnsweredAcdSvcLvl5] AS [nAnsweredAcdSvcLvl5],
    f.[nAnsweredAcdSvcLvl6] AS [nAnsweredAcdSvcLvl6],
    f.[nAbandonAcdSvcLvl1] AS [nAbandonAcdSvcLvl1],
    f.[nAbandonAcdSvcLvl2] AS [nAbandonAcdSvcLvl2],
    f.[nAbandonAcdSvcLvl3] AS [nAbandonAcdSvcLvl3],
    f.[nAbandonAcdSvcLvl4] AS [nAbandonAcdSvcLvl4],
    f.[nAbandonAcdSvcLvl5] AS [nAbandonAcdSvcLvl5],
    f.[nAbandonAcdSvcLvl6] AS [nAbandonAcdSvcLvl6],
    f.[tGrabbedAcd] AS [tGrabbedAcd],
    f.[tAnsweredAcd] AS [tAnsweredAcd],
    f.[mtAnsweredAcd] AS [mtAnsweredAcd],
    f.[tAbandonedAcd] AS [tAbandonedAcd],
    f.[tTalkAcd] AS [tTalkAcd],
    f.[tTalkCompleteAcd] AS [tTalkCompleteAcd],
    f.[nHoldAcd] AS [nHoldAcd],
    f.[tHoldAcd] AS [tHoldAcd],
    f.[nAcw] AS [nAcw],
    f.[tAcw] AS [tAcw],
    f.[tAcwComplete] AS [tAcwComplete],
    f.[nExternToInternCalls] AS [nExternToInternCalls],
    f.[nExternToInternAcdCalls] AS [nExternToInternAcdCalls],
    f.[nInternToExternCalls] AS [nInternToExternCalls],
    f.[nInternToExternAcdCalls] AS [nInternToExternAcdCalls],
    f.[nInternToInternCalls] AS [nInternToInternCalls],
    f.[nInternToInternAcdCalls] AS [nInternToInternAcdCalls],
    f.[tExternToInternCalls] AS [tExternToInternCalls],
    f.[tExternToInternAcdCalls] AS [tExternToInternAcdCalls],
    f.[tInternToExternCalls] AS [tInternToExternCalls],
    f.[tInternToExternAcdCalls] AS [tInternToExternAcdCalls],
    f.[tInternToInternCalls] AS [tInternToInternCalls],
    f.[tInternToInternAcdCalls] AS [tInternToInternAcdCalls],
    f.[nAcwCalls] AS [nAcwCalls],
    f.[tAcwCalls] AS [tAcwCalls],
    f.[nTransferedAcd] AS [nTransferedAcd],
    f.[nNotAnsweredAcd] AS [nNotAnsweredAcd],
    f.[tAlertedAcd] AS [tAlertedAcd],
    f.[nFlowOutAcd] AS [nFlowOutAcd],
    f.[tFlowOutAcd] AS [tFlowOutAcd],
    f.[nStartWaitAlertAcdCalls] AS [nStartWaitAlertAcdCalls],
    f.[nStartActiveAcdCalls] AS [nStartActiveAcdCalls],
    f.[nStartHeldAcdCalls] AS [nStartHeldAcdCalls],
    f.[nEndWaitAlertAcdCalls] AS [nEndWaitAlertAcdCalls],
    f.[nEndActiveAcdCalls] AS [nEndActiveAcdCalls],
    f.[nEndHeldAcdCalls] AS [nEndHeldAcdCalls],
    f.[nTransferWithinAcdCalls] AS [nTransferWithinAcdCalls],
    f.[nTransferOutAcdCalls] AS [nTransferOutAcdCalls],
    f.[nDisconnectAcd] AS [nDisconnectAcd],
    s.[tAgentLoggedIn] AS [tAgentLoggedIn],
    s.[tAgentAvailable] AS [tAgentAvailable],
    f.[tAgentTalk] AS [tAgentTalk],
    s.[tAgentOtherBusy] AS [tAgentOtherBusy],
    s.[tAgentOnAcdCall] AS [tAgentOnAcdCall],
    s.[tAgentOnOtherAcdCall] AS [tAgentOnOtherAcdCall],
    s.[tAgentInAcw] AS [tAgentInAcw],
    s.[tAgentOnNonAcdCall] AS [tAgentOnNonAcdCall],
    s.[tAgentDnd] AS [tAgentDnd],
    s.[tAgentNotAvailable] AS [tAgentNotAvailable],
    s.[tAgentAcdLoggedIn] AS [tAgentAcdLoggedIn],
    s.[tAgentStatusDnd] AS [tAgentStatusDnd],
    s.[tAgentStatusAcw] AS [tAgentStatusAcw],
    s.[tAgentLoggedInDiluted] AS [tAgentLoggedInDiluted],
    s.[tStatusGroupFollowup] AS [tStatusGroupFollowup],
    s.[tStatusGroupBreak] AS [tStatusGroupBreak],
    s.[tStatusGroupTraining] AS [tStatusGroupTraining],
    f.[CustomValue1] AS [CustomValue1],
    f.[CustomValue2] AS [CustomValue2],
    f.[CustomValue3] AS [CustomValue3],
    f.[CustomValue4] AS [CustomValue4],
    f.[CustomValue5] AS [CustomValue5],
    f.[CustomValue6] AS [CustomValue6],
    p.[SiteId] AS [SiteId],
    f.[SubSiteId] AS [SubSiteId],
    p.[I3TimeStampGMT] AS [I3TimeStampGMT],
    p.[StatisticsSet] AS [StatisticsSet],
    p.[dIntervalStartUTC] AS [dIntervalStartUTC],
    p.[ConfigurationSet] AS [ConfigurationSet]
FROM [StatProfile] p
JOIN [StatDimensions] d ON d.[DimensionSet] = p.[DimensionSet]
JOIN [DQStatistics] f ON f.[StatisticsSet] = p.[StatisticsSet]
JOIN [DQStatus] s ON s.[StatisticsSet] = p.[StatisticsSet];
GO

CREATE VIEW [IStatsGroup] AS SELECT
    d.[cDimension1] AS [cName],
    d.[cDimension2] AS [cReportGroup],
    d.[cDimension3] AS [cHKey3],
    d.[cDimension4] AS [cHKey4],
    d.[cType] AS [cType],
    p.[dIntervalStart] AS [dIntervalStart],
    p.[nDuration] AS [nDuration],
    f.[nEnteredAcd] AS [nEnteredAcd],
    f.[nAbandonedAcd] AS [nAbandonedAcd],
    f.[nGrabbedAcd] AS [nGrabbedAcd],
    f.[nLocalDisconnectAcd] AS [nLocalDisconnectAcd],
    f.[nAlertedAcd] AS [nAlertedAcd],
    f.[nAnsweredAcd] AS [nAnsweredAcd],
    f.[nAnswered] AS [nAnswered],
    f.[nAcdSvcLvl] AS [nAcdSvcLvl],
    f.[nAnsweredAcdSvcLvl1] AS [nAnsweredAcdSvcLvl1],
    f.[nAnsweredAcdSvcLvl2] AS [nAnsweredAcdSvcLvl2],
    f.[nAnsweredAcdSvcLvl3] AS [nAnsweredAcdSvcLvl3],
    f.[nAnsweredAcdSvcLvl4] AS [nAnsweredAcdSvcLvl4],
    f.[nAnsweredAcdSvcLvl5] AS [nAnsweredAcdSvcLvl5],
    f.[nAnsweredAcdSvcLvl6] AS [nAnsweredAcdSvcLvl6],
    f.[nAbandonAcdSvcLvl1] AS [nAbandonAcdSvcLvl1],
    f.[nAbandonAcdSvcLvl2] AS [nAbandonAcdSvcLvl2],
    f.[nAbandonAcdSvcLvl3] AS [nAbandonAcdSvcLvl3],
    f.[nAbandonAcdSvcLvl4] AS [nAbandonAcdSvcLvl4],
    f.[nAbandonAcdSvcLvl5] AS [nAbandonAcdSvcLvl5],
    f.[nAbandonAcdSvcLvl6] AS [nAbandonAcdSvcLvl6],
    f.[tGrabbedAcd] AS [tGrabbedAcd],
    f.[tAnsweredAcd] AS [tAnsweredAcd],
    f.[mtAnsweredAcd] AS [mtAnsweredAcd],
    f.[tAbandonedAcd] AS [tAbandonedAcd],
    f.[tTalkAcd] AS [tTalkAcd],
    f.[tTalkCompleteAcd] AS [tTalkCompleteAcd],
    f.[nHoldAcd] AS [nHoldAcd],
    f.[tHoldAcd] AS [tHoldAcd],
    f.[nAcw] AS [nAcw],
    f.[tAcw] AS [tAcw],
    f.[tAcwComplete] AS [tAcwComplete],
    f.[nExternToInternCalls] AS [nExternToInternCalls],
    f.[nExternToInternAcdCalls] AS [nExternToInternAcdCalls],
    f.[nInternToExternCalls] AS [nInternToExternCalls],
    f.[nInternToExternAcdCalls] AS [nInternToExternAcdCalls],
    f.[nInternToInternCalls] AS [nInternToInternCalls],
    f.[nInternToInternAcdCalls] AS [nInternToInternAcdCalls],
    f.[tExternToInternCalls] AS [tExternToInternCalls],
    f.[tExternToInternAcdCalls] AS [tExternToInternAcdCalls],
    f.[tInternToExternCalls] AS [tInternToExternCalls],
    f.[tInternToExternAcdCalls] AS [tInternToExternAcdCalls],
    f.[tInternToInternCalls] AS [tInternToInternCalls],
    f.[tInternToInternAcdCalls] AS [tInternToInternAcdCalls],
    f.[nAcwCalls] AS [nAcwCalls],
    f.[tAcwCalls] AS [tAcwCalls],
    f.[nTransferedAcd] AS [nTransferedAcd],
    f.[nNotAnsweredAcd] AS [nNotAnsweredAcd],
    f.[tAlertedAcd] AS [tAlertedAcd],
    f.[nFlowOutAcd] AS [nFlowOutAcd],
    f.[tFlowOutAcd] AS [tFlowOutAcd],
    f.[nStartWaitAlertAcdCalls] AS [nStartWaitAlertAcdCalls],
    f.[nStartActiveAcdCalls] AS [nStartActiveAcdCalls],
    f.[nStartHeldAcdCalls] AS [nStartHeldAcdCalls],
    f.[nEndWaitAlertAcdCalls] AS [nEndWaitAlertAcdCalls],
    f.[nEndActiveAcdCalls] AS [nEndActiveAcdCalls],
    f.[nEndHeldAcdCalls] AS [nEndHeldAcdCalls],
    f.[nTransferWithinAcdCalls] AS [nTransferWithinAcdCalls],
    f.[nTransferOutAcdCalls] AS [nTransferOutAcdCalls],
    f.[nDisconnectAcd] AS [nDisconnectAcd],
    f.[tAgentLoggedIn] AS [tAgentLoggedIn],
    f.[tAgentAvailable] AS [tAgentAvailable],
    f.[tAgentTalk] AS [tAgentTalk],
    f.[tAgentOtherBusy] AS [tAgentOtherBusy],
    f.[tAgentOnAcdCall] AS [tAgentOnAcdCall],
    f.[tAgentOnOtherAcdCall] AS [tAgentOnOtherAcdCall],
    f.[tAgentInAcw] AS [tAgentInAcw],
    f.[tAgentOnNonAcdCall] AS [tAgentOnNonAcdCall],
    f.[tAgentDnd] AS [tAgentDnd],
    f.[tAgentNotAvailable] AS [tAgentNotAvailable],
    f.[tAgentAcdLoggedIn] AS [tAgentAcdLoggedIn],
    f.[tAgentStatusDnd] AS [tAgentStatusDnd],
    f.[tAgentStatusAcw] AS [tAgentStatusAcw],
    f.[tAgentLoggedInDiluted] AS [tAgentLoggedInDiluted],
    f.[tStatusGroupFollowup] AS [tStatusGroupFollowup],
    f.[tStatusGroupBreak] AS [tStatusGroupBreak],
    f.[tStatusGroupTraining] AS [tStatusGroupTraining],
    f.[CustomValue1] AS [CustomValue1],
    f.[CustomValue2] AS [CustomValue2],
    f.[CustomValue3] AS [CustomValue3],
    f.[CustomValue4] AS [CustomValue4],
    f.[CustomValue5] AS [CustomValue5],
    f.[CustomValue6] AS [CustomValue6],
    p.[SiteId] AS [SiteId],
    f.[SubSiteId] AS [SubSiteId],
    p.[I3TimeStampGMT] AS [I3TimeStampGMT],
    p.[StatisticsSet] AS [StatisticsSet],
    p.[dIntervalStartUTC] AS [dIntervalStartUTC],
    p.[ConfigurationSet] AS [ConfigurationSet]
FROM [StatProfile] p
JOIN [StatDimensions] d ON d.[DimensionSet] = p.[DimensionSet]
JOIN [SGStatistics] f ON f.[StatisticsSet] = p.[StatisticsSet];
GO
