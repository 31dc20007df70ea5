-- What:   creates the 197 tables and 3 views of the contact centre schema, release 4.0 (SQLite)
-- When:   once, before the first run, where none of these tables exists
-- Needs:  sqlite3, and the right to create tables
-- Effect: adds tables, keys and indexes, changes and drops nothing

CREATE TABLE "AddrType" (
    "AddrTypeId" INT NOT NULL,
    "Name" VARCHAR(30),
    "InsertionOrder" INT NOT NULL,
    "Admin_Editable" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("AddrTypeId"),
    CONSTRAINT "IX_AddrType_Name" UNIQUE ("Name")
);

CREATE TABLE "AttributeType" (
    "Admin_Editable" INT NOT NULL,
    "AppliesTo" INT NOT NULL,
    "AttrTypeID" INT NOT NULL,
    "LegalValues" VARCHAR(2000),
    "Name" VARCHAR(50) NOT NULL,
    "ShowIfEmpty" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("AttrTypeID")
);

CREATE TABLE "ConnectionType" (
    "Admin_Editable" INT NOT NULL,
    "ConnTypeID" INT NOT NULL,
    "Name" VARCHAR(30) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ConnTypeID")
);

CREATE TABLE "ConnSubType" (
    "Admin_Editable" INT NOT NULL,
    "ConnSubTypeId" INT NOT NULL,
    "InsertionOrder" INT NOT NULL,
    "Name" VARCHAR(30),
    "Version" INT NOT NULL,
    PRIMARY KEY ("ConnSubTypeId")
);

CREATE TABLE "IndivType" (
    "Admin_Editable" INT NOT NULL,
    "IndivTypeID" INT NOT NULL,
    "Name" VARCHAR(30) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("IndivTypeID")
);

CREATE TABLE "IntxType" (
    "Admin_Editable" INT NOT NULL,
    "IntxTypeID" INT NOT NULL,
    "Name" VARCHAR(30) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("IntxTypeID")
);

CREATE TABLE "OrgType" (
    "Admin_Editable" INT NOT NULL,
    "Name" VARCHAR(20) NOT NULL,
    "OrgTypeID" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("OrgTypeID")
);

CREATE TABLE "RelationshipDescription" (
    "Active" TINYINT NOT NULL,
    "Admin_Editable" INT NOT NULL,
    "EligibleDestinations" INT NOT NULL,
    "EligibleSources" INT NOT NULL,
    "InverseName" VARCHAR(50) NOT NULL,
    "ModifyDateTime" DATETIME2(7),
    "Name" VARCHAR(50) NOT NULL,
    "RelDescID" INT NOT NULL,
    "Remarks" VARCHAR(2000),
    "SiteID" SMALLINT,
    "Version" INT NOT NULL,
    PRIMARY KEY ("RelDescID")
);

CREATE TABLE "Title" (
    "Admin_Editable" INT NOT NULL,
    "Name" VARCHAR(20) NOT NULL,
    "TitleID" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("TitleID")
);

CREATE TABLE "ETLBookmarks" (
    "ErrCode" TINYINT NOT NULL,
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SeqNo" TINYINT NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID")
);

CREATE TABLE "IndivAddress" (
    "AddrInstID" INT NOT NULL,
    "AddrTypeID" INT NOT NULL,
    "City" VARCHAR(50),
    "Country" VARCHAR(50),
    "IndivID" CHAR(22) NOT NULL,
    "IsDefault" TINYINT NOT NULL,
    "State" VARCHAR(20),
    "StreetAddress" VARCHAR(255),
    "SystemInsertDate" DATETIME2(7),
    "Version" INT NOT NULL,
    "zip" VARCHAR(20),
    PRIMARY KEY ("AddrInstID")
);

CREATE TABLE "IndivAttribute" (
    "AttrTypeID" INT NOT NULL,
    "FldVal" VARCHAR(2000),
    "IndivID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("IndivID", "AttrTypeID")
);

CREATE TABLE "IndivConnection" (
    "ConnInstID" INT NOT NULL,
    "ConnSubTypeId" INT NOT NULL,
    "ConnTypeID" INT NOT NULL,
    "IndivID" CHAR(22) NOT NULL,
    "IsDefault" TINYINT NOT NULL,
    "SystemInsertDate" DATETIME2(7),
    "Value" VARCHAR(255) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ConnInstID", "IndivID")
);

CREATE TABLE "Individual" (
    "IndivID" CHAR(22) NOT NULL,
    "IndivTypeID" INT NOT NULL,
    "TitleID" INT,
    "LastName" VARCHAR(50) NOT NULL,
    "FirstName" VARCHAR(50),
    "MiddleName" VARCHAR(50),
    "Department" VARCHAR(50),
    "Company" VARCHAR(100),
    "JobTitle" VARCHAR(100),
    "AssistantName" VARCHAR(100),
    "ICUserID" VARCHAR(50),
    "OwnerID" VARCHAR(50),
    "ExtSource" VARCHAR(64),
    "ExtID" VARCHAR(255),
    "IsPrivate" TINYINT,
    "Active" TINYINT,
    "ModifyDateTime" DATETIME2(7),
    "SiteID" SMALLINT,
    "Version" INT NOT NULL,
    PRIMARY KEY ("IndivID")
);

CREATE TABLE "InteractionAttribute" (
    "AttrTypeID" INT NOT NULL,
    "FldVal" VARCHAR(2000),
    "IntxID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("IntxID", "AttrTypeID")
);

CREATE TABLE "IntxSegment" (
    "IntxID" CHAR(22) NOT NULL,
    "IntxTypeID" INT NOT NULL,
    "Version" INT NOT NULL,
    "AppIncidentID" VARCHAR(255),
    "AssignedWorkGroup" VARCHAR(50),
    "EmailSubject" VARCHAR(100),
    "EmailPriority" TINYINT,
    "StartDateTime" DATETIME2(7),
    "Duration" BIGINT,
    "SiteID" SMALLINT,
    PRIMARY KEY ("IntxID"),
    FOREIGN KEY ("IntxTypeID") REFERENCES "IntxType" ("IntxTypeID")
);

CREATE TABLE "Intx_Participant" (
    "IntxID" CHAR(22) NOT NULL,
    "Intx_Part_ID" CHAR(22) NOT NULL,
    "IndivID" CHAR(22) NOT NULL,
    "Role" TINYINT NOT NULL,
    "HowEnded" TINYINT,
    "WrapUpCode" VARCHAR(50),
    "CallIDKey" CHAR(18) NOT NULL,
    "WrapUpSegmentID" SMALLINT,
    "StartDateTime" DATETIME2(7),
    "SiteID" SMALLINT,
    "Version" INT NOT NULL,
    PRIMARY KEY ("Intx_Part_ID"),
    FOREIGN KEY ("IntxID") REFERENCES "IntxSegment" ("IntxID"),
    FOREIGN KEY ("IndivID") REFERENCES "Individual" ("IndivID")
);

CREATE TABLE "IntxAnnotation" (
    "Annotation" VARCHAR(3900),
    "IndivID" CHAR(22) NOT NULL,
    "IntxAnnoID" INT NOT NULL,
    "IntxID" CHAR(22) NOT NULL,
    "IsPrivate" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("IntxAnnoID")
);

CREATE TABLE "IntxAttributeCID" (
    "IntxID" CHAR(22) NOT NULL,
    "Intx_Part_ID" CHAR(22) NOT NULL,
    "ConversationID" CHAR(39) NOT NULL,
    "ConversationAttribute" VARCHAR(4000),
    "EventDateTime" DATETIME2(7) NOT NULL,
    "ExtID" VARCHAR(256),
    "Version" INT NOT NULL,
    PRIMARY KEY ("IntxID", "Intx_Part_ID", "ConversationID")
);

CREATE TABLE "LocAddress" (
    "AddrInstID" INT NOT NULL,
    "AddrTypeID" INT NOT NULL,
    "City" VARCHAR(50),
    "Country" VARCHAR(50),
    "IsDefault" TINYINT NOT NULL,
    "IsDefForIndiv" TINYINT NOT NULL,
    "LocID" CHAR(22) NOT NULL,
    "State" VARCHAR(20),
    "StreetAddress" VARCHAR(255),
    "SystemInsertDate" DATETIME2(7),
    "Version" INT NOT NULL,
    "Zip" VARCHAR(20),
    PRIMARY KEY ("AddrInstID")
);

CREATE TABLE "Location" (
    "Active" TINYINT NOT NULL,
    "AppLocID" VARCHAR(255),
    "ExtID" VARCHAR(255),
    "ExtSource" VARCHAR(64),
    "IsPrivate" TINYINT NOT NULL,
    "LocID" CHAR(22) NOT NULL,
    "ModifyDateTime" DATETIME2(7),
    "Name" VARCHAR(100),
    "OrgID" CHAR(22),
    "OwnerID" VARCHAR(50),
    "SiteID" SMALLINT,
    "UnknownIndivID" CHAR(22),
    "Version" INT NOT NULL,
    PRIMARY KEY ("LocID")
);

CREATE TABLE "LocAttribute" (
    "AttrTypeID" INT NOT NULL,
    "FldVal" VARCHAR(2000),
    "LocID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("LocID", "AttrTypeID")
);

CREATE TABLE "LocConnection" (
    "ConnInstID" INT NOT NULL,
    "ConnSubTypeId" INT NOT NULL,
    "ConnTypeID" INT NOT NULL,
    "IsDefault" TINYINT NOT NULL,
    "IsDefForIndiv" TINYINT NOT NULL,
    "LocID" CHAR(22) NOT NULL,
    "SystemInsertDate" DATETIME2(7),
    "Value" VARCHAR(255) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ConnInstID")
);

CREATE TABLE "Organization" (
    "Active" TINYINT NOT NULL,
    "AppOrgID" VARCHAR(255),
    "ExtID" VARCHAR(255),
    "ExtSource" VARCHAR(64),
    "IsPrivate" TINYINT NOT NULL,
    "ModifyDateTime" DATETIME2(7),
    "Name" VARCHAR(100) NOT NULL,
    "OrgID" CHAR(22) NOT NULL,
    "OrgTypeID" INT,
    "OwnerID" VARCHAR(50),
    "SiteID" SMALLINT,
    "UnknownIndivID" CHAR(22),
    "Version" INT NOT NULL,
    PRIMARY KEY ("OrgID")
);

CREATE TABLE "OrgAttribute" (
    "AttrTypeID" INT NOT NULL,
    "FldVal" VARCHAR(2000),
    "OrgID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("OrgID", "AttrTypeID")
);

CREATE TABLE "OrgConnection" (
    "ConnInstId" INT NOT NULL,
    "ConnSubTypeId" INT NOT NULL,
    "ConnTypeID" INT NOT NULL,
    "IsDefault" TINYINT NOT NULL,
    "IsDefForIndiv" TINYINT NOT NULL,
    "IsDefForLoc" TINYINT NOT NULL,
    "OrgID" CHAR(22) NOT NULL,
    "SystemInsertDate" DATETIME2(7),
    "Value" VARCHAR(255) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ConnInstId")
);

CREATE TABLE "Relationship" (
    "Active" TINYINT NOT NULL,
    "DestinationID" CHAR(22) NOT NULL,
    "DestinationType" INT NOT NULL,
    "ExpirationDateTime" DATETIME2(7),
    "ModifyDateTime" DATETIME2(7),
    "RelDescID" INT,
    "RelID" INT NOT NULL,
    "SiteID" SMALLINT,
    "SourceID" CHAR(22) NOT NULL,
    "SourceType" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("RelID")
);

CREATE TABLE "SegmentFacts" (
    "Active" BOOLEAN,
    "Agent" VARCHAR(50),
    "Answered" BOOLEAN,
    "AnsweredByAgent" BOOLEAN,
    "Details" TEXT,
    "Duration" DECIMAL(18,0),
    "HandledByWG" BOOLEAN,
    "HowEnded" TINYINT,
    "InteractionIDKey" CHAR(18) NOT NULL,
    "Remotedisconnected" BOOLEAN,
    "SameWGTransfer" BOOLEAN,
    "SegmentStart" DATETIME2(7),
    "SegmentType" INT,
    "SegNo" SMALLINT NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "WGTransfer" BOOLEAN,
    "Workgroup" VARCHAR(100),
    "WrapupCode" VARCHAR(200),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SegNo")
);

CREATE TABLE "AccountCodeMirror" (
    "AccountCode" VARCHAR(50) NOT NULL,
    "Description" VARCHAR(128) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("AccountCode", "SiteId")
);

CREATE TABLE "AgentActivityLog" (
    "UserId" VARCHAR(50) NOT NULL,
    "StatusDateTime" DATETIME2(3) NOT NULL,
    "StatusDateTimeGMT" DATETIME2(3) NOT NULL,
    "ChangedStatus" SMALLINT NOT NULL,
    "ChangedStatusGroup" SMALLINT NOT NULL,
    "ChangedLoggedIn" SMALLINT NOT NULL,
    "ChangedAcdLoggedIn" SMALLINT NOT NULL,
    "StatusKey" VARCHAR(50) NOT NULL,
    "StatusGroup" VARCHAR(50) NOT NULL,
    "LoggedIn" SMALLINT NOT NULL,
    "AcdLoggedIn" SMALLINT NOT NULL,
    "StatusDnd" SMALLINT NOT NULL,
    "StatusAcw" SMALLINT NOT NULL,
    "EndDateTime" DATETIME2(3) NOT NULL,
    "EndDateTimeGMT" DATETIME2(3) NOT NULL,
    "StateDuration" INT NOT NULL,
    "SeqNo" SMALLINT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    PRIMARY KEY ("UserId", "StatusDateTimeGMT", "SeqNo", "SiteId", "SubSiteId")
);

CREATE TABLE "AgentQueueActivationHist" (
    "ActivatedBy" VARCHAR(50),
    "ActivationDateTime" DATETIME2(3) NOT NULL,
    "ActivationDateTimeGMT" DATETIME2(3) NOT NULL,
    "ActivationFlag" SMALLINT NOT NULL,
    "HasQueueFlag" SMALLINT NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "UserId" VARCHAR(50),
    "Workgroup" VARCHAR(50) NOT NULL
);

CREATE TABLE "DataExtractorAudit" (
    "CancelledDateTime" DATETIME2(7),
    "CancelledUser" VARCHAR(50),
    "FailedDateTime" DATETIME2(7),
    "FailureInfo" VARCHAR(4000),
    "FinishedDateTime" DATETIME2(7),
    "JobConfig" TEXT,
    "JobID" UNIQUEIDENTIFIER NOT NULL,
    "JobName" VARCHAR(100) NOT NULL,
    "OutputFolder" VARCHAR(2000),
    "QueuedDateTime" DATETIME2(7),
    "SiteID" SMALLINT NOT NULL,
    "StartedDateTime" DATETIME2(7),
    "SubmitDateTime" DATETIME2(7) NOT NULL,
    "SubmitUser" VARCHAR(50) NOT NULL,
    PRIMARY KEY ("JobID")
);

CREATE TABLE "EE_AbandonEvents" (
    "EventDateTimeUTC" DATETIME2(7) NOT NULL,
    "EventDTOffset" INT NOT NULL,
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SerialKey" UNIQUEIDENTIFIER NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SourceQueueId" BIGINT NOT NULL,
    "SourceQueueType" SMALLINT NOT NULL,
    "TimeInQueue" BIGINT NOT NULL,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EE_FlowOutEvents" (
    "EventDateTimeUTC" DATETIME2(7) NOT NULL,
    "EventDTOffset" INT NOT NULL,
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SerialKey" UNIQUEIDENTIFIER NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SourceQueueId" BIGINT NOT NULL,
    "SourceQueueType" SMALLINT NOT NULL,
    "TargetQueueId" BIGINT NOT NULL,
    "TargetQueueType" SMALLINT,
    "TimeInQueue" BIGINT,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EE_TransferEvents" (
    "EventDateTimeUTC" DATETIME2(7) NOT NULL,
    "EventDTOffset" INT NOT NULL,
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SerialKey" UNIQUEIDENTIFIER NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SourceQueueId" BIGINT NOT NULL,
    "SourceUserId" BIGINT NOT NULL,
    "TargetQueueId" BIGINT NOT NULL,
    "TargetUserId" BIGINT NOT NULL,
    "TimeInSrcQueue" BIGINT,
    "TransferType" SMALLINT NOT NULL,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EnhancedIAChangeLog" (
    "ApplicationID" SMALLINT NOT NULL,
    "ChangeDateTime" DATETIME2(3) NOT NULL,
    "ChangeDateTimeGMT" DATETIME2(3) NOT NULL,
    "ChangeTime" CHAR(8) NOT NULL,
    "ChangeType" VARCHAR(50) NOT NULL,
    "EnhancedIAChangeLogId" INT NOT NULL,
    "EntryClass" VARCHAR(50) NOT NULL,
    "EntryKey" VARCHAR(128) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "StationId" VARCHAR(50) NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "UserId" VARCHAR(50) NOT NULL,
    PRIMARY KEY ("EnhancedIAChangeLogId")
);

CREATE TABLE "FaxEnvelopeHist" (
    "EnvelopeId" BIGINT NOT NULL,
    "EnvelopeTimeStamp" INT NOT NULL,
    "FaxId" BIGINT NOT NULL,
    "FaxTimestamp" INT NOT NULL,
    "CallIdKey" CHAR(18) NOT NULL,
    "ProcessingDatetime" DATETIME2(3),
    "ProcessingDateTimeGmt" DATETIME2(3),
    "Direction" SMALLINT,
    "SuccessFlag" SMALLINT,
    "RemoteCSId" VARCHAR(50),
    "RemoteNumber" VARCHAR(50),
    "T30" VARCHAR(50),
    "PortNumber" INT,
    "Duration" INT,
    "Speed" INT,
    "PageCount" INT,
    "ErrorInfo" VARCHAR(255),
    "SignalQuality" INT,
    "SignalStrength" INT,
    "LineNoise" INT,
    "Header" VARCHAR(255),
    "SendWhen" SMALLINT,
    "CheapBeginDateTime" DATETIME2(3),
    "CheapEndDateTime" DATETIME2(3),
    "ScheduledDateTime" DATETIME2(3),
    "Retries" INT,
    "RetryDelay" INT,
    "SubmitDateTime" DATETIME2(3),
    "SubmitDateTimeGMT" DATETIME2(3),
    "SenderName" VARCHAR(50),
    "NotifyOnSuccess" SMALLINT,
    "SuccessAddress" VARCHAR(255),
    "NotifyOnFailure" SMALLINT,
    "FailureAddress" VARCHAR(255),
    "FailureAttempts" INT,
    "FailureType" INT,
    "MaxBPS" INT,
    "DeviceGroup" VARCHAR(50),
    "CoverPageName" VARCHAR(255),
    "ToCompany" VARCHAR(50),
    "ToName" VARCHAR(50),
    "ToVoicePhone" VARCHAR(50),
    "FromName" VARCHAR(50),
    "FromFaxPhone" VARCHAR(50),
    "FromVoicePhone" VARCHAR(50),
    "FromCompany" VARCHAR(50),
    "FaxComment" VARCHAR(255),
    "LocalCSId" VARCHAR(50),
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    PRIMARY KEY ("EnvelopeId", "EnvelopeTimeStamp", "CallIdKey", "SiteId")
);

CREATE TABLE "IAAttributeLog" (
    "AttributeName" VARCHAR(100),
    "EnhancedIAChangeLogId" INT NOT NULL,
    "IAAttributeLogId" INT NOT NULL,
    "NewValue" VARCHAR(1850),
    "PreviousValue" VARCHAR(1850),
    PRIMARY KEY ("IAAttributeLogId")
);

CREATE TABLE "IAChangeLog" (
    "ChangeDateTime" DATETIME2(3) NOT NULL,
    "ChangeDateTimeGMT" DATETIME2(3) NOT NULL,
    "ChangeTime" CHAR(8) NOT NULL,
    "ChangeType" VARCHAR(50) NOT NULL,
    "EntryClass" VARCHAR(50) NOT NULL,
    "EntryKey" VARCHAR(128),
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "StationId" VARCHAR(50) NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "UserId" VARCHAR(50)
);

CREATE TABLE "IALicenseAttributeLog" (
    "CallCallback" BOOLEAN NOT NULL,
    "Chat" BOOLEAN NOT NULL,
    "Email" BOOLEAN NOT NULL,
    "EnhancedIAChangeLogId" INT NOT NULL,
    "Generic" BOOLEAN NOT NULL,
    "IALicenseAttributeLogId" INT NOT NULL,
    "IsActive" BOOLEAN NOT NULL,
    "IsAssignable" BOOLEAN NOT NULL,
    "License" SMALLINT NOT NULL,
    PRIMARY KEY ("IALicenseAttributeLogId")
);

CREATE TABLE "IALicenseLookup" (
    "IALicenseLookupId" SMALLINT NOT NULL,
    "License" VARCHAR(200) NOT NULL,
    PRIMARY KEY ("License")
);

CREATE TABLE "ICDirChangeLog" (
    "ChangeDateTime" DATETIME2(3) NOT NULL,
    "ChangeDateTimeGMT" DATETIME2(3) NOT NULL,
    "ChangeTime" CHAR(8) NOT NULL,
    "EntryClass" VARCHAR(50) NOT NULL,
    "EntryName" VARCHAR(50) NOT NULL,
    "EntryPath" VARCHAR(128) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "ListOfAttributes" VARCHAR(255),
    "NotificationType" VARCHAR(50) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("ChangeDateTimeGMT", "EntryPath", "EntryName", "EntryClass", "NotificationType", "SiteId")
);

CREATE TABLE "ICErrorCodeLookup" (
    "ErrorDescription" VARCHAR(50) NOT NULL,
    "ICErrorCode" VARCHAR(50) NOT NULL,
    PRIMARY KEY ("ICErrorCode")
);

CREATE TABLE "InteractionCustomAttributes" (
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SeqNo" TINYINT NOT NULL,
    "StartDateTimeUTC" DATETIME2(3),
    "StartDTOffset" INT,
    "CustomNum1" INT,
    "CustomNum2" INT,
    "CustomNum3" INT,
    "CustomNum4" INT,
    "CustomNum5" INT,
    "CustomString1" VARCHAR(50),
    "CustomString2" VARCHAR(50),
    "CustomString3" VARCHAR(50),
    "CustomString4" VARCHAR(50),
    "CustomString5" VARCHAR(50),
    "CustomDateTime" DATETIME2(3),
    "CustomDateTimeGMT" DATETIME2(3),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSegmentDetail" (
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SeqNo" TINYINT NOT NULL,
    "StartDateTimeUTC" DATETIME2(7) NOT NULL,
    "StartDTOffset" INT NOT NULL,
    "ConversationID" VARCHAR(24),
    "SegmentLog" TEXT,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSummary" (
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SiteID" SMALLINT DEFAULT -1 NOT NULL,
    "SeqNo" TINYINT DEFAULT 0 NOT NULL,
    "InteractionID" BIGINT NOT NULL,
    "StartDateTimeUTC" DATETIME2(3) NOT NULL,
    "StartDTOffset" INT NOT NULL,
    "Direction" TINYINT NOT NULL,
    "ConnectionType" TINYINT NOT NULL,
    "MediaType" TINYINT NOT NULL,
    "RemoteID" VARCHAR(50),
    "DNIS_LocalID" VARCHAR(50),
    "tDialing" INT,
    "tIVRWait" INT,
    "tQueueWait" INT,
    "tAlert" INT,
    "tSuspend" INT,
    "tConnected" INT,
    "tExternal" INT,
    "tHeld" INT,
    "tConference" INT,
    "tACW" INT,
    "nIVR" INT,
    "nQueueWait" INT,
    "nTalk" INT,
    "nConference" INT,
    "nHeld" INT,
    "nTransfer" INT,
    "nExternal" INT,
    "Disposition" TINYINT,
    "DispositionCode" INT,
    "WrapUpCode" VARCHAR(50),
    "AccountCode" VARCHAR(50),
    "PurposeCode" INT,
    "IsRecorded" BOOLEAN,
    "IsSurveyed" BOOLEAN,
    "MediaServerID" VARCHAR(50),
    "IndivID" CHAR(22),
    "OrgID" CHAR(22),
    "LineId" VARCHAR(50),
    "LastStationId" VARCHAR(50),
    "LastLocalUserId" VARCHAR(50),
    "LastAssignedWorkgroupID" VARCHAR(100),
    "LastLocalNumber" VARCHAR(50),
    "LastLocalName" VARCHAR(50),
    "RemoteICUserID" VARCHAR(50),
    "RemoteNumberCountry" SMALLINT,
    "RemoteNumberLoComp1" VARCHAR(10),
    "RemoteNumberLoComp2" VARCHAR(10),
    "RemoteNumberFmt" VARCHAR(50),
    "RemoteNumberCallId" VARCHAR(50),
    "RemoteName" VARCHAR(50),
    "InitiatedDateTimeUTC" DATETIME2(3),
    "ConnectedDateTimeUTC" DATETIME2(3),
    "TerminatedDateTimeUTC" DATETIME2(3),
    "LineDuration" DECIMAL(18,0),
    "CallEventLog" VARCHAR(2000),
    "CallNote" VARCHAR(1024),
    "FirstAssignedAcdSkillSet" VARCHAR(100),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSummaryEx" (
    "InteractionIDKey" CHAR(18) NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SeqNo" TINYINT NOT NULL,
    "StartDateTimeUTC" DATETIME2(7) NOT NULL,
    "StartDTOffset" INT NOT NULL,
    "CallEventLog" TEXT NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionWrapup" (
    "InteractionIDKey" CHAR(18) NOT NULL,
    "nHold" INT,
    "nSupervisorRequest" INT,
    "nSuspend" INT,
    "SeqNo" TINYINT NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "SourceInteractionIDKey" CHAR(18) NOT NULL,
    "tAcw" DECIMAL(18,0),
    "tConnected" DECIMAL(18,0),
    "tHold" DECIMAL(18,0),
    "tSuspend" DECIMAL(18,0),
    "UserID" VARCHAR(50),
    "WorkgroupID" VARCHAR(100),
    "WrapupCategory" VARCHAR(50),
    "WrapupCode" VARCHAR(50),
    "WrapupIncompleteReason" CHAR(1),
    "WrapupRequired" BOOLEAN,
    "WrapupSegmentID" SMALLINT NOT NULL,
    "WrapupStartDateTimeUTC" DATETIME2(7),
    "WrapupStartDTOffset" INT,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo", "SourceInteractionIDKey", "WrapupSegmentID")
);

CREATE TABLE "IVRHistory" (
    "cEventData1" VARCHAR(50),
    "cEventData2" VARCHAR(50),
    "cEventData3" VARCHAR(50),
    "cEventType" VARCHAR(10),
    "dEventTime" DATETIME2(3) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "InteractionKey" CHAR(18) NOT NULL,
    "SeqNo" SMALLINT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("InteractionKey", "dEventTime", "SeqNo", "SiteId")
);

CREATE TABLE "IVRInterval" (
    "cExitPath" VARCHAR(250) NOT NULL,
    "cLevelName" VARCHAR(50) NOT NULL,
    "dIntervalStart" DATETIME2(3) NOT NULL,
    "dIntervalStartGMT" DATETIME2(3) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "IVRIntervalId" INT NOT NULL,
    "nDuration" INT NOT NULL,
    "nDurationFirst" INT NOT NULL,
    "nDurationRepeat" INT NOT NULL,
    "nEnteredFirst" INT NOT NULL,
    "nEnteredRepeat" INT NOT NULL,
    "nExitCode" INT NOT NULL,
    "nLevel" TINYINT NOT NULL,
    "ParentLevels" VARCHAR(200) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("IVRIntervalId", "SiteId")
);

CREATE TABLE "LineConfig" (
    "ActiveFlag" SMALLINT NOT NULL,
    "Direction" VARCHAR(20) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "LineId" VARCHAR(50) NOT NULL,
    "LineType" VARCHAR(50) NOT NULL,
    "PhoneNumber" VARCHAR(20),
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("LineId", "SiteId")
);

CREATE TABLE "LineGroupConfig" (
    "Description" VARCHAR(50) NOT NULL,
    "DialGroupFlag" SMALLINT NOT NULL,
    "GroupId" VARCHAR(50) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "ReportFlag" SMALLINT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("GroupId", "SiteId")
);

CREATE TABLE "LineGroupLines" (
    "GroupId" VARCHAR(50) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "LineId" VARCHAR(50) NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("GroupId", "LineId", "SiteId")
);

CREATE TABLE "LoginLogoutChangeLog" (
    "Action" SMALLINT NOT NULL,
    "ActionDateTime" DATETIME2(7) NOT NULL,
    "ActionDateTimeGMT" DATETIME2(7) NOT NULL,
    "ActionResult" VARCHAR(50),
    "ApplicationId" SMALLINT NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "ICServer" VARCHAR(50),
    "Id" INT NOT NULL,
    "SessionManagerInstanceId" VARCHAR(50),
    "SiteId" SMALLINT NOT NULL,
    "Station" VARCHAR(50),
    "UserId" VARCHAR(50),
    PRIMARY KEY ("Id")
);

CREATE TABLE "QueueNameLookup" (
    "QueueId" BIGINT NOT NULL,
    "QueueName" VARCHAR(250) NOT NULL,
    PRIMARY KEY ("QueueId")
);

CREATE TABLE "RPT_categories" (
    "category_id" UNIQUEIDENTIFIER NOT NULL,
    "description" VARCHAR(1024),
    "description_resource" VARCHAR(1024),
    "friendly_key" VARCHAR(50),
    "is_visible" BOOLEAN NOT NULL,
    "last_modified_dateUTC" DATETIME2(7) NOT NULL,
    "license" VARCHAR(500),
    "name" VARCHAR(50) NOT NULL,
    "name_resource" VARCHAR(50),
    "seqno" TINYINT NOT NULL,
    "version" SMALLINT NOT NULL,
    PRIMARY KEY ("category_id")
);

CREATE TABLE "RPT_custom_data" (
    "custom_data" VARCHAR(2048),
    "custom_data_id" UNIQUEIDENTIFIER NOT NULL,
    "description" VARCHAR(1024),
    "encrypted" INT NOT NULL,
    "last_modified_dateUTC" DATETIME2(7) NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "report_id" UNIQUEIDENTIFIER NOT NULL,
    "version" SMALLINT NOT NULL,
    PRIMARY KEY ("custom_data_id")
);

CREATE TABLE "RPT_flexible_columns" (
    "column_name" VARCHAR(50) NOT NULL,
    "description" VARCHAR(1024),
    "description_resource" VARCHAR(1024),
    "flexible_columns_id" UNIQUEIDENTIFIER NOT NULL,
    "last_modified_dateUTC" DATETIME2(7) NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "name_resource" VARCHAR(50),
    "report_id" UNIQUEIDENTIFIER NOT NULL,
    "version" SMALLINT NOT NULL,
    PRIMARY KEY ("flexible_columns_id")
);

CREATE TABLE "RPT_metadata_updates" (
    "column_name" VARCHAR(30) NOT NULL,
    "id" UNIQUEIDENTIFIER NOT NULL,
    "release_version" VARCHAR(10) NOT NULL,
    "table_name" VARCHAR(30) NOT NULL,
    "value" TEXT NOT NULL
);

CREATE TABLE "RPT_sections" (
    "is_visible" BOOLEAN NOT NULL,
    "last_modified_dateUTC" DATETIME2(7) NOT NULL,
    "report_id" UNIQUEIDENTIFIER NOT NULL,
    "section_id" UNIQUEIDENTIFIER NOT NULL,
    "section_name" VARCHAR(50) NOT NULL,
    "version" SMALLINT NOT NULL,
    PRIMARY KEY ("section_id")
);

CREATE TABLE "RPT_system_settings" (
    "first_day_of_week" TINYINT NOT NULL,
    "last_modified_dateUTC" DATETIME2(7) NOT NULL,
    "system_logo_file" VARCHAR(1024),
    "system_settings_id" UNIQUEIDENTIFIER NOT NULL,
    "timeout_period" INT NOT NULL,
    "version" SMALLINT NOT NULL,
    PRIMARY KEY ("system_settings_id")
);

CREATE TABLE "RPT_tables" (
    "ic_datasource" VARCHAR(100) NOT NULL,
    "last_modified_dateUTC" DATETIME2(7) NOT NULL,
    "report_id" UNIQUEIDENTIFIER NOT NULL,
    "seqno" TINYINT NOT NULL,
    "table_id" UNIQUEIDENTIFIER NOT NULL,
    "table_name" VARCHAR(50) NOT NULL,
    "version" SMALLINT NOT NULL,
    PRIMARY KEY ("table_id")
);

CREATE TABLE "SR_ReportParameters" (
    "AllowInput" VARCHAR(50),
    "DefaultValue" TEXT,
    "Description" TEXT,
    "ParameterName" VARCHAR(50),
    "ParameterValueType" VARCHAR(50),
    "ReportName" VARCHAR(100) NOT NULL,
    "SiteName" VARCHAR(25) NOT NULL
);

CREATE TABLE "SR_Results" (
    "EmailAddresses" VARCHAR(1028),
    "EmailResult" VARCHAR(100),
    "EndDateTime" DATETIME2(3),
    "FileLocations" VARCHAR(1028),
    "FileResult" VARCHAR(100),
    "LastUpdate" DATETIME2(3),
    "LastUpdatedBy" VARCHAR(50),
    "Name" VARCHAR(100),
    "PrinterNames" VARCHAR(1028),
    "PrinterResult" VARCHAR(100),
    "ReportName" VARCHAR(100) NOT NULL,
    "RunTime" DATETIME2(3),
    "SiteName" VARCHAR(25) NOT NULL,
    "StartDateTime" DATETIME2(3),
    "TestSchedule" CHAR(1) NOT NULL
);

CREATE TABLE "UserWorkgroups" (
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "QueueFlag" TINYINT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "UserId" VARCHAR(50),
    "WorkGroup" VARCHAR(50) NOT NULL
);

CREATE TABLE "IWPAudit" (
    "AuditId" UNIQUEIDENTIFIER NOT NULL,
    "AuditTimeOffset" SMALLINT NOT NULL,
    "AuditTimeUTC" DATETIME2(3) NOT NULL,
    "EventType" SMALLINT NOT NULL,
    "ICUserId" VARCHAR(50) NOT NULL,
    "IndivId" CHAR(22) NOT NULL,
    "Notes" VARCHAR(256),
    "ObjectId" UNIQUEIDENTIFIER,
    "ObjectName" VARCHAR(48),
    "ObjectType" SMALLINT NOT NULL,
    "OrganizationId" UNIQUEIDENTIFIER,
    "OrganizationName" VARCHAR(48),
    "ResultCode" SMALLINT,
    "ResultText" VARCHAR(256),
    "SiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("AuditId")
);

CREATE TABLE "IWPAuditDetail" (
    "AuditDetailId" UNIQUEIDENTIFIER NOT NULL,
    "AuditId" UNIQUEIDENTIFIER NOT NULL,
    "NewValue" VARCHAR(50),
    "ObjectAttribute" VARCHAR(48) NOT NULL,
    "OldValue" VARCHAR(50),
    PRIMARY KEY ("AuditDetailId")
);

CREATE TABLE "AgentStatistics" (
    "StatisticsSet" INT NOT NULL,
    "nEnteredAcd" INT NOT NULL,
    "nAbandonedAcd" INT NOT NULL,
    "nGrabbedAcd" INT NOT NULL,
    "nLocalDisconnectAcd" INT NOT NULL,
    "nLocalDisconnectAgentAlertAcd" INT NOT NULL,
    "nAlertedAcd" INT NOT NULL,
    "nAnsweredAcd" INT NOT NULL,
    "nAnswered" INT NOT NULL,
    "nAcdSvcLvl" INT NOT NULL,
    "nAnsweredAcdSvcLvl1" INT NOT NULL,
    "nAnsweredAcdSvcLvl2" INT NOT NULL,
    "nAnsweredAcdSvcLvl3" INT NOT NULL,
    "nAnsweredAcdSvcLvl4" INT NOT NULL,
    "nAnsweredAcdSvcLvl5" INT NOT NULL,
    "nAnsweredAcdSvcLvl6" INT NOT NULL,
    "nAbandonAcdSvcLvl1" INT NOT NULL,
    "nAbandonAcdSvcLvl2" INT NOT NULL,
    "nAbandonAcdSvcLvl3" INT NOT NULL,
    "nAbandonAcdSvcLvl4" INT NOT NULL,
    "nAbandonAcdSvcLvl5" INT NOT NULL,
    "nAbandonAcdSvcLvl6" INT NOT NULL,
    "tGrabbedAcd" INT NOT NULL,
    "tAnsweredAcd" INT NOT NULL,
    "mtAnsweredAcd" INT NOT NULL,
    "tAbandonedAcd" INT NOT NULL,
    "tTalkAcd" INT NOT NULL,
    "tTalkCompleteAcd" INT NOT NULL,
    "nHoldAcd" INT NOT NULL,
    "tHoldAcd" INT NOT NULL,
    "nAcw" INT NOT NULL,
    "tAcw" INT NOT NULL,
    "tAcwComplete" INT NOT NULL,
    "nExternToInternCalls" INT NOT NULL,
    "nExternToInternAcdCalls" INT NOT NULL,
    "nInternToExternCalls" INT NOT NULL,
    "nInternToExternAcdCalls" INT NOT NULL,
    "nInternToInternCalls" INT NOT NULL,
    "nInternToInternAcdCalls" INT NOT NULL,
    "tExternToInternCalls" INT NOT NULL,
    "tExternToInternAcdCalls" INT NOT NULL,
    "tInternToExternCalls" INT NOT NULL,
    "tInternToExternAcdCalls" INT NOT NULL,
    "tInternToInternCalls" INT NOT NULL,
    "tInternToInternAcdCalls" INT NOT NULL,
    "nAcwCalls" INT NOT NULL,
    "tAcwCalls" INT NOT NULL,
    "nTransferedAcd" INT NOT NULL,
    "nNotAnsweredAcd" INT NOT NULL,
    "tAlertedAcd" INT NOT NULL,
    "nFlowOutAcd" INT NOT NULL,
    "tFlowOutAcd" INT NOT NULL,
    "nStartWaitAlertAcdCalls" INT NOT NULL,
    "nStartActiveAcdCalls" INT NOT NULL,
    "nStartHeldAcdCalls" INT NOT NULL,
    "nEndWaitAlertAcdCalls" INT NOT NULL,
    "nEndActiveAcdCalls" INT NOT NULL,
    "nEndHeldAcdCalls" INT NOT NULL,
    "nTransferWithinAcdCalls" INT NOT NULL,
    "nTransferOutAcdCalls" INT NOT NULL,
    "nDisconnectAcd" INT NOT NULL,
    "tAgentLoggedIn" INT NOT NULL,
    "tAgentAvailable" INT NOT NULL,
    "tAgentTalk" INT NOT NULL,
    "tAgentOtherBusy" INT NOT NULL,
    "tAgentOnAcdCall" INT NOT NULL,
    "tAgentOnOtherAcdCall" INT NOT NULL,
    "tAgentInAcw" INT NOT NULL,
    "tAgentOnNonAcdCall" INT NOT NULL,
    "tAgentDnd" INT NOT NULL,
    "tAgentNotAvailable" INT NOT NULL,
    "tAgentAcdLoggedIn" INT NOT NULL,
    "tAgentLoggedInDiluted" INT NOT NULL,
    "CustomValue1" INT NOT NULL,
    "CustomValue2" INT NOT NULL,
    "CustomValue3" INT NOT NULL,
    "CustomValue4" INT NOT NULL,
    "CustomValue5" INT NOT NULL,
    "CustomValue6" INT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "AgentStatus" (
    "StatisticsSet" INT NOT NULL,
    "tAgentStatusAcw" INT NOT NULL,
    "tAgentStatusDnd" INT NOT NULL,
    "tStatusGroupBreak" INT NOT NULL,
    "tStatusGroupFollowup" INT NOT NULL,
    "tStatusGroupTraining" INT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "DQConfig" (
    "ConfigurationSet" INT NOT NULL,
    "dIntervalStartUTC" DATETIME2(3) NOT NULL,
    "nServiceLevel" INT NOT NULL,
    "cServiceLevels" VARCHAR(1024),
    PRIMARY KEY ("ConfigurationSet"),
    CONSTRAINT "UX_DQConfig" UNIQUE ("nServiceLevel", "cServiceLevels")
);

CREATE TABLE "DQStatus" (
    "StatisticsSet" INT NOT NULL,
    "tAgentAcdLoggedIn" INT NOT NULL,
    "tAgentAcdLoggedIn2" INT NOT NULL,
    "tAgentAvailable" INT NOT NULL,
    "tAgentDnd" INT NOT NULL,
    "tAgentInAcw" INT NOT NULL,
    "tAgentLoggedIn" INT NOT NULL,
    "tAgentLoggedInDiluted" INT NOT NULL,
    "tAgentNotAvailable" INT NOT NULL,
    "tAgentOnAcdCall" INT NOT NULL,
    "tAgentOnNonAcdCall" INT NOT NULL,
    "tAgentOnOtherAcdCall" INT NOT NULL,
    "tAgentOtherBusy" INT NOT NULL,
    "tAgentStatusAcw" INT NOT NULL,
    "tAgentStatusDnd" INT NOT NULL,
    "tStatusGroupBreak" INT NOT NULL,
    "tStatusGroupFollowup" INT NOT NULL,
    "tStatusGroupTraining" INT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "DQStatistics" (
    "StatisticsSet" INT NOT NULL,
    "nEnteredAcd" INT NOT NULL,
    "nAbandonedAcd" INT NOT NULL,
    "nGrabbedAcd" INT NOT NULL,
    "nLocalDisconnectAcd" INT NOT NULL,
    "nAlertedAcd" INT NOT NULL,
    "nAnsweredAcd" INT NOT NULL,
    "nAnswered" INT NOT NULL,
    "nAcdSvcLvl" INT NOT NULL,
    "nAnsweredAcdSvcLvl1" INT NOT NULL,
    "nAnsweredAcdSvcLvl2" INT NOT NULL,
    "nAnsweredAcdSvcLvl3" INT NOT NULL,
    "nAnsweredAcdSvcLvl4" INT NOT NULL,
    "nAnsweredAcdSvcLvl5" INT NOT NULL,
    "nAnsweredAcdSvcLvl6" INT NOT NULL,
    "nAbandonAcdSvcLvl1" INT NOT NULL,
    "nAbandonAcdSvcLvl2" INT NOT NULL,
    "nAbandonAcdSvcLvl3" INT NOT NULL,
    "nAbandonAcdSvcLvl4" INT NOT NULL,
    "nAbandonAcdSvcLvl5" INT NOT NULL,
    "nAbandonAcdSvcLvl6" INT NOT NULL,
    "tGrabbedAcd" INT NOT NULL,
    "tAnsweredAcd" INT NOT NULL,
    "mtAnsweredAcd" INT NOT NULL,
    "tAbandonedAcd" INT NOT NULL,
    "tTalkAcd" INT NOT NULL,
    "tTalkCompleteAcd" INT NOT NULL,
    "nHoldAcd" INT NOT NULL,
    "tHoldAcd" INT NOT NULL,
    "nAcw" INT NOT NULL,
    "tAcw" INT NOT NULL,
    "tAcwComplete" INT NOT NULL,
    "nExternToInternCalls" INT NOT NULL,
    "nExternToInternAcdCalls" INT NOT NULL,
    "nInternToExternCalls" INT NOT NULL,
    "nInternToExternAcdCalls" INT NOT NULL,
    "nInternToInternCalls" INT NOT NULL,
    "nInternToInternAcdCalls" INT NOT NULL,
    "tExternToInternCalls" INT NOT NULL,
    "tExternToInternAcdCalls" INT NOT NULL,
    "tInternToExternCalls" INT NOT NULL,
    "tInternToExternAcdCalls" INT NOT NULL,
    "tInternToInternCalls" INT NOT NULL,
    "tInternToInternAcdCalls" INT NOT NULL,
    "nAcwCalls" INT NOT NULL,
    "tAcwCalls" INT NOT NULL,
    "nTransferedAcd" INT NOT NULL,
    "nNotAnsweredAcd" INT NOT NULL,
    "tAlertedAcd" INT NOT NULL,
    "nFlowOutAcd" INT NOT NULL,
    "tFlowOutAcd" INT NOT NULL,
    "nStartWaitAlertAcdCalls" INT NOT NULL,
    "nStartActiveAcdCalls" INT NOT NULL,
    "nStartHeldAcdCalls" INT NOT NULL,
    "nEndWaitAlertAcdCalls" INT NOT NULL,
    "nEndActiveAcdCalls" INT NOT NULL,
    "nEndHeldAcdCalls" INT NOT NULL,
    "nTransferWithinAcdCalls" INT NOT NULL,
    "nTransferOutAcdCalls" INT NOT NULL,
    "nDisconnectAcd" INT NOT NULL,
    "tAgentTalk" INT NOT NULL,
    "CustomValue1" INT NOT NULL,
    "CustomValue2" INT NOT NULL,
    "CustomValue3" INT NOT NULL,
    "CustomValue4" INT NOT NULL,
    "CustomValue5" INT NOT NULL,
    "CustomValue6" INT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "ILineGroupStats" (
    "GroupId" VARCHAR(50) NOT NULL,
    "dIntervalStart" DATETIME2(3) NOT NULL,
    "nDuration" SMALLINT NOT NULL,
    "nEntered" INT NOT NULL,
    "mEntered" INT NOT NULL,
    "tActiveLines" INT NOT NULL,
    "tAllBusy" INT NOT NULL,
    "tSeized" INT NOT NULL,
    "nEnteredOutbound" INT NOT NULL,
    "nOutboundBlocked" INT NOT NULL,
    "tResourceAvailable" INT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    PRIMARY KEY ("GroupId", "dIntervalStart", "nDuration", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "ILineStats" (
    "LineId" VARCHAR(50) NOT NULL,
    "dIntervalStart" DATETIME2(3) NOT NULL,
    "nDuration" SMALLINT NOT NULL,
    "nEntered" INT NOT NULL,
    "tSeized" INT NOT NULL,
    "nEnteredOutbound" INT NOT NULL,
    "nOutboundBlocked" INT NOT NULL,
    "tResourceAvailable" INT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    PRIMARY KEY ("LineId", "dIntervalStart", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "IWrapUpStats" (
    "cHKey3" VARCHAR(50) NOT NULL,
    "cHKey4" VARCHAR(50) NOT NULL,
    "cName" VARCHAR(50) NOT NULL,
    "cReportGroup" VARCHAR(50) NOT NULL,
    "cType" CHAR(1) NOT NULL,
    "dIntervalStart" DATETIME2(3) NOT NULL,
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "nCompleted" INT NOT NULL,
    "nDuration" INT NOT NULL,
    "nHold" INT NOT NULL,
    "nSupervisorRequests" INT NOT NULL,
    "nSuspended" INT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    "tAcw" INT NOT NULL,
    "tHold" INT NOT NULL,
    "tSuspended" INT NOT NULL,
    "tTalked" INT NOT NULL,
    PRIMARY KEY ("cName", "cReportGroup", "cHKey3", "cHKey4", "cType", "dIntervalStart", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "SGServiceLevelOverflows" (
    "nAbandonAcdSvcLvl1" INT,
    "nAbandonAcdSvcLvl2" INT,
    "nAbandonAcdSvcLvl3" INT,
    "nAbandonAcdSvcLvl4" INT,
    "nAbandonAcdSvcLvl5" INT,
    "nAbandonAcdSvcLvl6" INT,
    "nAnsweredAcdSvcLvl1" INT,
    "nAnsweredAcdSvcLvl2" INT,
    "nAnsweredAcdSvcLvl3" INT,
    "nAnsweredAcdSvcLvl4" INT,
    "nAnsweredAcdSvcLvl5" INT,
    "nAnsweredAcdSvcLvl6" INT,
    "OverflowGroupSet" INT NOT NULL,
    "StatisticsSet" INT NOT NULL,
    PRIMARY KEY ("StatisticsSet", "OverflowGroupSet")
);

CREATE TABLE "SGStatistics" (
    "StatisticsSet" INT NOT NULL,
    "nEnteredAcd" INT NOT NULL,
    "nAbandonedAcd" INT NOT NULL,
    "nGrabbedAcd" INT NOT NULL,
    "nLocalDisconnectAcd" INT NOT NULL,
    "nAlertedAcd" INT NOT NULL,
    "nAnsweredAcd" INT NOT NULL,
    "nAnswered" INT NOT NULL,
    "nAcdSvcLvl" INT NOT NULL,
    "nAnsweredAcdSvcLvl1" INT NOT NULL,
    "nAnsweredAcdSvcLvl2" INT NOT NULL,
    "nAnsweredAcdSvcLvl3" INT NOT NULL,
    "nAnsweredAcdSvcLvl4" INT NOT NULL,
    "nAnsweredAcdSvcLvl5" INT NOT NULL,
    "nAnsweredAcdSvcLvl6" INT NOT NULL,
    "nAbandonAcdSvcLvl1" INT NOT NULL,
    "nAbandonAcdSvcLvl2" INT NOT NULL,
    "nAbandonAcdSvcLvl3" INT NOT NULL,
    "nAbandonAcdSvcLvl4" INT NOT NULL,
    "nAbandonAcdSvcLvl5" INT NOT NULL,
    "nAbandonAcdSvcLvl6" INT NOT NULL,
    "tGrabbedAcd" INT NOT NULL,
    "tAnsweredAcd" INT NOT NULL,
    "mtAnsweredAcd" INT NOT NULL,
    "tAbandonedAcd" INT NOT NULL,
    "tTalkAcd" INT NOT NULL,
    "tTalkCompleteAcd" INT NOT NULL,
    "nHoldAcd" INT NOT NULL,
    "tHoldAcd" INT NOT NULL,
    "nAcw" INT NOT NULL,
    "tAcw" INT NOT NULL,
    "tAcwComplete" INT NOT NULL,
    "nExternToInternCalls" INT NOT NULL,
    "nExternToInternAcdCalls" INT NOT NULL,
    "nInternToExternCalls" INT NOT NULL,
    "nInternToExternAcdCalls" INT NOT NULL,
    "nInternToInternCalls" INT NOT NULL,
    "nInternToInternAcdCalls" INT NOT NULL,
    "tExternToInternCalls" INT NOT NULL,
    "tExternToInternAcdCalls" INT NOT NULL,
    "tInternToExternCalls" INT NOT NULL,
    "tInternToExternAcdCalls" INT NOT NULL,
    "tInternToInternCalls" INT NOT NULL,
    "tInternToInternAcdCalls" INT NOT NULL,
    "nAcwCalls" INT NOT NULL,
    "tAcwCalls" INT NOT NULL,
    "nTransferedAcd" INT NOT NULL,
    "nNotAnsweredAcd" INT NOT NULL,
    "tAlertedAcd" INT NOT NULL,
    "nFlowOutAcd" INT NOT NULL,
    "tFlowOutAcd" INT NOT NULL,
    "nStartWaitAlertAcdCalls" INT NOT NULL,
    "nStartActiveAcdCalls" INT NOT NULL,
    "nStartHeldAcdCalls" INT NOT NULL,
    "nEndWaitAlertAcdCalls" INT NOT NULL,
    "nEndActiveAcdCalls" INT NOT NULL,
    "nEndHeldAcdCalls" INT NOT NULL,
    "nTransferWithinAcdCalls" INT NOT NULL,
    "nTransferOutAcdCalls" INT NOT NULL,
    "nDisconnectAcd" INT NOT NULL,
    "tAgentLoggedIn" INT NOT NULL,
    "tAgentAvailable" INT NOT NULL,
    "tAgentTalk" INT NOT NULL,
    "tAgentOtherBusy" INT NOT NULL,
    "tAgentOnAcdCall" INT NOT NULL,
    "tAgentOnOtherAcdCall" INT NOT NULL,
    "tAgentInAcw" INT NOT NULL,
    "tAgentOnNonAcdCall" INT NOT NULL,
    "tAgentDnd" INT NOT NULL,
    "tAgentNotAvailable" INT NOT NULL,
    "tAgentAcdLoggedIn" INT NOT NULL,
    "tAgentStatusDnd" INT NOT NULL,
    "tAgentStatusAcw" INT NOT NULL,
    "tAgentLoggedInDiluted" INT NOT NULL,
    "tStatusGroupFollowup" INT NOT NULL,
    "tStatusGroupBreak" INT NOT NULL,
    "tStatusGroupTraining" INT NOT NULL,
    "CustomValue1" INT NOT NULL,
    "CustomValue2" INT NOT NULL,
    "CustomValue3" INT NOT NULL,
    "CustomValue4" INT NOT NULL,
    "CustomValue5" INT NOT NULL,
    "CustomValue6" INT NOT NULL,
    "SubSiteId" SMALLINT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "StatDimensions" (
    "cDimension1" VARCHAR(50) NOT NULL,
    "cDimension2" VARCHAR(50) NOT NULL,
    "cDimension3" VARCHAR(50) NOT NULL,
    "cDimension4" VARCHAR(50) NOT NULL,
    "cType" CHAR(1) NOT NULL,
    "DimensionSet" INT NOT NULL,
    "SummDimensionSet" INT,
    PRIMARY KEY ("DimensionSet")
);

CREATE TABLE "StatProfile" (
    "ConfigurationSet" INT NOT NULL,
    "DimensionSet" INT NOT NULL,
    "dIntervalStart" DATETIME2(3) NOT NULL,
    "dIntervalStartUTC" DATETIME2(3),
    "I3TimeStampGMT" DATETIME2(3) NOT NULL,
    "nDuration" INT NOT NULL,
    "SchemaMajorVersion" TINYINT NOT NULL,
    "SchemaMinorVersion" TINYINT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "StatisticsSet" INT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "IR_AccessControl" (
    "RecordingId" UNIQUEIDENTIFIER NOT NULL,
    "SecurityPolicyId" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("RecordingId", "SecurityPolicyId")
);

CREATE TABLE "IR_ArchiveContent" (
    "ArchivedDate" DATETIME2(3) NOT NULL,
    "ArchivedDateOffset" INT NOT NULL,
    "ArchiveId" UNIQUEIDENTIFIER NOT NULL,
    "RecordingId" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("ArchiveId", "RecordingId", "ArchivedDate")
);

CREATE TABLE "IR_ArchiveVolumeDescriptor" (
    "ArchiveEndDT" DATETIME2(7),
    "ArchiveId" UNIQUEIDENTIFIER NOT NULL,
    "ArchiveStartDT" DATETIME2(7),
    "MediaURI" VARCHAR(1024),
    "VolumeDT" DATETIME2(7) NOT NULL,
    "VolumeDTOffset" INT NOT NULL,
    "VolumeName" VARCHAR(128) NOT NULL,
    PRIMARY KEY ("ArchiveId")
);

CREATE TABLE "IR_Audit" (
    "AuditDate" DATETIME2(3) NOT NULL,
    "AuditDateOffset" INT NOT NULL,
    "AuditedName" VARCHAR(255),
    "AuditId" UNIQUEIDENTIFIER NOT NULL,
    "AuditOperation" SMALLINT NOT NULL,
    "Comments" VARCHAR(1024),
    "ICUID" VARCHAR(255),
    "Id" UNIQUEIDENTIFIER NOT NULL,
    "IndivId" CHAR(22),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AuditId")
);

CREATE TABLE "IR_CustomAttribute" (
    "CustomAttributeNameId" INT NOT NULL,
    "RecordingId" UNIQUEIDENTIFIER NOT NULL,
    "Value" VARCHAR(255) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("RecordingId", "CustomAttributeNameId")
);

CREATE TABLE "IR_CustomAttributeName" (
    "CustomAttributeNameId" INT NOT NULL,
    "Name" VARCHAR(255) NOT NULL,
    PRIMARY KEY ("CustomAttributeNameId")
);

CREATE TABLE "IR_KeywordSet" (
    "Category" VARCHAR(128),
    "DisplayName" VARCHAR(128) NOT NULL,
    "KeywordSetId" INT NOT NULL,
    PRIMARY KEY ("KeywordSetId")
);

CREATE TABLE "IR_QAnswer" (
    "IsMarkedNA" TINYINT NOT NULL,
    "QAnswerId" UNIQUEIDENTIFIER NOT NULL,
    "QFormId" UNIQUEIDENTIFIER NOT NULL,
    "QQuestionId" UNIQUEIDENTIFIER NOT NULL,
    "RawAnswer" VARCHAR(1024),
    "Score" DECIMAL(18,0),
    "Sequence" INT NOT NULL,
    "UserComments" VARCHAR(1024),
    "Version" INT NOT NULL,
    PRIMARY KEY ("QAnswerId")
);

CREATE TABLE "IR_QDirectory" (
    "IsTemplate" TINYINT NOT NULL,
    "Note" VARCHAR(1024),
    "QDirectoryId" UNIQUEIDENTIFIER NOT NULL,
    "QDirectoryName" VARCHAR(255),
    "Version" INT NOT NULL,
    PRIMARY KEY ("QDirectoryId")
);

CREATE TABLE "IR_QGroup" (
    "GroupName" VARCHAR(255) NOT NULL,
    "IsOptional" TINYINT NOT NULL,
    "IsTemplate" TINYINT NOT NULL,
    "Note" VARCHAR(1024),
    "QGroupId" UNIQUEIDENTIFIER NOT NULL,
    "QuestionnaireId" UNIQUEIDENTIFIER,
    "Sequence" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("QGroupId")
);

CREATE TABLE "IR_QQuestion" (
    "CanMarkNA" TINYINT NOT NULL,
    "HasCommentField" TINYINT NOT NULL,
    "HelpText" VARCHAR(1024),
    "IsTemplate" TINYINT NOT NULL,
    "MaxScore" DECIMAL(18,0) NOT NULL,
    "MinAcceptableScore" DECIMAL(18,0) NOT NULL,
    "MinScore" DECIMAL(18,0) NOT NULL,
    "Note" VARCHAR(1024),
    "QGroupId" UNIQUEIDENTIFIER NOT NULL,
    "QQuestionId" UNIQUEIDENTIFIER NOT NULL,
    "QuestionPromptType" SMALLINT NOT NULL,
    "QuestionText" VARCHAR(1024) NOT NULL,
    "QuestionType" SMALLINT NOT NULL,
    "Sequence" INT NOT NULL,
    "Version" INT NOT NULL,
    "Weight" DECIMAL(18,0) NOT NULL,
    PRIMARY KEY ("QQuestionId")
);

CREATE TABLE "IR_QQuestionEnum" (
    "EnumText" VARCHAR(255) NOT NULL,
    "HelpText" VARCHAR(1024),
    "QQuestionId" UNIQUEIDENTIFIER NOT NULL,
    "Score" DECIMAL(18,0) NOT NULL,
    "Sequence" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("QQuestionId", "Sequence")
);

CREATE TABLE "IR_Questionnaire" (
    "IsActive" TINYINT NOT NULL,
    "IsLocked" TINYINT NOT NULL,
    "IsTemplate" TINYINT NOT NULL,
    "MaxScore" DECIMAL(18,0),
    "MinAcceptableScore" DECIMAL(18,0),
    "MinScore" DECIMAL(18,0),
    "Note" VARCHAR(1024),
    "QDirectoryId" UNIQUEIDENTIFIER NOT NULL,
    "QuestionnaireId" UNIQUEIDENTIFIER NOT NULL,
    "QuestionnaireName" VARCHAR(255) NOT NULL,
    "RankGroupId" UNIQUEIDENTIFIER,
    "ShowPassFailWhileScoring" TINYINT NOT NULL,
    "ShowRankWhileScoring" TINYINT NOT NULL,
    "TotalNumCriticalQuestions" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("QuestionnaireId")
);

CREATE TABLE "IR_RankDefn" (
    "RankGroupId" UNIQUEIDENTIFIER NOT NULL,
    "RankId" UNIQUEIDENTIFIER NOT NULL,
    "RankName" VARCHAR(40) NOT NULL,
    "RankPct" DECIMAL(18,0) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("RankId")
);

CREATE TABLE "IR_RankGroup" (
    "GroupName" VARCHAR(60) NOT NULL,
    "RankGroupId" UNIQUEIDENTIFIER NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("RankGroupId")
);

CREATE TABLE "IR_RecordingMedia" (
    "CallType" TINYINT,
    "Direction" TINYINT,
    "Duration" INT,
    "ExpirationDate" DATETIME2(3),
    "FileSize" INT,
    "FromConnValue" VARCHAR(255),
    "InitiationPolicyName" VARCHAR(50),
    "IsArchived" TINYINT NOT NULL,
    "KeywordAgentScoreNegative" INT,
    "KeywordAgentScorePositive" INT,
    "KeywordCustomerScoreNegative" INT,
    "KeywordCustomerScorePositive" INT,
    "LineName" VARCHAR(50),
    "MediaKey" VARCHAR(1024),
    "MediaStatus" VARCHAR(56),
    "MediaType" SMALLINT NOT NULL,
    "MediaURI" VARCHAR(1024),
    "NumAttachments" SMALLINT,
    "QueueObjectIdKey" VARCHAR(36),
    "RecordingDate" DATETIME2(7) NOT NULL,
    "RecordingDateOffset" INT NOT NULL,
    "RecordingId" UNIQUEIDENTIFIER NOT NULL,
    "RecordingType" SMALLINT,
    "RelatedRecordingId" UNIQUEIDENTIFIER,
    "ScreenRecordedHostName" VARCHAR(255),
    "StartEventCode" INT NOT NULL,
    "ToConnValue" VARCHAR(255),
    "Version" INT NOT NULL,
    PRIMARY KEY ("RecordingId")
);

CREATE TABLE "IR_RecordingMediaSnippets" (
    "PolicyRecordingId" UNIQUEIDENTIFIER NOT NULL,
    "SnippetRecordingId" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("SnippetRecordingId")
);

CREATE TABLE "IR_SecurityPolicy" (
    "ApplySql" TEXT,
    "SecurityPolicyId" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("SecurityPolicyId")
);

CREATE TABLE "IR_SocialMediaRecording" (
    "ChannelId" VARCHAR(128) NOT NULL,
    "ChannelName" VARCHAR(1024) NOT NULL,
    "Page" VARCHAR(128),
    "Platform" SMALLINT NOT NULL,
    "RecordingId" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("RecordingId")
);

CREATE TABLE "IR_TagMap" (
    "KeywordSetName" VARCHAR(128),
    "RecordingId" UNIQUEIDENTIFIER NOT NULL,
    "TagId" INT NOT NULL,
    PRIMARY KEY ("RecordingId", "TagId")
);

CREATE TABLE "Survey" (
    "IsGroup" INT NOT NULL,
    "IsPublished" INT,
    "IsTemplate" INT NOT NULL,
    "MinAcceptableScore" DECIMAL(18,0),
    "Note" VARCHAR(255),
    "ParentSurveyId" VARCHAR(32),
    "Priority" INT,
    "RankGroupId" UNIQUEIDENTIFIER,
    "RecordCall" INT,
    "SurveyID" VARCHAR(32) NOT NULL,
    "SurveyName" VARCHAR(255) NOT NULL,
    "Type" INT,
    PRIMARY KEY ("SurveyID")
);

CREATE TABLE "SurveyAnswer" (
    "EnumSequence" INT,
    "FreeFormAnswerURI" VARCHAR(255),
    "NumericScore" DECIMAL(18,0),
    "SurveyAnswerId" VARCHAR(32) NOT NULL,
    "SurveyFormID" UNIQUEIDENTIFIER NOT NULL,
    "SurveyQuestionId" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyAnswerId")
);

CREATE TABLE "SurveyConfigLog" (
    "ConfigChangeObjectType" INT NOT NULL,
    "ConfigChangeType" INT NOT NULL,
    "ConfigTimeStampUTC" DATETIME2(3) NOT NULL,
    PRIMARY KEY ("ConfigChangeObjectType", "ConfigChangeType", "ConfigTimeStampUTC")
);

CREATE TABLE "SurveyDetail" (
    "CallIdKey" VARCHAR(20) NOT NULL,
    "EventCode" INT NOT NULL,
    "EventDate" DATETIME2(3) NOT NULL,
    "EventDetail" VARCHAR(255),
    "Origin" INT NOT NULL,
    "SurveyFormID" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("SurveyFormID")
);

CREATE TABLE "SurveyForm" (
    "CallIdKey" VARCHAR(20) NOT NULL,
    "Duration" INT,
    "IsComplete" INT NOT NULL,
    "MaxScore" DECIMAL(18,0),
    "MinScore" DECIMAL(18,0),
    "RankName" VARCHAR(40),
    "Score" DECIMAL(18,0),
    "SurveyedIntxId" VARCHAR(32),
    "SurveyFormId" UNIQUEIDENTIFIER NOT NULL,
    "SurveyID" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyFormId")
);

CREATE TABLE "SurveyObjectToSurveyPrompt" (
    "AppCode" INT NOT NULL,
    "SurveyObjectID" VARCHAR(32) NOT NULL,
    "SurveyPromptID" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyObjectID", "SurveyPromptID", "AppCode")
);

CREATE TABLE "SurveyPrompt" (
    "PromptName" VARCHAR(255),
    "PromptText" VARCHAR(1024),
    "PromptType" INT NOT NULL,
    "RecordingFile" VARCHAR(255),
    "SurveyPromptID" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyPromptID")
);

CREATE TABLE "SurveyQstnToQuestionCategory" (
    "SurveyQuestionCategoryId" VARCHAR(32) NOT NULL,
    "SurveyQuestionId" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionId", "SurveyQuestionCategoryId")
);

CREATE TABLE "SurveyQuestion" (
    "FailSurveyScore" DECIMAL(18,0),
    "IsOptional" INT NOT NULL,
    "IsTemplate" INT NOT NULL,
    "MaxScore" DECIMAL(18,0) NOT NULL,
    "MinAcceptableScore" DECIMAL(18,0) NOT NULL,
    "MinScore" DECIMAL(18,0) NOT NULL,
    "Options" VARCHAR(255),
    "QuestionName" VARCHAR(255) NOT NULL,
    "QuestionParentId" VARCHAR(32),
    "QuestionText" VARCHAR(255),
    "QuestionType" INT NOT NULL,
    "Retries" INT,
    "Sequence" INT,
    "SurveyID" VARCHAR(32),
    "SurveyQuestionID" VARCHAR(32) NOT NULL,
    "Timeout" INT,
    "Weight" DECIMAL(18,0) NOT NULL,
    PRIMARY KEY ("SurveyQuestionID")
);

CREATE TABLE "SurveyQuestionBranching" (
    "Operand1Value" INT,
    "Operand2Value" INT,
    "OperatorType" INT,
    "Sequence" INT,
    "SurveyQuestionBranchingID" UNIQUEIDENTIFIER NOT NULL,
    "SurveyQuestionID" VARCHAR(32) NOT NULL,
    "TargetQuestionID" VARCHAR(32),
    PRIMARY KEY ("SurveyQuestionBranchingID")
);

CREATE TABLE "SurveyQuestionCategory" (
    "ACSISemantics" INT,
    "CategoryName" VARCHAR(255) NOT NULL,
    "SurveyQuestionCategoryId" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionCategoryId")
);

CREATE TABLE "SurveyQuestionEnum" (
    "EnumName" VARCHAR(255) NOT NULL,
    "EnumScore" DECIMAL(18,0),
    "EnumSequence" INT NOT NULL,
    "EnumText" VARCHAR(255),
    "SurveyQuestionEnumId" VARCHAR(32) NOT NULL,
    "SurveyQuestionID" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionEnumId")
);

CREATE TABLE "SurveyRule" (
    "AttributeId" VARCHAR(50),
    "DateValue" DATETIME2(3),
    "IntegerValue" INT,
    "Operand" INT NOT NULL,
    "RuleID" VARCHAR(32) NOT NULL,
    "RuleType" INT,
    "StringValue" VARCHAR(512),
    "SurveyID" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("RuleID")
);

CREATE TABLE "SurveyUserObjectSecurity" (
    "ExtObjectID" VARCHAR(32) NOT NULL,
    "IndivID" CHAR(22) NOT NULL,
    "ObjectID" INT,
    "ObjectName" VARCHAR(255),
    "ObjectType" INT NOT NULL,
    "SiteIdentifier" INT NOT NULL,
    "UserRight" INT NOT NULL,
    PRIMARY KEY ("ExtObjectID", "ObjectType", "IndivID", "SiteIdentifier")
);

CREATE TABLE "SurveyWork" (
    "Data" VARCHAR(255),
    "ItemID" UNIQUEIDENTIFIER NOT NULL,
    "SessionID" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("SessionID", "ItemID")
);

CREATE TABLE "UserObjectSecurity" (
    "ExtObjectID" CHAR(22) NOT NULL,
    "IndivID" CHAR(22) NOT NULL,
    "ObjectID" INT,
    "ObjectName" VARCHAR(255),
    "ObjectType" INT NOT NULL,
    "UserRight" INT NOT NULL
);

CREATE TABLE "IO_AcceptableTradeStart" (
    "AcceptableTradeStartID" CHAR(22) NOT NULL,
    "AgentTradeRequestID" CHAR(22) NOT NULL,
    "EarliestStartUTC" DATETIME2(3) NOT NULL,
    "LatestStartUTC" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AcceptableTradeStartID")
);

CREATE TABLE "IO_AccrualPeriodDate" (
    "AccrualPeriod" INT NOT NULL,
    "AccrualPeriodDateID" CHAR(22) NOT NULL,
    "FirstDate" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "SecondDate" DATETIME2(3),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AccrualPeriodDateID")
);

CREATE TABLE "IO_AccrualPlanActivityCode" (
    "AccrualPlanActivityCodeID" CHAR(22) NOT NULL,
    "AccrualPlanID" CHAR(22) NOT NULL,
    "ActivityCodeID" CHAR(22),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AccrualPlanActivityCodeID")
);

CREATE TABLE "IO_AccrualPlanRate" (
    "AccrualPeriod" INT NOT NULL,
    "AccrualPlanID" CHAR(22) NOT NULL,
    "AccrualPlanRateID" CHAR(22) NOT NULL,
    "AccrualRateHours" DECIMAL(18,0) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "UpToDuration" INT,
    "UpToPeriod" INT,
    "Version" INT NOT NULL,
    PRIMARY KEY ("AccrualPlanRateID")
);

CREATE TABLE "IO_Activity" (
    "ActivityCodeID" CHAR(22),
    "ActivityID" CHAR(22) NOT NULL,
    "ActivityTypeID" CHAR(22) NOT NULL,
    "AgentID" CHAR(22),
    "AttendanceReqType" INT,
    "ContiguousTime" TINYINT NOT NULL,
    "DailyConstraintsID" CHAR(22),
    "Description" VARCHAR(2000),
    "EarliestStartTimeUTC" DATETIME2(3) NOT NULL,
    "IsPlanned" TINYINT,
    "LatestStartTimeUTC" DATETIME2(3) NOT NULL,
    "Length" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PaidTime" TINYINT NOT NULL,
    "RelativeTimes" TINYINT NOT NULL,
    "ReplaceShiftActivity" TINYINT NOT NULL,
    "StartTimeIncrement" INT NOT NULL,
    "TimeOffRequestID" CHAR(22),
    "Version" INT NOT NULL,
    PRIMARY KEY ("ActivityID")
);

CREATE TABLE "IO_ActivityCode" (
    "ActivityCodeID" CHAR(22) NOT NULL,
    "ActivityCodeName" VARCHAR(100) NOT NULL,
    "ActivityTypeID" CHAR(22) NOT NULL,
    "IgnoreForAdherence" TINYINT NOT NULL,
    "IsActive" TINYINT NOT NULL,
    "IsContiguous" TINYINT NOT NULL,
    "IsPaid" TINYINT NOT NULL,
    "IsPlanned" TINYINT NOT NULL,
    "LengthInMinutes" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ShortName" VARCHAR(25),
    "Version" INT NOT NULL,
    PRIMARY KEY ("ActivityCodeID")
);

CREATE TABLE "IO_ActivityTradeRule" (
    "ActivityTradeAction" INT NOT NULL,
    "ActivityTradeRuleID" CHAR(22) NOT NULL,
    "ActivityTypeID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "RequireAdminReview" TINYINT NOT NULL,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "ShowAgentWarning" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    "WarningMessage" VARCHAR(2000),
    PRIMARY KEY ("ActivityTradeRuleID")
);

CREATE TABLE "IO_ActivityType" (
    "ActivityTypeID" CHAR(22) NOT NULL,
    "ActivityTypeName" VARCHAR(100) NOT NULL,
    "IgnoreForAdherence" TINYINT NOT NULL,
    "IsContiguous" TINYINT,
    "IsPaid" TINYINT,
    "IsPlanned" TINYINT,
    "LengthInMinutes" INT,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ShortName" VARCHAR(25),
    "Version" INT NOT NULL,
    PRIMARY KEY ("ActivityTypeID")
);

CREATE TABLE "IO_AdvancedConfig" (
    "AdvancedConfigID" CHAR(22) NOT NULL,
    "ConfigKey" VARCHAR(100) NOT NULL,
    "ConfigValue" TEXT NOT NULL,
    "IsConfigurable" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AdvancedConfigID")
);

CREATE TABLE "IO_AgentAccrual" (
    "AccrualPeriodOverride" INT,
    "AccrualPlanID" CHAR(22) NOT NULL,
    "AccrualRateHoursOverride" DECIMAL(18,0),
    "AccruedHours" DECIMAL(18,0) NOT NULL,
    "AgentAccrualID" CHAR(22) NOT NULL,
    "AgentID" CHAR(22) NOT NULL,
    "MaxAccruedHoursCap" DECIMAL(18,0),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AgentAccrualID")
);

CREATE TABLE "IO_AgentDataVersion" (
    "AccrualVersion" INT NOT NULL,
    "AgentID" CHAR(22) NOT NULL,
    "AllotmentVersion" INT NOT NULL,
    "ScheduleVersion" INT NOT NULL,
    "TimeOffRequestVersion" INT NOT NULL,
    "TradeRequestVersion" INT NOT NULL,
    PRIMARY KEY ("AgentID")
);

CREATE TABLE "IO_AgentGroup" (
    "ActivityBidding" TINYINT,
    "AgentGroupID" CHAR(22) NOT NULL,
    "AgentGroupName" VARCHAR(100) NOT NULL,
    "AgentGroupRank" INT,
    "EvaluationStrategy" TINYINT,
    "LastRankingDateTimeUTC" DATETIME2(3),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NewRandomNumberOnSave" TINYINT,
    "PreferenceToCoverage" TINYINT,
    "RankAgentsOnSave" TINYINT,
    "ScheduleBidding" TINYINT,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("AgentGroupID")
);

CREATE TABLE "IO_AgentGroupData" (
    "AgentGroupDataID" CHAR(22) NOT NULL,
    "AgentGroupID" CHAR(22) NOT NULL,
    "Ascending" TINYINT NOT NULL,
    "CriterionFormat" INT NOT NULL,
    "CriterionName" VARCHAR(100) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Version" INT NOT NULL,
    "Weight" TINYINT NOT NULL,
    PRIMARY KEY ("AgentGroupDataID")
);

CREATE TABLE "IO_AgentRankData" (
    "AgentGroupDataID" CHAR(22) NOT NULL,
    "AgentID" CHAR(22) NOT NULL,
    "AgentRankDataID" CHAR(22) NOT NULL,
    "CriterionRank" INT,
    "DateTimeUTCValue" DATETIME2(3),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NumericValue" DECIMAL(18,0),
    "Version" INT NOT NULL,
    PRIMARY KEY ("AgentRankDataID")
);

CREATE TABLE "IO_AgentScheduleBid" (
    "AgentGroupID" CHAR(22),
    "AgentID" CHAR(22) NOT NULL,
    "AgentRank" INT NOT NULL,
    "AgentScheduleBidID" CHAR(22) NOT NULL,
    "LastSubmissionDateTimeUTC" DATETIME2(3),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PeerCount" INT NOT NULL,
    "ScheduleBidID" CHAR(22) NOT NULL,
    "SubmissionCount" INT NOT NULL,
    "Version" INT NOT NULL,
    "XData" TEXT,
    PRIMARY KEY ("AgentScheduleBidID")
);

CREATE TABLE "IO_AgentTradeMatch" (
    "AgentTradeMatchID" CHAR(22) NOT NULL,
    "GainedEndTimeUTC" DATETIME2(3) NOT NULL,
    "GainedStartTimeUTC" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "TiedTradeRequestID" CHAR(22) NOT NULL,
    "TradedAwayEndTimeUTC" DATETIME2(3) NOT NULL,
    "TradedAwayStartTimeUTC" DATETIME2(3) NOT NULL,
    "TradeDenyReason" INT,
    "TradeMatchState" INT NOT NULL,
    "TradingAgentID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("AgentTradeMatchID")
);

CREATE TABLE "IO_AgentTradeRequest" (
    "AgentID" CHAR(22),
    "AgentTradeRequestID" CHAR(22) NOT NULL,
    "ExpirationTimeUTC" DATETIME2(3) NOT NULL,
    "MaxEndTimeOfferedUTC" DATETIME2(3) NOT NULL,
    "MaxStartTimeOfferedUTC" DATETIME2(3) NOT NULL,
    "MinEndTimeOfferedUTC" DATETIME2(3) NOT NULL,
    "MinStartTimeOfferedUTC" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SubmittedDateTimeUTC" DATETIME2(3) NOT NULL,
    "TradeRequestState" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("AgentTradeRequestID")
);

CREATE TABLE "IO_AIForecastRpt" (
    "AIForecastRptID" CHAR(22) NOT NULL,
    "DataAnomalies" VARCHAR(2000) NOT NULL,
    "Metadata" VARCHAR(2000) NOT NULL,
    "Metric" VARCHAR(128) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "RouteGroup" VARCHAR(1000) NOT NULL,
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    PRIMARY KEY ("AIForecastRptID")
);

CREATE TABLE "IO_BaseSchedule" (
    "ActivityBidding" TINYINT NOT NULL,
    "AgentID" CHAR(22) NOT NULL,
    "BaseScheduleID" CHAR(22) NOT NULL,
    "EffectiveStartDateTimeUTC" DATETIME2(3) NOT NULL,
    "EffectiveStopDateTimeUTC" DATETIME2(3),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ScheduleBidID" CHAR(22),
    "Version" INT NOT NULL,
    "XData" TEXT NOT NULL,
    PRIMARY KEY ("BaseScheduleID")
);

CREATE TABLE "IO_ChangeEntry" (
    "ChangeEntryID" CHAR(22) NOT NULL,
    "ChangeType" INT NOT NULL,
    "ObjectID" CHAR(22) NOT NULL,
    "ObjectModifierUserID" VARCHAR(100) NOT NULL,
    "ObjectModifyDateTimeUTC" DATETIME2(3) NOT NULL,
    "ObjectType" INT NOT NULL,
    "ObjectVersion" INT NOT NULL,
    "ScopeID" CHAR(22) NOT NULL,
    PRIMARY KEY ("ChangeEntryID")
);

CREATE TABLE "IO_Changes" (
    "ChangeSet" TEXT,
    "MID" CHAR(22),
    "PK" INT NOT NULL,
    PRIMARY KEY ("PK")
);

CREATE TABLE "IO_CoverageGroup" (
    "CoverageGroupID" CHAR(22) NOT NULL,
    "CoverageGroupName" VARCHAR(100) NOT NULL,
    "IsActive" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "StaffTypeID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("CoverageGroupID")
);

CREATE TABLE "IO_DayClassification" (
    "DayClassificationID" CHAR(22) NOT NULL,
    "DayClassificationName" VARCHAR(100) NOT NULL,
    "DayType" INT NOT NULL,
    "Description" VARCHAR(2000),
    "IgnoreACDData" TINYINT,
    "IgnoreACDDataForLTF" TINYINT,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SpecialDayType" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("DayClassificationID")
);

CREATE TABLE "IO_DayClassOverride" (
    "DayClassificationID" CHAR(22) NOT NULL,
    "DayClassOverrideID" CHAR(22) NOT NULL,
    "IntervalStart" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("DayClassOverrideID")
);

CREATE TABLE "IO_DaySelection" (
    "DaySelectionID" CHAR(22) NOT NULL,
    "ForecastDateUTC" DATETIME2(3) NOT NULL,
    "HistoryDate" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "UTCMinutesOffset" INT NOT NULL,
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    "Weight" INT NOT NULL,
    PRIMARY KEY ("DaySelectionID")
);

CREATE TABLE "IO_ExcusedException" (
    "AgentID" CHAR(22) NOT NULL,
    "Description" VARCHAR(2000),
    "DurationSecs" INT NOT NULL,
    "ExceptionStartUTC" DATETIME2(3) NOT NULL,
    "ExcusedExceptionID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NamedScheduleID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ExcusedExceptionID")
);

CREATE TABLE "IO_ForecastDataModification" (
    "DaysApplicable" INT NOT NULL,
    "DurationInMinutes" INT NOT NULL,
    "FilteredRouteGroups" TEXT NOT NULL,
    "ForecastDataModificationID" CHAR(22) NOT NULL,
    "Metric" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "OperationEnabled" TINYINT NOT NULL,
    "OperationOrder" INT NOT NULL,
    "OperationType" INT NOT NULL,
    "StartOffsetInMinutes" INT NOT NULL,
    "Value" DOUBLE NOT NULL,
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    PRIMARY KEY ("ForecastDataModificationID")
);

CREATE TABLE "IO_ForecastScheduleEntry" (
    "EntryName" VARCHAR(100) NOT NULL,
    "ForecastScheduleEntryID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ProcessCompletionLevel" INT NOT NULL,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "StartDateUTC" DATETIME2(3) NOT NULL,
    "StopDateUTC" DATETIME2(3) NOT NULL,
    "TimeZoneID" VARCHAR(100),
    "Version" INT NOT NULL,
    PRIMARY KEY ("ForecastScheduleEntryID")
);

CREATE TABLE "IO_ForecastSourceData" (
    "FileName" VARCHAR(1000),
    "ForecastDay" INT NOT NULL,
    "ForecastSourceDataID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SerializedSourceData" TEXT,
    "SourceDateUTC" DATETIME2(3),
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    "Weight" DOUBLE NOT NULL,
    PRIMARY KEY ("ForecastSourceDataID")
);

CREATE TABLE "IO_HeadcountForecast" (
    "ForecastScheduleEntryID" CHAR(22) NOT NULL,
    "GenerationMethod" INT NOT NULL,
    "HeadcountForecastID" CHAR(22) NOT NULL,
    "HeadcountForecastName" VARCHAR(100) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ProcessCompletionLevel" INT NOT NULL,
    "SLCalibration" TEXT,
    "UsesNewSkillsetBehavior" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    PRIMARY KEY ("HeadcountForecastID")
);

CREATE TABLE "IO_LongTermForecast" (
    "Description" VARCHAR(2000),
    "EndDateSUT" DATETIME2(3) NOT NULL,
    "HeadcountGenerationTimeUTC" DATETIME2(3),
    "LongTermForecastID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Name" VARCHAR(100) NOT NULL,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "SourceDataEndSUT" DATETIME2(3) NOT NULL,
    "SourceDataStartSUT" DATETIME2(3) NOT NULL,
    "SourceExcelFileName" VARCHAR(255),
    "StartDateSUT" DATETIME2(3) NOT NULL,
    "Version" INT NOT NULL,
    "VolumeDataGenerationTimeUTC" DATETIME2(3) NOT NULL,
    PRIMARY KEY ("LongTermForecastID")
);

CREATE TABLE "IO_LTFData" (
    "ForecastData" TEXT,
    "LongTermForecastID" CHAR(22) NOT NULL,
    "LTFDataID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "RepresentativeWeek" TEXT,
    "SourceData" TEXT,
    "Version" INT NOT NULL,
    PRIMARY KEY ("LTFDataID")
);

CREATE TABLE "IO_LTFModification" (
    "Description" VARCHAR(2000),
    "EndDateSUT" DATETIME2(3),
    "FilterSet" TEXT,
    "GridModificationDataSet" TEXT,
    "IsSelected" TINYINT NOT NULL,
    "LongTermForecastID" CHAR(22) NOT NULL,
    "LTFModificationID" CHAR(22) NOT NULL,
    "Metric" VARCHAR(255),
    "ModificationOrder" INT NOT NULL,
    "ModificationValue" DECIMAL(18,0),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "StartDateSUT" DATETIME2(3),
    "Type" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("LTFModificationID")
);

CREATE TABLE "IO_LTFSRStatGroup" (
    "CoverageGroupID" CHAR(22) NOT NULL,
    "LTFSRStatGroupID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PerDayStaffingReqStats" TEXT NOT NULL,
    "StaffingRequirementID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("LTFSRStatGroupID")
);

CREATE TABLE "IO_LTFStaffingRequirement" (
    "EndDateSUT" DATETIME2(3) NOT NULL,
    "LastStatUpdateTimeUTC" DATETIME2(3),
    "LongTermForecastID" CHAR(22) NOT NULL,
    "LTFStaffingRequirementID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PerDayShrinkage" TEXT NOT NULL,
    "StartDateSUT" DATETIME2(3) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("LTFStaffingRequirementID")
);

CREATE TABLE "IO_Metadata" (
    "key" TEXT,
    "value" TEXT
);

CREATE TABLE "IO_NamedSchedule" (
    "Biddable" TINYINT,
    "ForecastScheduleEntryID" CHAR(22) NOT NULL,
    "HeadcountForecastID" CHAR(22),
    "IsEditPublish" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NamedScheduleID" CHAR(22) NOT NULL,
    "Published" TINYINT NOT NULL,
    "PublishedDateTimeUTC" DATETIME2(3),
    "PublishNotes" VARCHAR(2000),
    "ScheduleName" VARCHAR(100) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("NamedScheduleID")
);

CREATE TABLE "IO_RotationShiftDefinition" (
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "RotationIndex" INT NOT NULL,
    "RotationShiftDefinitionID" CHAR(22) NOT NULL,
    "ShiftDefinitionID" CHAR(22) NOT NULL,
    "ShiftRotationID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("RotationShiftDefinitionID")
);

CREATE TABLE "IO_Schedule" (
    "AgentID" CHAR(22),
    "Biddable" TINYINT,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NamedScheduleID" CHAR(22) NOT NULL,
    "PeriodScheduleID" INT,
    "ScheduleID" CHAR(22) NOT NULL,
    "ShiftDefinitionID" CHAR(22),
    "StartDateTimeUTC" DATETIME2(3) NOT NULL,
    "StopDateTimeUTC" DATETIME2(3) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ScheduleID")
);

CREATE TABLE "IO_ScheduleBid" (
    "BidStartDateTimeUTC" DATETIME2(3) NOT NULL,
    "BidStatus" INT NOT NULL,
    "BidStopDateTimeUTC" DATETIME2(3) NOT NULL,
    "EffectiveStartDateTimeUTC" DATETIME2(3) NOT NULL,
    "EffectiveStopDateTimeUTC" DATETIME2(3),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NamedScheduleID" CHAR(22) NOT NULL,
    "ScheduleBidID" CHAR(22) NOT NULL,
    "ScheduleGenerationOptions" TEXT NOT NULL,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    "XData" TEXT NOT NULL,
    PRIMARY KEY ("ScheduleBidID")
);

CREATE TABLE "IO_ScheduleInterval" (
    "ActivityCodeID" CHAR(22),
    "ActivityID" CHAR(22),
    "ActivityTypeID" CHAR(22) NOT NULL,
    "ContiguousTime" TINYINT,
    "Description" VARCHAR(2000),
    "IsActual" TINYINT,
    "IsLoggedIn" TINYINT,
    "IsPlanned" TINYINT,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PaidTime" TINYINT,
    "ScheduleID" CHAR(22) NOT NULL,
    "ScheduleIntervalID" CHAR(22) NOT NULL,
    "StartOffset" INT NOT NULL,
    "StopOffset" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ScheduleIntervalID")
);

CREATE TABLE "IO_SchedulePreference" (
    "ActivityTypeID" CHAR(22),
    "Length" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Rating" SMALLINT NOT NULL,
    "SchedulePreferenceID" CHAR(22) NOT NULL,
    "SchedulePreferencesEntryID" CHAR(22) NOT NULL,
    "StartDateTimeUTC" DATETIME2(3) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("SchedulePreferenceID")
);

CREATE TABLE "IO_SchedulePreferencesEntry" (
    "AgentID" CHAR(22) NOT NULL,
    "EntryName" VARCHAR(100) NOT NULL,
    "IsDefault" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulePreferencesEntryID" CHAR(22) NOT NULL,
    "StartDateTimeUTC" DATETIME2(3),
    "StopDateTimeUTC" DATETIME2(3),
    "Version" INT NOT NULL,
    PRIMARY KEY ("SchedulePreferencesEntryID")
);

CREATE TABLE "IO_ServiceGoalGroup" (
    "AverageSpeedOfAnswerSecs" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3) NOT NULL,
    "Name" VARCHAR(100) NOT NULL,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "ServiceGoalGroupID" CHAR(22) NOT NULL,
    "ServiceLevelPercent" INT NOT NULL,
    "ServiceLevelSecs" INT NOT NULL,
    "UseAverageSpeedOfAnswer" TINYINT NOT NULL,
    "UseServiceLevel" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ServiceGoalGroupID")
);

CREATE TABLE "IO_ServiceGoalGroupData" (
    "InteractionType" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3) NOT NULL,
    "ServiceGoalGroupDataID" CHAR(22) NOT NULL,
    "ServiceGoalGroupID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    "WorkgroupID" CHAR(22) NOT NULL,
    PRIMARY KEY ("ServiceGoalGroupDataID")
);

CREATE TABLE "IO_ServiceLevelSettings" (
    "AverageSpeedOfAnswer" INT NOT NULL,
    "DefaultSettings" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ServiceLevel" TINYINT NOT NULL,
    "ServiceLevelObjective" INT NOT NULL,
    "ServiceLevelSettingsID" CHAR(22) NOT NULL,
    "StartTimeUTC" DATETIME2(3) NOT NULL,
    "StopTimeUTC" DATETIME2(3) NOT NULL,
    "UseAverageSpeedOfAnswer" TINYINT NOT NULL,
    "UseServiceLevel" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    "WorkgroupID" CHAR(22) NOT NULL,
    PRIMARY KEY ("ServiceLevelSettingsID")
);

CREATE TABLE "IO_ShiftDefinition" (
    "DesiredMaximumPaidTime" INT NOT NULL,
    "MaximumDays" INT NOT NULL,
    "MaximumPaidTime" INT NOT NULL,
    "MinimumInterShiftTime" INT NOT NULL,
    "MinimumPaidTime" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ScheduleBidding" TINYINT,
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "ShiftDefinitionID" CHAR(22) NOT NULL,
    "ShiftDefinitionName" VARCHAR(100) NOT NULL,
    "UseDesiredMaximumPaidTime" TINYINT NOT NULL,
    "UseMaximumDays" TINYINT NOT NULL,
    "UseMaximumPaidTime" TINYINT NOT NULL,
    "UseMinimumInterShiftTime" TINYINT NOT NULL,
    "UseMinimumPaidTime" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ShiftDefinitionID")
);

CREATE TABLE "IO_ShiftRotation" (
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "RotationStartDateUTC" DATETIME2(3),
    "RotationStopDateUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "ShiftRotationID" CHAR(22) NOT NULL,
    "ShiftRotationName" VARCHAR(100) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ShiftRotationID")
);

CREATE TABLE "IO_StaffType" (
    "IsActive" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "StaffTypeID" CHAR(22) NOT NULL,
    "StaffTypeName" VARCHAR(100) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("StaffTypeID")
);

CREATE TABLE "IO_Status" (
    "ActivityTypeID" CHAR(22) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SiteID" INT,
    "StatusID" CHAR(22) NOT NULL,
    "StatusKey" VARCHAR(100) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("StatusID")
);

CREATE TABLE "IO_TableVersion" (
    "MID" CHAR(22),
    "TableID" INT NOT NULL,
    "Version" VARCHAR(36),
    PRIMARY KEY ("TableID")
);

CREATE TABLE "IO_Team" (
    "Description" VARCHAR(2000),
    "IsActive" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "TeamID" CHAR(22) NOT NULL,
    "TeamName" VARCHAR(100) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("TeamID")
);

CREATE TABLE "IO_TimeOffAvailability" (
    "AvailabilityDateSUT" DATETIME2(3) NOT NULL,
    "AvailableMinutes" DECIMAL(18,0) NOT NULL,
    "CoverageGroupID" CHAR(22) NOT NULL,
    "IsBlackout" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "TimeOffAvailabilityID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    "WaitlistedMinutes" DECIMAL(18,0) NOT NULL,
    PRIMARY KEY ("TimeOffAvailabilityID")
);

CREATE TABLE "IO_TimeOffPlan" (
    "AllotmentDistributions" TEXT,
    "Description" VARCHAR(2000),
    "EndDateSUT" DATETIME2(3) NOT NULL,
    "IsActive" TINYINT NOT NULL,
    "IsPlanActive" TINYINT NOT NULL,
    "LastLTFImportTimeUTC" DATETIME2(3),
    "LTFStaffingRequirementID" CHAR(22),
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "StartDateSUT" DATETIME2(3) NOT NULL,
    "TimeOffPlanID" CHAR(22) NOT NULL,
    "TimeOffPlanName" VARCHAR(100) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("TimeOffPlanID")
);

CREATE TABLE "IO_TimeOffPlanAllotment" (
    "AllotmentDayOffset" INT NOT NULL,
    "AllottedHours" DECIMAL(18,0) NOT NULL,
    "AllottedHoursCap" DECIMAL(18,0),
    "CoverageGroupID" CHAR(22) NOT NULL,
    "IsBlackedOut" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PredictedStaffHours" DECIMAL(18,0),
    "RequiredStaffHours" DECIMAL(18,0),
    "TimeOffPlanAllotmentID" CHAR(22) NOT NULL,
    "TimeOffPlanID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("TimeOffPlanAllotmentID")
);

CREATE TABLE "IO_Upgrade" (
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "UpgradeID" CHAR(22) NOT NULL,
    "UpgradeVersion" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("UpgradeID")
);

CREATE TABLE "IO_UpgradeNotes" (
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "Notes" TEXT NOT NULL,
    "UpgradeNotesID" CHAR(22) NOT NULL,
    "UpgradeNotesLevel" INT NOT NULL,
    "UpgradeVersion" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("UpgradeNotesID")
);

CREATE TABLE "IO_UtilizationSettings" (
    "InteractionType" INT NOT NULL,
    "MaximumAssignable" TINYINT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "PercentUtilization" TINYINT NOT NULL,
    "UtilizationSettingsID" CHAR(22) NOT NULL,
    "Version" INT NOT NULL,
    "WorkgroupID" CHAR(22) NOT NULL,
    PRIMARY KEY ("UtilizationSettingsID")
);

CREATE TABLE "IO_VolumeForecast" (
    "Description" VARCHAR(2000),
    "ForecastScheduleEntryID" CHAR(22) NOT NULL,
    "ForecastStatus" INT NOT NULL,
    "ForecastType" INT NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "ProcessCompletionLevel" INT NOT NULL,
    "PureCloudID" VARCHAR(45),
    "RouteGroupMap" TEXT,
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    "VolumeForecastName" VARCHAR(100) NOT NULL,
    PRIMARY KEY ("VolumeForecastID")
);

CREATE TABLE "IO_VolumeForecastStats" (
    "ACWComplete" INT NOT NULL,
    "AverageACWTimeInSeconds" DOUBLE,
    "AverageTalkTimeInSeconds" DOUBLE,
    "Completed" INT NOT NULL,
    "Duration" INT NOT NULL,
    "InteractionType" INT NOT NULL,
    "IntervalStartUTC" DATETIME2(3) NOT NULL,
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "NumberACW" INT NOT NULL,
    "NumberOfInteractions" DOUBLE,
    "Offered" INT NOT NULL,
    "SiteID" INT,
    "SkillSet" VARCHAR(255) NOT NULL,
    "TalkCompleteACD" INT NOT NULL,
    "Version" INT NOT NULL,
    "VolumeForecastID" CHAR(22) NOT NULL,
    "VolumeForecastStatsID" CHAR(22) NOT NULL,
    "WorkgroupName" VARCHAR(100) NOT NULL,
    PRIMARY KEY ("VolumeForecastStatsID")
);

CREATE TABLE "IO_Workgroup" (
    "ModifierUserID" VARCHAR(100),
    "ModifyDateTimeUTC" DATETIME2(3),
    "SchedulingUnitID" CHAR(22) NOT NULL,
    "SiteID" INT,
    "UsesSkills" TINYINT NOT NULL,
    "Version" INT NOT NULL,
    "WorkgroupID" CHAR(22) NOT NULL,
    "WorkgroupName" VARCHAR(100) NOT NULL,
    PRIMARY KEY ("WorkgroupID")
);

CREATE TABLE "flowexec_Completion" (
    "ChildExecID" UNIQUEIDENTIFIER NOT NULL,
    "CompleteCode" INT,
    "CompleteTime" BIGINT,
    "CompleteVars" TEXT,
    "CompletionID" UNIQUEIDENTIFIER NOT NULL,
    "ParentExecID" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("CompletionID")
);

CREATE TABLE "flowexec_Flows" (
    "Attributes" TEXT,
    "ExecID" UNIQUEIDENTIFIER NOT NULL,
    "FlowConfigID" UNIQUEIDENTIFIER NOT NULL,
    "FlowConfigRev" VARCHAR(30) NOT NULL,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "LaunchMode" SMALLINT NOT NULL,
    "StorageOwnerID" UNIQUEIDENTIFIER NOT NULL,
    "Type" SMALLINT NOT NULL,
    PRIMARY KEY ("ExecID")
);

CREATE TABLE "flowexec_Storage" (
    "CreateHost" VARCHAR(128) NOT NULL,
    "CreateTime" DATETIME2(7) NOT NULL,
    "LastHost" VARCHAR(128) NOT NULL,
    "LastTime" DATETIME2(7) NOT NULL,
    "StorageID" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("StorageID")
);

CREATE TABLE "IPA_Entities" (
    "FlowID" UNIQUEIDENTIFIER NOT NULL,
    "MajorRevision" INT NOT NULL,
    "MinorRevision" INT NOT NULL,
    "ObjectID" UNIQUEIDENTIFIER NOT NULL,
    "ObjectName" VARCHAR(128),
    "SiteId" SMALLINT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("ObjectID", "MajorRevision", "MinorRevision", "SiteId")
);

CREATE TABLE "IPA_Flow_Attributes" (
    "AttrName" VARCHAR(128) NOT NULL,
    "AttrType" TINYINT,
    "AttrValue" TEXT,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("FlowExecID", "AttrName")
);

CREATE TABLE "IPA_Flow_Notes" (
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "ICUserID" VARCHAR(50) NOT NULL,
    "LastModifiedDateTime" DATETIME2(7) NOT NULL,
    "LastModifiedDTOffset" INT NOT NULL,
    "Notes" VARCHAR(1024) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("FlowExecID", "LastModifiedDateTime")
);

CREATE TABLE "IPA_FlowData_Audit" (
    "ActionExecID" UNIQUEIDENTIFIER NOT NULL,
    "DataElementID" VARCHAR(36) NOT NULL,
    "DataElementValue" XML_TEXT,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "LastModifiedDateTime" DATETIME2(3) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("FlowExecID", "ActionExecID", "DataElementID")
);

CREATE TABLE "IPA_FlowSchema" (
    "FlowID" UNIQUEIDENTIFIER NOT NULL,
    "FLowMajorRevision" INT NOT NULL,
    "FlowMinorRevision" INT NOT NULL,
    "SiteId" SMALLINT NOT NULL,
    "Version" INT NOT NULL,
    "XMLSchema" XML_TEXT NOT NULL,
    PRIMARY KEY ("FlowID", "FLowMajorRevision", "FlowMinorRevision", "SiteId")
);

CREATE TABLE "IPA_Jobs" (
    "EndDateTime" DATETIME2(7),
    "EndDateTimeOffset" INT,
    "JobExecID" UNIQUEIDENTIFIER NOT NULL,
    "SiteID" SMALLINT NOT NULL,
    "StartDateTime" DATETIME2(7) NOT NULL,
    "StartDateTimeOffset" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("JobExecID")
);

CREATE TABLE "IPA_Related_Interactions" (
    "CallId" CHAR(10) NOT NULL,
    "CallIdKey" CHAR(18) NOT NULL,
    "DateRelated" DATETIME2(7) NOT NULL,
    "DateRelatedOffset" INT NOT NULL,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "UserQueueID" VARCHAR(50) NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("FlowExecID", "CallIdKey")
);

CREATE TABLE "IPA_States" (
    "EndDateTime" DATETIME2(3),
    "EndDateTimeOffset" INT,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "InitialActionExecID" UNIQUEIDENTIFIER,
    "ParentActionExecID" UNIQUEIDENTIFIER,
    "StartDateTime" DATETIME2(3) NOT NULL,
    "StartDateTimeOffset" INT NOT NULL,
    "StateExecID" UNIQUEIDENTIFIER NOT NULL,
    "StateID" UNIQUEIDENTIFIER NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("StateExecID")
);

CREATE TABLE "IPA_Tasks" (
    "DueDateTime" DATETIME2(3),
    "DueDateTimeOffSet" INT,
    "EndDateTime" DATETIME2(3),
    "EndDateTimeOffset" INT,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "InitialActionExecID" UNIQUEIDENTIFIER,
    "ParentActionExecID" UNIQUEIDENTIFIER NOT NULL,
    "ParentStateExecID" UNIQUEIDENTIFIER,
    "ParentTaskExecID" UNIQUEIDENTIFIER,
    "StartDateTime" DATETIME2(3) NOT NULL,
    "StartDateTimeOffset" INT NOT NULL,
    "TaskExecID" UNIQUEIDENTIFIER NOT NULL,
    "TaskID" UNIQUEIDENTIFIER NOT NULL,
    "TaskOutput" VARCHAR(128),
    "TaskTypeID" INT NOT NULL,
    "Version" INT NOT NULL,
    PRIMARY KEY ("TaskExecID")
);

CREATE TABLE "IPA_Work_Items" (
    "ActionID" UNIQUEIDENTIFIER NOT NULL,
    "ActionType" VARCHAR(128) NOT NULL,
    "Category" VARCHAR(1024) NOT NULL,
    "Description" VARCHAR(1024) NOT NULL,
    "DueDateUTC" DATETIME2(7),
    "EndDateTime" DATETIME2(7),
    "EndDateTimeOffset" INT,
    "FlowExecID" UNIQUEIDENTIFIER NOT NULL,
    "InitialActionExecID" UNIQUEIDENTIFIER,
    "ParentActionExecID" UNIQUEIDENTIFIER,
    "StartDateTime" DATETIME2(7) NOT NULL,
    "StartDateTimeOffset" INT NOT NULL,
    "StateExecID" UNIQUEIDENTIFIER,
    "TaskExecID" UNIQUEIDENTIFIER,
    "Version" INT NOT NULL,
    "WorkItemExecID" UNIQUEIDENTIFIER NOT NULL,
    "WorkItemID" UNIQUEIDENTIFIER NOT NULL,
    "WorkItemOutputID" UNIQUEIDENTIFIER,
    PRIMARY KEY ("WorkItemExecID")
);

CREATE TABLE "DirectorWrkGrpStatistics" (
    "nProcessEntered" INT NOT NULL,
    "nProcessFail" INT NOT NULL,
    "nProcessSuccess" INT NOT NULL,
    "nRemoteAnswered" INT NOT NULL,
    "nRouteAnswered" INT NOT NULL,
    "nRouteEntered" INT NOT NULL,
    "nRouteFail" INT NOT NULL,
    "nRouteSuccess" INT NOT NULL,
    "StatisticsSet" INT NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "AgentComplianceOverrides" (
    "id" SMALLINT NOT NULL,
    "Filter" BOOLEAN,
    "QueryTimeFilter" BOOLEAN,
    "ZoneBlocking" BOOLEAN,
    "Skills" BOOLEAN,
    "DailyLimit" BOOLEAN,
    "MinimumSpacing" BOOLEAN,
    "PNDStatus" BOOLEAN,
    "DNCScrub" BOOLEAN,
    "CampaignOwnership" BOOLEAN
);

CREATE TABLE "AgentStats" (
    "agentid" VARCHAR(80) NOT NULL,
    "agentstats_id" BIGINT NOT NULL,
    "agenttimeUTC" DATETIME2(3) NOT NULL,
    "callid" VARCHAR(11),
    "callidkey" VARCHAR(18),
    "campaignname" VARCHAR(255),
    "odsoffset" INT NOT NULL,
    "propertyname" VARCHAR(255) NOT NULL,
    "propertyvalue" VARCHAR(255),
    "siteid" VARCHAR(80) NOT NULL,
    "stageid" VARCHAR(10),
    PRIMARY KEY ("agentstats_id")
);

CREATE TABLE "CallHistory" (
    "callhistory_id" INTEGER PRIMARY KEY NOT NULL,
    "campaignname" VARCHAR(255) NOT NULL,
    "siteid" VARCHAR(80) NOT NULL,
    "i3_identity" BIGINT,
    "i3_rowid" VARCHAR(80),
    "callid" CHAR(11),
    "callidkey" CHAR(18),
    "phonenumber" VARCHAR(255),
    "phonenumbertype" VARCHAR(80),
    "callplacedtimeUTC" DATETIME2(3),
    "callansweredtimeUTC" DATETIME2(3),
    "messageplaytimeUTC" DATETIME2(3),
    "callconnectedtimeUTC" DATETIME2(3),
    "calldisconnectedtimeUTC" DATETIME2(3),
    "agentid" VARCHAR(80),
    "length" INT,
    "isabandoned" SMALLINT,
    "iscontact" SMALLINT,
    "wrapupcategory" VARCHAR(80),
    "wrapupcode" VARCHAR(80),
    "caresult" SMALLINT,
    "cadetail" VARCHAR(255),
    "isAdditionalCall" SMALLINT,
    "agentoverride" SMALLINT
);

CREATE TABLE "CallHistory_Details" (
    "callhistory_id" BIGINT NOT NULL,
    "callidkey" CHAR(18),
    "call_requested" DATETIME2(3),
    "line_connect" DATETIME2(3),
    "ca_requested" DATETIME2(3),
    "ca_begin" DATETIME2(3),
    "ca_end" DATETIME2(3),
    "acd_routed" DATETIME2(3),
    "agent_connected" DATETIME2(3),
    "playback_requested" DATETIME2(3),
    "insert_time" DATETIME2(3)
);

CREATE TABLE "CallHistory_RuleGroup" (
    "ActiveRuleGroupName" VARCHAR(80) NOT NULL,
    "RuleGroupId" SMALLINT NOT NULL,
    "RuleSetId" UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY ("RuleGroupId")
);

CREATE TABLE "CampaignFilterDefinition" (
    "CampaignFilterId" SMALLINT NOT NULL,
    "FilterId" UNIQUEIDENTIFIER NOT NULL,
    "FilterName" VARCHAR(80),
    PRIMARY KEY ("CampaignFilterId", "FilterId")
);

CREATE TABLE "DigitalHistory" (
    "associated_callid" CHAR(19),
    "digital_type" TINYINT,
    "email_subject" TEXT,
    "interactionid" CHAR(19) NOT NULL,
    "policy_behavior_name" VARCHAR(30),
    "recipient" VARCHAR(255),
    "sender" VARCHAR(255),
    "time_queued_utc" DATETIME2(7)
);

CREATE VIEW "IAgentQueueStats" AS SELECT
    d."cDimension1" AS "cName",
    d."cDimension2" AS "cReportGroup",
    d."cDimension3" AS "cHKey3",
    d."cDimension4" AS "cHKey4",
    d."cType" AS "cType",
    p."dIntervalStart" AS "dIntervalStart",
    p."nDuration" AS "nDuration",
    f."nEnteredAcd" AS "nEnteredAcd",
    f."nAbandonedAcd" AS "nAbandonedAcd",
    f."nGrabbedAcd" AS "nGrabbedAcd",
    f."nLocalDisconnectAcd" AS "nLocalDisconnectAcd",
    f."nAlertedAcd" AS "nAlertedAcd",
    f."nAnsweredAcd" AS "nAnsweredAcd",
    f."nAnswered" AS "nAnswered",
    f."nAcdSvcLvl" AS "nAcdSvcLvl",
    f."nAnsweredAcdSvcLvl1" AS "nAnsweredAcdSvcLvl1",
    f."nAnsweredAcdSvcLvl2" AS "nAnsweredAcdSvcLvl2",
    f."nAnsweredAcdSvcLvl3" AS "nAnsweredAcdSvcLvl3",
    f."nAnsweredAcdSvcLvl4" AS "nAnsweredAcdSvcLvl4",
    f."nAnsweredAcdSvcLvl5" AS "nAnsweredAcdSvcLvl5",
    f."nAnsweredAcdSvcLvl6" AS "nAnsweredAcdSvcLvl6",
    f."nAbandonAcdSvcLvl1" AS "nAbandonAcdSvcLvl1",
    f."nAbandonAcdSvcLvl2" AS "nAbandonAcdSvcLvl2",
    f."nAbandonAcdSvcLvl3" AS "nAbandonAcdSvcLvl3",
    f."nAbandonAcdSvcLvl4" AS "nAbandonAcdSvcLvl4",
    f."nAbandonAcdSvcLvl5" AS "nAbandonAcdSvcLvl5",
    f."nAbandonAcdSvcLvl6" AS "nAbandonAcdSvcLvl6",
    f."tGrabbedAcd" AS "tGrabbedAcd",
    f."tAnsweredAcd" AS "tAnsweredAcd",
    f."mtAnsweredAcd" AS "mtAnsweredAcd",
    f."tAbandonedAcd" AS "tAbandonedAcd",
    f."tTalkAcd" AS "tTalkAcd",
    f."tTalkCompleteAcd" AS "tTalkCompleteAcd",
    f."nHoldAcd" AS "nHoldAcd",
    f."tHoldAcd" AS "tHoldAcd",
    f."nAcw" AS "nAcw",
    f."tAcw" AS "tAcw",
    f."tAcwComplete" AS "tAcwComplete",
    f."nExternToInternCalls" AS "nExternToInternCalls",
    f."nExternToInternAcdCalls" AS "nExternToInternAcdCalls",
    f."nInternToExternCalls" AS "nInternToExternCalls",
    f."nInternToExternAcdCalls" AS "nInternToExternAcdCalls",
    f."nInternToInternCalls" AS "nInternToInternCalls",
    f."nInternToInternAcdCalls" AS "nInternToInternAcdCalls",
    f."tExternToInternCalls" AS "tExternToInternCalls",
    f."tExternToInternAcdCalls" AS "tExternToInternAcdCalls",
    f."tInternToExternCalls" AS "tInternToExternCalls",
    f."tInternToExternAcdCalls" AS "tInternToExternAcdCalls",
    f."tInternToInternCalls" AS "tInternToInternCalls",
    f."tInternToInternAcdCalls" AS "tInternToInternAcdCalls",
    f."nAcwCalls" AS "nAcwCalls",
    f."tAcwCalls" AS "tAcwCalls",
    f."nTransferedAcd" AS "nTransferedAcd",
    f."nNotAnsweredAcd" AS "nNotAnsweredAcd",
    f."tAlertedAcd" AS "tAlertedAcd",
    f."nFlowOutAcd" AS "nFlowOutAcd",
    f."tFlowOutAcd" AS "tFlowOutAcd",
    f."nStartWaitAlertAcdCalls" AS "nStartWaitAlertAcdCalls",
    f."nStartActiveAcdCalls" AS "nStartActiveAcdCalls",
    f."nStartHeldAcdCalls" AS "nStartHeldAcdCalls",
    f."nEndWaitAlertAcdCalls" AS "nEndWaitAlertAcdCalls",
    f."nEndActiveAcdCalls" AS "nEndActiveAcdCalls",
    f."nEndHeldAcdCalls" AS "nEndHeldAcdCalls",
    f."nTransferWithinAcdCalls" AS "nTransferWithinAcdCalls",
    f."nTransferOutAcdCalls" AS "nTransferOutAcdCalls",
    f."nDisconnectAcd" AS "nDisconnectAcd",
    f."tAgentLoggedIn" AS "tAgentLoggedIn",
    f."tAgentAvailable" AS "tAgentAvailable",
    f."tAgentTalk" AS "tAgentTalk",
    f."tAgentOtherBusy" AS "tAgentOtherBusy",
    f."tAgentOnAcdCall" AS "tAgentOnAcdCall",
    f."tAgentOnOtherAcdCall" AS "tAgentOnOtherAcdCall",
    f."tAgentInAcw" AS "tAgentInAcw",
    f."tAgentOnNonAcdCall" AS "tAgentOnNonAcdCall",
    f."tAgentDnd" AS "tAgentDnd",
    f."tAgentNotAvailable" AS "tAgentNotAvailable",
    f."tAgentAcdLoggedIn" AS "tAgentAcdLoggedIn",
    s."tAgentStatusDnd" AS "tAgentStatusDnd",
    s."tAgentStatusAcw" AS "tAgentStatusAcw",
    f."tAgentLoggedInDiluted" AS "tAgentLoggedInDiluted",
    s."tStatusGroupFollowup" AS "tStatusGroupFollowup",
    s."tStatusGroupBreak" AS "tStatusGroupBreak",
    s."tStatusGroupTraining" AS "tStatusGroupTraining",
    f."CustomValue1" AS "CustomValue1",
    f."CustomValue2" AS "CustomValue2",
    f."CustomValue3" AS "CustomValue3",
    f."CustomValue4" AS "CustomValue4",
    f."CustomValue5" AS "CustomValue5",
    f."CustomValue6" AS "CustomValue6",
    p."SiteId" AS "SiteId",
    f."SubSiteId" AS "SubSiteId",
    p."I3TimeStampGMT" AS "I3TimeStampGMT",
    p."StatisticsSet" AS "StatisticsSet",
    p."dIntervalStartUTC" AS "dIntervalStartUTC",
    p."ConfigurationSet" AS "ConfigurationSet"
FROM "StatProfile" p
JOIN "StatDimensions" d ON d."DimensionSet" = p."DimensionSet"
JOIN "AgentStatistics" f ON f."StatisticsSet" = p."StatisticsSet"
JOIN "AgentStatus" s ON s."StatisticsSet" = p."StatisticsSet";

CREATE VIEW "IWrkgrpQueueStats" AS SELECT
    d."cDimension1" AS "cName",
    d."cDimension2" AS "cReportGroup",
    d."cDimension3" AS "cHKey3",
    d."cDimension4" AS "cHKey4",
    d."cType" AS "cType",
    p."dIntervalStart" AS "dIntervalStart",
    p."nDuration" AS "nDuration",
    f."nEnteredAcd" AS "nEnteredAcd",
    f."nAbandonedAcd" AS "nAbandonedAcd",
    f."nGrabbedAcd" AS "nGrabbedAcd",
    f."nLocalDisconnectAcd" AS "nLocalDisconnectAcd",
    f."nAlertedAcd" AS "nAlertedAcd",
    f."nAnsweredAcd" AS "nAnsweredAcd",
    f."nAnswered" AS "nAnswered",
    f."nAcdSvcLvl" AS "nAcdSvcLvl",
    f."nAnsweredAcdSvcLvl1" AS "nAnsweredAcdSvcLvl1",
    f."nAnsweredAcdSvcLvl2" AS "nAnsweredAcdSvcLvl2",
    f."nAnsweredAcdSvcLvl3" AS "nAnsweredAcdSvcLvl3",
    f."nAnsweredAcdSvcLvl4" AS "nAnsweredAcdSvcLvl4",
    f."nAnsweredAcdSvcLvl5" AS "nAnsweredAcdSvcLvl5",
    f."nAnsweredAcdSvcLvl6" AS "nAnsweredAcdSvcLvl6",
    f."nAbandonAcdSvcLvl1" AS "nAbandonAcdSvcLvl1",
    f."nAbandonAcdSvcLvl2" AS "nAbandonAcdSvcLvl2",
    f."nAbandonAcdSvcLvl3" AS "nAbandonAcdSvcLvl3",
    f."nAbandonAcdSvcLvl4" AS "nAbandonAcdSvcLvl4",
    f."nAbandonAcdSvcLvl5" AS "nAbandonAcdSvcLvl5",
    f."nAbandonAcdSvcLvl6" AS "nAbandonAcdSvcLvl6",
    f."tGrabbedAcd" AS "tGrabbedAcd",
    f."tAnsweredAcd" AS "tAnsweredAcd",
    f."mtAnsweredAcd" AS "mtAnsweredAcd",
    f."tAbandonedAcd" AS "tAbandonedAcd",
    f."tTalkAcd" AS "tTalkAcd",
    f."tTalkCompleteAcd" AS "tTalkCompleteAcd",
    f."nHoldAcd" AS "nHoldAcd",
    f."tHoldAcd" AS "tHoldAcd",
    f."nAcw" AS "nAcw",
    f."tAcw" AS "tAcw",
    f."tAcwComplete" AS "tAcwComplete",
    f."nExternToInternCalls" AS "nExternToInternCalls",
    f."nExternToInternAcdCalls" AS "nExternToInternAcdCalls",
    f."nInternToExternCalls" AS "nInternToExternCalls",
    f."nInternToExternAcdCalls" AS "nInternToExternAcdCalls",
    f."nInternToInternCalls" AS "nInternToInternCalls",
    f."nInternToInternAcdCalls" AS "nInternToInternAcdCalls",
    f."tExternToInternCalls" AS "tExternToInternCalls",
    f."tExternToInternAcdCalls" AS "tExternToInternAcdCalls",
    f."tInternToExternCalls" AS "tInternToExternCalls",
    f."tInternToExternAcdCalls" AS "tInternToExternAcdCalls",
    f."tInternToInternCalls" AS "tInternToInternCalls",
    f."tInternToInternAcdCalls" AS "tInternToInternAcdCalls",
    f."nAcwCalls" AS "nAcwCalls",
    f."tAcwCalls" AS "tAcwCalls",
    f."nTransferedAcd" AS "nTransferedAcd",
    f."nNotAnsweredAcd" AS "nNotAnsweredAcd",
    f."tAlertedAcd" AS "tAlertedAcd",
    f."nFlowOutAcd" AS "nFlowOutAcd",
    f."tFlowOutAcd" AS "tFlowOutAcd",
    f."nStartWaitAlertAcdCalls" AS "nStartWaitAlertAcdCalls",
    f."nStartActiveAcdCalls" AS "nStartActiveAcdCalls",
    f."nStartHeldAcdCalls" AS "nStartHeldAcdCalls",
    f."nEndWaitAlertAcdCalls" AS "nEndWaitAlertAcdCalls",
    f."nEndActiveAcdCalls" AS "nEndActiveAcdCalls",
    f."nEndHeldAcdCalls" AS "nEndHeldAcdCalls",
    f."nTransferWithinAcdCalls" AS "nTransferWithinAcdCalls",
    f."nTransferOutAcdCalls" AS "nTransferOutAcdCalls",
    f."nDisconnectAcd" AS "nDisconnectAcd",
    s."tAgentLoggedIn" AS "tAgentLoggedIn",
    s."tAgentAvailable" AS "tAgentAvailable",
    f."tAgentTalk" AS "tAgentTalk",
    s."tAgentOtherBusy" AS "tAgentOtherBusy",
    s."tAgentOnAcdCall" AS "tAgentOnAcdCall",
    s."tAgentOnOtherAcdCall" AS "tAgentOnOtherAcdCall",
    s."tAgentInAcw" AS "tAgentInAcw",
    s."tAgentOnNonAcdCall" AS "tAgentOnNonAcdCall",
    s."tAgentDnd" AS "tAgentDnd",
    s."tAgentNotAvailable" AS "tAgentNotAvailable",
    s."tAgentAcdLoggedIn" AS "tAgentAcdLoggedIn",
    s."tAgentStatusDnd" AS "tAgentStatusDnd",
    s."tAgentStatusAcw" AS "tAgentStatusAcw",
    s."tAgentLoggedInDiluted" AS "tAgentLoggedInDiluted",
    s."tStatusGroupFollowup" AS "tStatusGroupFollowup",
    s."tStatusGroupBreak" AS "tStatusGroupBreak",
    s."tStatusGroupTraining" AS "tStatusGroupTraining",
    f."CustomValue1" AS "CustomValue1",
    f."CustomValue2" AS "CustomValue2",
    f."CustomValue3" AS "CustomValue3",
    f."CustomValue4" AS "CustomValue4",
    f."CustomValue5" AS "CustomValue5",
    f."CustomValue6" AS "CustomValue6",
    p."SiteId" AS "SiteId",
    f."SubSiteId" AS "SubSiteId",
    p."I3TimeStampGMT" AS "I3TimeStampGMT",
    p."StatisticsSet" AS "StatisticsSet",
    p."dIntervalStartUTC" AS "dIntervalStartUTC",
    p."ConfigurationSet" AS "ConfigurationSet"
FROM "StatProfile" p
JOIN "StatDimensions" d ON d."DimensionSet" = p."DimensionSet"
JOIN "DQStatistics" f ON f."StatisticsSet" = p."StatisticsSet"
JOIN "DQStatus" s ON s."StatisticsSet" = p."StatisticsSet";

CREATE VIEW "IStatsGroup" AS SELECT
    d."cDimension1" AS "cName",
    d."cDimension2" AS "cReportGroup",
    d."cDimension3" AS "cHKey3",
    d."cDimension4" AS "cHKey4",
    d."cType" AS "cType",
    p."dIntervalStart" AS "dIntervalStart",
    p."nDuration" AS "nDuration",
    f."nEnteredAcd" AS "nEnteredAcd",
    f."nAbandonedAcd" AS "nAbandonedAcd",
    f."nGrabbedAcd" AS "nGrabbedAcd",
    f."nLocalDisconnectAcd" AS "nLocalDisconnectAcd",
    f."nAlertedAcd" AS "nAlertedAcd",
    f."nAnsweredAcd" AS "nAnsweredAcd",
    f."nAnswered" AS "nAnswered",
    f."nAcdSvcLvl" AS "nAcdSvcLvl",
    f."nAnsweredAcdSvcLvl1" AS "nAnsweredAcdSvcLvl1",
    f."nAnsweredAcdSvcLvl2" AS "nAnsweredAcdSvcLvl2",
    f."nAnsweredAcdSvcLvl3" AS "nAnsweredAcdSvcLvl3",
    f."nAnsweredAcdSvcLvl4" AS "nAnsweredAcdSvcLvl4",
    f."nAnsweredAcdSvcLvl5" AS "nAnsweredAcdSvcLvl5",
    f."nAnsweredAcdSvcLvl6" AS "nAnsweredAcdSvcLvl6",
    f."nAbandonAcdSvcLvl1" AS "nAbandonAcdSvcLvl1",
    f."nAbandonAcdSvcLvl2" AS "nAbandonAcdSvcLvl2",
    f."nAbandonAcdSvcLvl3" AS "nAbandonAcdSvcLvl3",
    f."nAbandonAcdSvcLvl4" AS "nAbandonAcdSvcLvl4",
    f."nAbandonAcdSvcLvl5" AS "nAbandonAcdSvcLvl5",
    f."nAbandonAcdSvcLvl6" AS "nAbandonAcdSvcLvl6",
    f."tGrabbedAcd" AS "tGrabbedAcd",
    f."tAnsweredAcd" AS "tAnsweredAcd",
    f."mtAnsweredAcd" AS "mtAnsweredAcd",
    f."tAbandonedAcd" AS "tAbandonedAcd",
    f."tTalkAcd" AS "tTalkAcd",
    f."tTalkCompleteAcd" AS "tTalkCompleteAcd",
    f."nHoldAcd" AS "nHoldAcd",
    f."tHoldAcd" AS "tHoldAcd",
    f."nAcw" AS "nAcw",
    f."tAcw" AS "tAcw",
    f."tAcwComplete" AS "tAcwComplete",
    f."nExternToInternCalls" AS "nExternToInternCalls",
    f."nExternToInternAcdCalls" AS "nExternToInternAcdCalls",
    f."nInternToExternCalls" AS "nInternToExternCalls",
    f."nInternToExternAcdCalls" AS "nInternToExternAcdCalls",
    f."nInternToInternCalls" AS "nInternToInternCalls",
    f."nInternToInternAcdCalls" AS "nInternToInternAcdCalls",
    f."tExternToInternCalls" AS "tExternToInternCalls",
    f."tExternToInternAcdCalls" AS "tExternToInternAcdCalls",
    f."tInternToExternCalls" AS "tInternToExternCalls",
    f."tInternToExternAcdCalls" AS "tInternToExternAcdCalls",
    f."tInternToInternCalls" AS "tInternToInternCalls",
    f."tInternToInternAcdCalls" AS "tInternToInternAcdCalls",
    f."nAcwCalls" AS "nAcwCalls",
    f."tAcwCalls" AS "tAcwCalls",
    f."nTransferedAcd" AS "nTransferedAcd",
    f."nNotAnsweredAcd" AS "nNotAnsweredAcd",
    f."tAlertedAcd" AS "tAlertedAcd",
    f."nFlowOutAcd" AS "nFlowOutAcd",
    f."tFlowOutAcd" AS "tFlowOutAcd",
    f."nStartWaitAlertAcdCalls" AS "nStartWaitAlertAcdCalls",
    f."nStartActiveAcdCalls" AS "nStartActiveAcdCalls",
    f."nStartHeldAcdCalls" AS "nStartHeldAcdCalls",
    f."nEndWaitAlertAcdCalls" AS "nEndWaitAlertAcdCalls",
    f."nEndActiveAcdCalls" AS "nEndActiveAcdCalls",
    f."nEndHeldAcdCalls" AS "nEndHeldAcdCalls",
    f."nTransferWithinAcdCalls" AS "nTransferWithinAcdCalls",
    f."nTransferOutAcdCalls" AS "nTransferOutAcdCalls",
    f."nDisconnectAcd" AS "nDisconnectAcd",
    f."tAgentLoggedIn" AS "tAgentLoggedIn",
    f."tAgentAvailable" AS "tAgentAvailable",
    f."tAgentTalk" AS "tAgentTalk",
    f."tAgentOtherBusy" AS "tAgentOtherBusy",
    f."tAgentOnAcdCall" AS "tAgentOnAcdCall",
    f."tAgentOnOtherAcdCall" AS "tAgentOnOtherAcdCall",
    f."tAgentInAcw" AS "tAgentInAcw",
    f."tAgentOnNonAcdCall" AS "tAgentOnNonAcdCall",
    f."tAgentDnd" AS "tAgentDnd",
    f."tAgentNotAvailable" AS "tAgentNotAvailable",
    f."tAgentAcdLoggedIn" AS "tAgentAcdLoggedIn",
    f."tAgentStatusDnd" AS "tAgentStatusDnd",
    f."tAgentStatusAcw" AS "tAgentStatusAcw",
    f."tAgentLoggedInDiluted" AS "tAgentLoggedInDiluted",
    f."tStatusGroupFollowup" AS "tStatusGroupFollowup",
    f."tStatusGroupBreak" AS "tStatusGroupBreak",
    f."tStatusGroupTraining" AS "tStatusGroupTraining",
    f."CustomValue1" AS "CustomValue1",
    f."CustomValue2" AS "CustomValue2",
    f."CustomValue3" AS "CustomValue3",
    f."CustomValue4" AS "CustomValue4",
    f."CustomValue5" AS "CustomValue5",
    f."CustomValue6" AS "CustomValue6",
    p."SiteId" AS "SiteId",
    f."SubSiteId" AS "SubSiteId",
    p."I3TimeStampGMT" AS "I3TimeStampGMT",
    p."StatisticsSet" AS "StatisticsSet",
    p."dIntervalStartUTC" AS "dIntervalStartUTC",
    p."ConfigurationSet" AS "ConfigurationSet"
FROM "StatProfile" p
JOIN "StatDimensions" d ON d."DimensionSet" = p."DimensionSet"
JOIN "SGStatistics" f ON f."StatisticsSet" = p."StatisticsSet";
