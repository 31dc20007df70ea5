-- What:   creates the 197 tables and 3 views of the contact centre schema, release 4.0 (PostgreSQL)
-- When:   once, before the first run, where none of these tables exists
-- Needs:  psql, and the right to create tables and schemas
-- Effect: adds tables, keys and indexes, changes and drops nothing

CREATE SCHEMA IF NOT EXISTS "ININ_DIALER_40";

CREATE TABLE "AddrType" (
    "AddrTypeId" integer NOT NULL,
    "Name" varchar(30),
    "InsertionOrder" integer NOT NULL,
    "Admin_Editable" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("AddrTypeId"),
    CONSTRAINT "IX_AddrType_Name" UNIQUE ("Name")
);

CREATE TABLE "AttributeType" (
    "Admin_Editable" integer NOT NULL,
    "AppliesTo" integer NOT NULL,
    "AttrTypeID" integer NOT NULL,
    "LegalValues" varchar(2000),
    "Name" varchar(50) NOT NULL,
    "ShowIfEmpty" smallint NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("AttrTypeID")
);

CREATE TABLE "ConnectionType" (
    "Admin_Editable" integer NOT NULL,
    "ConnTypeID" integer NOT NULL,
    "Name" varchar(30) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ConnTypeID")
);

CREATE TABLE "ConnSubType" (
    "Admin_Editable" integer NOT NULL,
    "ConnSubTypeId" integer NOT NULL,
    "InsertionOrder" integer NOT NULL,
    "Name" varchar(30),
    "Version" integer NOT NULL,
    PRIMARY KEY ("ConnSubTypeId")
);

CREATE TABLE "IndivType" (
    "Admin_Editable" integer NOT NULL,
    "IndivTypeID" integer NOT NULL,
    "Name" varchar(30) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("IndivTypeID")
);

CREATE TABLE "IntxType" (
    "Admin_Editable" integer NOT NULL,
    "IntxTypeID" integer NOT NULL,
    "Name" varchar(30) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("IntxTypeID")
);

CREATE TABLE "OrgType" (
    "Admin_Editable" integer NOT NULL,
    "Name" varchar(20) NOT NULL,
    "OrgTypeID" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("OrgTypeID")
);

CREATE TABLE "RelationshipDescription" (
    "Active" smallint NOT NULL,
    "Admin_Editable" integer NOT NULL,
    "EligibleDestinations" integer NOT NULL,
    "EligibleSources" integer NOT NULL,
    "InverseName" varchar(50) NOT NULL,
    "ModifyDateTime" timestamp(6),
    "Name" varchar(50) NOT NULL,
    "RelDescID" integer NOT NULL,
    "Remarks" varchar(2000),
    "SiteID" smallint,
    "Version" integer NOT NULL,
    PRIMARY KEY ("RelDescID")
);

CREATE TABLE "Title" (
    "Admin_Editable" integer NOT NULL,
    "Name" varchar(20) NOT NULL,
    "TitleID" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("TitleID")
);

CREATE TABLE "ETLBookmarks" (
    "ErrCode" smallint NOT NULL,
    "InteractionIDKey" char(18) NOT NULL,
    "SeqNo" smallint NOT NULL,
    "SiteID" smallint NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID")
);

CREATE TABLE "IndivAddress" (
    "AddrInstID" integer NOT NULL,
    "AddrTypeID" integer NOT NULL,
    "City" varchar(50),
    "Country" varchar(50),
    "IndivID" char(22) NOT NULL,
    "IsDefault" smallint NOT NULL,
    "State" varchar(20),
    "StreetAddress" varchar(255),
    "SystemInsertDate" timestamp(6),
    "Version" integer NOT NULL,
    "zip" varchar(20),
    PRIMARY KEY ("AddrInstID")
);

CREATE TABLE "IndivAttribute" (
    "AttrTypeID" integer NOT NULL,
    "FldVal" varchar(2000),
    "IndivID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("IndivID", "AttrTypeID")
);

CREATE TABLE "IndivConnection" (
    "ConnInstID" integer NOT NULL,
    "ConnSubTypeId" integer NOT NULL,
    "ConnTypeID" integer NOT NULL,
    "IndivID" char(22) NOT NULL,
    "IsDefault" smallint NOT NULL,
    "SystemInsertDate" timestamp(6),
    "Value" varchar(255) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ConnInstID", "IndivID")
);

CREATE TABLE "Individual" (
    "IndivID" char(22) NOT NULL,
    "IndivTypeID" integer NOT NULL,
    "TitleID" integer,
    "LastName" varchar(50) NOT NULL,
    "FirstName" varchar(50),
    "MiddleName" varchar(50),
    "Department" varchar(50),
    "Company" varchar(100),
    "JobTitle" varchar(100),
    "AssistantName" varchar(100),
    "ICUserID" varchar(50),
    "OwnerID" varchar(50),
    "ExtSource" varchar(64),
    "ExtID" varchar(255),
    "IsPrivate" smallint,
    "Active" smallint,
    "ModifyDateTime" timestamp(6),
    "SiteID" smallint,
    "Version" integer NOT NULL,
    PRIMARY KEY ("IndivID")
);

CREATE TABLE "InteractionAttribute" (
    "AttrTypeID" integer NOT NULL,
    "FldVal" varchar(2000),
    "IntxID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("IntxID", "AttrTypeID")
);

CREATE TABLE "IntxSegment" (
    "IntxID" char(22) NOT NULL,
    "IntxTypeID" integer NOT NULL,
    "Version" integer NOT NULL,
    "AppIncidentID" varchar(255),
    "AssignedWorkGroup" varchar(50),
    "EmailSubject" varchar(100),
    "EmailPriority" smallint,
    "StartDateTime" timestamp(6),
    "Duration" bigint,
    "SiteID" smallint,
    PRIMARY KEY ("IntxID"),
    FOREIGN KEY ("IntxTypeID") REFERENCES "IntxType" ("IntxTypeID")
);

CREATE TABLE "Intx_Participant" (
    "IntxID" char(22) NOT NULL,
    "Intx_Part_ID" char(22) NOT NULL,
    "IndivID" char(22) NOT NULL,
    "Role" smallint NOT NULL,
    "HowEnded" smallint,
    "WrapUpCode" varchar(50),
    "CallIDKey" char(18) NOT NULL,
    "WrapUpSegmentID" smallint,
    "StartDateTime" timestamp(6),
    "SiteID" smallint,
    "Version" integer NOT NULL,
    PRIMARY KEY ("Intx_Part_ID"),
    FOREIGN KEY ("IntxID") REFERENCES "IntxSegment" ("IntxID"),
    FOREIGN KEY ("IndivID") REFERENCES "Individual" ("IndivID")
);

CREATE TABLE "IntxAnnotation" (
    "Annotation" varchar(3900),
    "IndivID" char(22) NOT NULL,
    "IntxAnnoID" integer NOT NULL,
    "IntxID" char(22) NOT NULL,
    "IsPrivate" smallint NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("IntxAnnoID")
);

CREATE TABLE "IntxAttributeCID" (
    "IntxID" char(22) NOT NULL,
    "Intx_Part_ID" char(22) NOT NULL,
    "ConversationID" char(39) NOT NULL,
    "ConversationAttribute" varchar(4000),
    "EventDateTime" timestamp(6) NOT NULL,
    "ExtID" varchar(256),
    "Version" integer NOT NULL,
    PRIMARY KEY ("IntxID", "Intx_Part_ID", "ConversationID")
);

CREATE TABLE "LocAddress" (
    "AddrInstID" integer NOT NULL,
    "AddrTypeID" integer NOT NULL,
    "City" varchar(50),
    "Country" varchar(50),
    "IsDefault" smallint NOT NULL,
    "IsDefForIndiv" smallint NOT NULL,
    "LocID" char(22) NOT NULL,
    "State" varchar(20),
    "StreetAddress" varchar(255),
    "SystemInsertDate" timestamp(6),
    "Version" integer NOT NULL,
    "Zip" varchar(20),
    PRIMARY KEY ("AddrInstID")
);

CREATE TABLE "Location" (
    "Active" smallint NOT NULL,
    "AppLocID" varchar(255),
    "ExtID" varchar(255),
    "ExtSource" varchar(64),
    "IsPrivate" smallint NOT NULL,
    "LocID" char(22) NOT NULL,
    "ModifyDateTime" timestamp(6),
    "Name" varchar(100),
    "OrgID" char(22),
    "OwnerID" varchar(50),
    "SiteID" smallint,
    "UnknownIndivID" char(22),
    "Version" integer NOT NULL,
    PRIMARY KEY ("LocID")
);

CREATE TABLE "LocAttribute" (
    "AttrTypeID" integer NOT NULL,
    "FldVal" varchar(2000),
    "LocID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("LocID", "AttrTypeID")
);

CREATE TABLE "LocConnection" (
    "ConnInstID" integer NOT NULL,
    "ConnSubTypeId" integer NOT NULL,
    "ConnTypeID" integer NOT NULL,
    "IsDefault" smallint NOT NULL,
    "IsDefForIndiv" smallint NOT NULL,
    "LocID" char(22) NOT NULL,
    "SystemInsertDate" timestamp(6),
    "Value" varchar(255) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ConnInstID")
);

CREATE TABLE "Organization" (
    "Active" smallint NOT NULL,
    "AppOrgID" varchar(255),
    "ExtID" varchar(255),
    "ExtSource" varchar(64),
    "IsPrivate" smallint NOT NULL,
    "ModifyDateTime" timestamp(6),
    "Name" varchar(100) NOT NULL,
    "OrgID" char(22) NOT NULL,
    "OrgTypeID" integer,
    "OwnerID" varchar(50),
    "SiteID" smallint,
    "UnknownIndivID" char(22),
    "Version" integer NOT NULL,
    PRIMARY KEY ("OrgID")
);

CREATE TABLE "OrgAttribute" (
    "AttrTypeID" integer NOT NULL,
    "FldVal" varchar(2000),
    "OrgID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("OrgID", "AttrTypeID")
);

CREATE TABLE "OrgConnection" (
    "ConnInstId" integer NOT NULL,
    "ConnSubTypeId" integer NOT NULL,
    "ConnTypeID" integer NOT NULL,
    "IsDefault" smallint NOT NULL,
    "IsDefForIndiv" smallint NOT NULL,
    "IsDefForLoc" smallint NOT NULL,
    "OrgID" char(22) NOT NULL,
    "SystemInsertDate" timestamp(6),
    "Value" varchar(255) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ConnInstId")
);

CREATE TABLE "Relationship" (
    "Active" smallint NOT NULL,
    "DestinationID" char(22) NOT NULL,
    "DestinationType" integer NOT NULL,
    "ExpirationDateTime" timestamp(6),
    "ModifyDateTime" timestamp(6),
    "RelDescID" integer,
    "RelID" integer NOT NULL,
    "SiteID" smallint,
    "SourceID" char(22) NOT NULL,
    "SourceType" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("RelID")
);

CREATE TABLE "SegmentFacts" (
    "Active" boolean,
    "Agent" varchar(50),
    "Answered" boolean,
    "AnsweredByAgent" boolean,
    "Details" text,
    "Duration" numeric(18,0),
    "HandledByWG" boolean,
    "HowEnded" smallint,
    "InteractionIDKey" char(18) NOT NULL,
    "Remotedisconnected" boolean,
    "SameWGTransfer" boolean,
    "SegmentStart" timestamp(6),
    "SegmentType" integer,
    "SegNo" smallint NOT NULL,
    "SiteID" smallint NOT NULL,
    "WGTransfer" boolean,
    "Workgroup" varchar(100),
    "WrapupCode" varchar(200),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SegNo")
);

CREATE TABLE "AccountCodeMirror" (
    "AccountCode" varchar(50) NOT NULL,
    "Description" varchar(128) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("AccountCode", "SiteId")
);

CREATE TABLE "AgentActivityLog" (
    "UserId" varchar(50) NOT NULL,
    "StatusDateTime" timestamp(3) NOT NULL,
    "StatusDateTimeGMT" timestamp(3) NOT NULL,
    "ChangedStatus" smallint NOT NULL,
    "ChangedStatusGroup" smallint NOT NULL,
    "ChangedLoggedIn" smallint NOT NULL,
    "ChangedAcdLoggedIn" smallint NOT NULL,
    "StatusKey" varchar(50) NOT NULL,
    "StatusGroup" varchar(50) NOT NULL,
    "LoggedIn" smallint NOT NULL,
    "AcdLoggedIn" smallint NOT NULL,
    "StatusDnd" smallint NOT NULL,
    "StatusAcw" smallint NOT NULL,
    "EndDateTime" timestamp(3) NOT NULL,
    "EndDateTimeGMT" timestamp(3) NOT NULL,
    "StateDuration" integer NOT NULL,
    "SeqNo" smallint NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    PRIMARY KEY ("UserId", "StatusDateTimeGMT", "SeqNo", "SiteId", "SubSiteId")
);

CREATE TABLE "AgentQueueActivationHist" (
    "ActivatedBy" varchar(50),
    "ActivationDateTime" timestamp(3) NOT NULL,
    "ActivationDateTimeGMT" timestamp(3) NOT NULL,
    "ActivationFlag" smallint NOT NULL,
    "HasQueueFlag" smallint NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "UserId" varchar(50),
    "Workgroup" varchar(50) NOT NULL
);

CREATE TABLE "DataExtractorAudit" (
    "CancelledDateTime" timestamp(6),
    "CancelledUser" varchar(50),
    "FailedDateTime" timestamp(6),
    "FailureInfo" varchar(4000),
    "FinishedDateTime" timestamp(6),
    "JobConfig" text,
    "JobID" uuid NOT NULL,
    "JobName" varchar(100) NOT NULL,
    "OutputFolder" varchar(2000),
    "QueuedDateTime" timestamp(6),
    "SiteID" smallint NOT NULL,
    "StartedDateTime" timestamp(6),
    "SubmitDateTime" timestamp(6) NOT NULL,
    "SubmitUser" varchar(50) NOT NULL,
    PRIMARY KEY ("JobID")
);

CREATE TABLE "EE_AbandonEvents" (
    "EventDateTimeUTC" timestamp(6) NOT NULL,
    "EventDTOffset" integer NOT NULL,
    "InteractionIDKey" char(18) NOT NULL,
    "SerialKey" uuid NOT NULL,
    "SiteID" smallint NOT NULL,
    "SourceQueueId" bigint NOT NULL,
    "SourceQueueType" smallint NOT NULL,
    "TimeInQueue" bigint NOT NULL,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EE_FlowOutEvents" (
    "EventDateTimeUTC" timestamp(6) NOT NULL,
    "EventDTOffset" integer NOT NULL,
    "InteractionIDKey" char(18) NOT NULL,
    "SerialKey" uuid NOT NULL,
    "SiteID" smallint NOT NULL,
    "SourceQueueId" bigint NOT NULL,
    "SourceQueueType" smallint NOT NULL,
    "TargetQueueId" bigint NOT NULL,
    "TargetQueueType" smallint,
    "TimeInQueue" bigint,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EE_TransferEvents" (
    "EventDateTimeUTC" timestamp(6) NOT NULL,
    "EventDTOffset" integer NOT NULL,
    "InteractionIDKey" char(18) NOT NULL,
    "SerialKey" uuid NOT NULL,
    "SiteID" smallint NOT NULL,
    "SourceQueueId" bigint NOT NULL,
    "SourceUserId" bigint NOT NULL,
    "TargetQueueId" bigint NOT NULL,
    "TargetUserId" bigint NOT NULL,
    "TimeInSrcQueue" bigint,
    "TransferType" smallint NOT NULL,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EnhancedIAChangeLog" (
    "ApplicationID" smallint NOT NULL,
    "ChangeDateTime" timestamp(3) NOT NULL,
    "ChangeDateTimeGMT" timestamp(3) NOT NULL,
    "ChangeTime" char(8) NOT NULL,
    "ChangeType" varchar(50) NOT NULL,
    "EnhancedIAChangeLogId" integer NOT NULL,
    "EntryClass" varchar(50) NOT NULL,
    "EntryKey" varchar(128) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "SiteId" smallint NOT NULL,
    "StationId" varchar(50) NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "UserId" varchar(50) NOT NULL,
    PRIMARY KEY ("EnhancedIAChangeLogId")
);

CREATE TABLE "FaxEnvelopeHist" (
    "EnvelopeId" bigint NOT NULL,
    "EnvelopeTimeStamp" integer NOT NULL,
    "FaxId" bigint NOT NULL,
    "FaxTimestamp" integer NOT NULL,
    "CallIdKey" char(18) NOT NULL,
    "ProcessingDatetime" timestamp(3),
    "ProcessingDateTimeGmt" timestamp(3),
    "Direction" smallint,
    "SuccessFlag" smallint,
    "RemoteCSId" varchar(50),
    "RemoteNumber" varchar(50),
    "T30" varchar(50),
    "PortNumber" integer,
    "Duration" integer,
    "Speed" integer,
    "PageCount" integer,
    "ErrorInfo" varchar(255),
    "SignalQuality" integer,
    "SignalStrength" integer,
    "LineNoise" integer,
    "Header" varchar(255),
    "SendWhen" smallint,
    "CheapBeginDateTime" timestamp(3),
    "CheapEndDateTime" timestamp(3),
    "ScheduledDateTime" timestamp(3),
    "Retries" integer,
    "RetryDelay" integer,
    "SubmitDateTime" timestamp(3),
    "SubmitDateTimeGMT" timestamp(3),
    "SenderName" varchar(50),
    "NotifyOnSuccess" smallint,
    "SuccessAddress" varchar(255),
    "NotifyOnFailure" smallint,
    "FailureAddress" varchar(255),
    "FailureAttempts" integer,
    "FailureType" integer,
    "MaxBPS" integer,
    "DeviceGroup" varchar(50),
    "CoverPageName" varchar(255),
    "ToCompany" varchar(50),
    "ToName" varchar(50),
    "ToVoicePhone" varchar(50),
    "FromName" varchar(50),
    "FromFaxPhone" varchar(50),
    "FromVoicePhone" varchar(50),
    "FromCompany" varchar(50),
    "FaxComment" varchar(255),
    "LocalCSId" varchar(50),
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    PRIMARY KEY ("EnvelopeId", "EnvelopeTimeStamp", "CallIdKey", "SiteId")
);

CREATE TABLE "IAAttributeLog" (
    "AttributeName" varchar(100),
    "EnhancedIAChangeLogId" integer NOT NULL,
    "IAAttributeLogId" integer NOT NULL,
    "NewValue" varchar(1850),
    "PreviousValue" varchar(1850),
    PRIMARY KEY ("IAAttributeLogId")
);

CREATE TABLE "IAChangeLog" (
    "ChangeDateTime" timestamp(3) NOT NULL,
    "ChangeDateTimeGMT" timestamp(3) NOT NULL,
    "ChangeTime" char(8) NOT NULL,
    "ChangeType" varchar(50) NOT NULL,
    "EntryClass" varchar(50) NOT NULL,
    "EntryKey" varchar(128),
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "SiteId" smallint NOT NULL,
    "StationId" varchar(50) NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "UserId" varchar(50)
);

CREATE TABLE "IALicenseAttributeLog" (
    "CallCallback" boolean NOT NULL,
    "Chat" boolean NOT NULL,
    "Email" boolean NOT NULL,
    "EnhancedIAChangeLogId" integer NOT NULL,
    "Generic" boolean NOT NULL,
    "IALicenseAttributeLogId" integer NOT NULL,
    "IsActive" boolean NOT NULL,
    "IsAssignable" boolean NOT NULL,
    "License" smallint NOT NULL,
    PRIMARY KEY ("IALicenseAttributeLogId")
);

CREATE TABLE "IALicenseLookup" (
    "IALicenseLookupId" smallint NOT NULL,
    "License" varchar(200) NOT NULL,
    PRIMARY KEY ("License")
);

CREATE TABLE "ICDirChangeLog" (
    "ChangeDateTime" timestamp(3) NOT NULL,
    "ChangeDateTimeGMT" timestamp(3) NOT NULL,
    "ChangeTime" char(8) NOT NULL,
    "EntryClass" varchar(50) NOT NULL,
    "EntryName" varchar(50) NOT NULL,
    "EntryPath" varchar(128) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "ListOfAttributes" varchar(255),
    "NotificationType" varchar(50) NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("ChangeDateTimeGMT", "EntryPath", "EntryName", "EntryClass", "NotificationType", "SiteId")
);

CREATE TABLE "ICErrorCodeLookup" (
    "ErrorDescription" varchar(50) NOT NULL,
    "ICErrorCode" varchar(50) NOT NULL,
    PRIMARY KEY ("ICErrorCode")
);

CREATE TABLE "InteractionCustomAttributes" (
    "InteractionIDKey" char(18) NOT NULL,
    "SiteID" smallint NOT NULL,
    "SeqNo" smallint NOT NULL,
    "StartDateTimeUTC" timestamp(3),
    "StartDTOffset" integer,
    "CustomNum1" integer,
    "CustomNum2" integer,
    "CustomNum3" integer,
    "CustomNum4" integer,
    "CustomNum5" integer,
    "CustomString1" varchar(50),
    "CustomString2" varchar(50),
    "CustomString3" varchar(50),
    "CustomString4" varchar(50),
    "CustomString5" varchar(50),
    "CustomDateTime" timestamp(3),
    "CustomDateTimeGMT" timestamp(3),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSegmentDetail" (
    "InteractionIDKey" char(18) NOT NULL,
    "SiteID" smallint NOT NULL,
    "SeqNo" smallint NOT NULL,
    "StartDateTimeUTC" timestamp(6) NOT NULL,
    "StartDTOffset" integer NOT NULL,
    "ConversationID" varchar(24),
    "SegmentLog" text,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSummary" (
    "InteractionIDKey" char(18) NOT NULL,
    "SiteID" smallint DEFAULT -1 NOT NULL,
    "SeqNo" smallint DEFAULT 0 NOT NULL,
    "InteractionID" bigint NOT NULL,
    "StartDateTimeUTC" timestamp(3) NOT NULL,
    "StartDTOffset" integer NOT NULL,
    "Direction" smallint NOT NULL,
    "ConnectionType" smallint NOT NULL,
    "MediaType" smallint NOT NULL,
    "RemoteID" varchar(50),
    "DNIS_LocalID" varchar(50),
    "tDialing" integer,
    "tIVRWait" integer,
    "tQueueWait" integer,
    "tAlert" integer,
    "tSuspend" integer,
    "tConnected" integer,
    "tExternal" integer,
    "tHeld" integer,
    "tConference" integer,
    "tACW" integer,
    "nIVR" integer,
    "nQueueWait" integer,
    "nTalk" integer,
    "nConference" integer,
    "nHeld" integer,
    "nTransfer" integer,
    "nExternal" integer,
    "Disposition" smallint,
    "DispositionCode" integer,
    "WrapUpCode" varchar(50),
    "AccountCode" varchar(50),
    "PurposeCode" integer,
    "IsRecorded" boolean,
    "IsSurveyed" boolean,
    "MediaServerID" varchar(50),
    "IndivID" char(22),
    "OrgID" char(22),
    "LineId" varchar(50),
    "LastStationId" varchar(50),
    "LastLocalUserId" varchar(50),
    "LastAssignedWorkgroupID" varchar(100),
    "LastLocalNumber" varchar(50),
    "LastLocalName" varchar(50),
    "RemoteICUserID" varchar(50),
    "RemoteNumberCountry" smallint,
    "RemoteNumberLoComp1" varchar(10),
    "RemoteNumberLoComp2" varchar(10),
    "RemoteNumberFmt" varchar(50),
    "RemoteNumberCallId" varchar(50),
    "RemoteName" varchar(50),
    "InitiatedDateTimeUTC" timestamp(3),
    "ConnectedDateTimeUTC" timestamp(3),
    "TerminatedDateTimeUTC" timestamp(3),
    "LineDuration" numeric(18,0),
    "CallEventLog" varchar(2000),
    "CallNote" varchar(1024),
    "FirstAssignedAcdSkillSet" varchar(100),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSummaryEx" (
    "InteractionIDKey" char(18) NOT NULL,
    "SiteID" smallint NOT NULL,
    "SeqNo" smallint NOT NULL,
    "StartDateTimeUTC" timestamp(6) NOT NULL,
    "StartDTOffset" integer NOT NULL,
    "CallEventLog" text NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionWrapup" (
    "InteractionIDKey" char(18) NOT NULL,
    "nHold" integer,
    "nSupervisorRequest" integer,
    "nSuspend" integer,
    "SeqNo" smallint NOT NULL,
    "SiteID" smallint NOT NULL,
    "SourceInteractionIDKey" char(18) NOT NULL,
    "tAcw" numeric(18,0),
    "tConnected" numeric(18,0),
    "tHold" numeric(18,0),
    "tSuspend" numeric(18,0),
    "UserID" varchar(50),
    "WorkgroupID" varchar(100),
    "WrapupCategory" varchar(50),
    "WrapupCode" varchar(50),
    "WrapupIncompleteReason" char(1),
    "WrapupRequired" boolean,
    "WrapupSegmentID" smallint NOT NULL,
    "WrapupStartDateTimeUTC" timestamp(6),
    "WrapupStartDTOffset" integer,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo", "SourceInteractionIDKey", "WrapupSegmentID")
);

CREATE TABLE "IVRHistory" (
    "cEventData1" varchar(50),
    "cEventData2" varchar(50),
    "cEventData3" varchar(50),
    "cEventType" varchar(10),
    "dEventTime" timestamp(3) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "InteractionKey" char(18) NOT NULL,
    "SeqNo" smallint NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("InteractionKey", "dEventTime", "SeqNo", "SiteId")
);

CREATE TABLE "IVRInterval" (
    "cExitPath" varchar(250) NOT NULL,
    "cLevelName" varchar(50) NOT NULL,
    "dIntervalStart" timestamp(3) NOT NULL,
    "dIntervalStartGMT" timestamp(3) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "IVRIntervalId" integer NOT NULL,
    "nDuration" integer NOT NULL,
    "nDurationFirst" integer NOT NULL,
    "nDurationRepeat" integer NOT NULL,
    "nEnteredFirst" integer NOT NULL,
    "nEnteredRepeat" integer NOT NULL,
    "nExitCode" integer NOT NULL,
    "nLevel" smallint NOT NULL,
    "ParentLevels" varchar(200) NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("IVRIntervalId", "SiteId")
);

CREATE TABLE "LineConfig" (
    "ActiveFlag" smallint NOT NULL,
    "Direction" varchar(20) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "LineId" varchar(50) NOT NULL,
    "LineType" varchar(50) NOT NULL,
    "PhoneNumber" varchar(20),
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("LineId", "SiteId")
);

CREATE TABLE "LineGroupConfig" (
    "Description" varchar(50) NOT NULL,
    "DialGroupFlag" smallint NOT NULL,
    "GroupId" varchar(50) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "ReportFlag" smallint NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("GroupId", "SiteId")
);

CREATE TABLE "LineGroupLines" (
    "GroupId" varchar(50) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "LineId" varchar(50) NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("GroupId", "LineId", "SiteId")
);

CREATE TABLE "LoginLogoutChangeLog" (
    "Action" smallint NOT NULL,
    "ActionDateTime" timestamp(6) NOT NULL,
    "ActionDateTimeGMT" timestamp(6) NOT NULL,
    "ActionResult" varchar(50),
    "ApplicationId" smallint NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "ICServer" varchar(50),
    "Id" integer NOT NULL,
    "SessionManagerInstanceId" varchar(50),
    "SiteId" smallint NOT NULL,
    "Station" varchar(50),
    "UserId" varchar(50),
    PRIMARY KEY ("Id")
);

CREATE TABLE "QueueNameLookup" (
    "QueueId" bigint NOT NULL,
    "QueueName" varchar(250) NOT NULL,
    PRIMARY KEY ("QueueId")
);

CREATE TABLE "RPT_categories" (
    "category_id" uuid NOT NULL,
    "description" varchar(1024),
    "description_resource" varchar(1024),
    "friendly_key" varchar(50),
    "is_visible" boolean NOT NULL,
    "last_modified_dateUTC" timestamp(6) NOT NULL,
    "license" varchar(500),
    "name" varchar(50) NOT NULL,
    "name_resource" varchar(50),
    "seqno" smallint NOT NULL,
    "version" smallint NOT NULL,
    PRIMARY KEY ("category_id")
);

CREATE TABLE "RPT_custom_data" (
    "custom_data" varchar(2048),
    "custom_data_id" uuid NOT NULL,
    "description" varchar(1024),
    "encrypted" integer NOT NULL,
    "last_modified_dateUTC" timestamp(6) NOT NULL,
    "name" varchar(50) NOT NULL,
    "report_id" uuid NOT NULL,
    "version" smallint NOT NULL,
    PRIMARY KEY ("custom_data_id")
);

CREATE TABLE "RPT_flexible_columns" (
    "column_name" varchar(50) NOT NULL,
    "description" varchar(1024),
    "description_resource" varchar(1024),
    "flexible_columns_id" uuid NOT NULL,
    "last_modified_dateUTC" timestamp(6) NOT NULL,
    "name" varchar(50) NOT NULL,
    "name_resource" varchar(50),
    "report_id" uuid NOT NULL,
    "version" smallint NOT NULL,
    PRIMARY KEY ("flexible_columns_id")
);

CREATE TABLE "RPT_metadata_updates" (
    "column_name" varchar(30) NOT NULL,
    "id" uuid NOT NULL,
    "release_version" varchar(10) NOT NULL,
    "table_name" varchar(30) NOT NULL,
    "value" text NOT NULL
);

CREATE TABLE "RPT_sections" (
    "is_visible" boolean NOT NULL,
    "last_modified_dateUTC" timestamp(6) NOT NULL,
    "report_id" uuid NOT NULL,
    "section_id" uuid NOT NULL,
    "section_name" varchar(50) NOT NULL,
    "version" smallint NOT NULL,
    PRIMARY KEY ("section_id")
);

CREATE TABLE "RPT_system_settings" (
    "first_day_of_week" smallint NOT NULL,
    "last_modified_dateUTC" timestamp(6) NOT NULL,
    "system_logo_file" varchar(1024),
    "system_settings_id" uuid NOT NULL,
    "timeout_period" integer NOT NULL,
    "version" smallint NOT NULL,
    PRIMARY KEY ("system_settings_id")
);

CREATE TABLE "RPT_tables" (
    "ic_datasource" varchar(100) NOT NULL,
    "last_modified_dateUTC" timestamp(6) NOT NULL,
    "report_id" uuid NOT NULL,
    "seqno" smallint NOT NULL,
    "table_id" uuid NOT NULL,
    "table_name" varchar(50) NOT NULL,
    "version" smallint NOT NULL,
    PRIMARY KEY ("table_id")
);

CREATE TABLE "SR_ReportParameters" (
    "AllowInput" varchar(50),
    "DefaultValue" text,
    "Description" text,
    "ParameterName" varchar(50),
    "ParameterValueType" varchar(50),
    "ReportName" varchar(100) NOT NULL,
    "SiteName" varchar(25) NOT NULL
);

CREATE TABLE "SR_Results" (
    "EmailAddresses" varchar(1028),
    "EmailResult" varchar(100),
    "EndDateTime" timestamp(3),
    "FileLocations" varchar(1028),
    "FileResult" varchar(100),
    "LastUpdate" timestamp(3),
    "LastUpdatedBy" varchar(50),
    "Name" varchar(100),
    "PrinterNames" varchar(1028),
    "PrinterResult" varchar(100),
    "ReportName" varchar(100) NOT NULL,
    "RunTime" timestamp(3),
    "SiteName" varchar(25) NOT NULL,
    "StartDateTime" timestamp(3),
    "TestSchedule" char(1) NOT NULL
);

CREATE TABLE "UserWorkgroups" (
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "QueueFlag" smallint NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "UserId" varchar(50),
    "WorkGroup" varchar(50) NOT NULL
);

CREATE TABLE "IWPAudit" (
    "AuditId" uuid NOT NULL,
    "AuditTimeOffset" smallint NOT NULL,
    "AuditTimeUTC" timestamp(3) NOT NULL,
    "EventType" smallint NOT NULL,
    "ICUserId" varchar(50) NOT NULL,
    "IndivId" char(22) NOT NULL,
    "Notes" varchar(256),
    "ObjectId" uuid,
    "ObjectName" varchar(48),
    "ObjectType" smallint NOT NULL,
    "OrganizationId" uuid,
    "OrganizationName" varchar(48),
    "ResultCode" smallint,
    "ResultText" varchar(256),
    "SiteId" smallint NOT NULL,
    PRIMARY KEY ("AuditId")
);

CREATE TABLE "IWPAuditDetail" (
    "AuditDetailId" uuid NOT NULL,
    "AuditId" uuid NOT NULL,
    "NewValue" varchar(50),
    "ObjectAttribute" varchar(48) NOT NULL,
    "OldValue" varchar(50),
    PRIMARY KEY ("AuditDetailId")
);

CREATE TABLE "AgentStatistics" (
    "StatisticsSet" integer NOT NULL,
    "nEnteredAcd" integer NOT NULL,
    "nAbandonedAcd" integer NOT NULL,
    "nGrabbedAcd" integer NOT NULL,
    "nLocalDisconnectAcd" integer NOT NULL,
    "nLocalDisconnectAgentAlertAcd" integer NOT NULL,
    "nAlertedAcd" integer NOT NULL,
    "nAnsweredAcd" integer NOT NULL,
    "nAnswered" integer NOT NULL,
    "nAcdSvcLvl" integer NOT NULL,
    "nAnsweredAcdSvcLvl1" integer NOT NULL,
    "nAnsweredAcdSvcLvl2" integer NOT NULL,
    "nAnsweredAcdSvcLvl3" integer NOT NULL,
    "nAnsweredAcdSvcLvl4" integer NOT NULL,
    "nAnsweredAcdSvcLvl5" integer NOT NULL,
    "nAnsweredAcdSvcLvl6" integer NOT NULL,
    "nAbandonAcdSvcLvl1" integer NOT NULL,
    "nAbandonAcdSvcLvl2" integer NOT NULL,
    "nAbandonAcdSvcLvl3" integer NOT NULL,
    "nAbandonAcdSvcLvl4" integer NOT NULL,
    "nAbandonAcdSvcLvl5" integer NOT NULL,
    "nAbandonAcdSvcLvl6" integer NOT NULL,
    "tGrabbedAcd" integer NOT NULL,
    "tAnsweredAcd" integer NOT NULL,
    "mtAnsweredAcd" integer NOT NULL,
    "tAbandonedAcd" integer NOT NULL,
    "tTalkAcd" integer NOT NULL,
    "tTalkCompleteAcd" integer NOT NULL,
    "nHoldAcd" integer NOT NULL,
    "tHoldAcd" integer NOT NULL,
    "nAcw" integer NOT NULL,
    "tAcw" integer NOT NULL,
    "tAcwComplete" integer NOT NULL,
    "nExternToInternCalls" integer NOT NULL,
    "nExternToInternAcdCalls" integer NOT NULL,
    "nInternToExternCalls" integer NOT NULL,
    "nInternToExternAcdCalls" integer NOT NULL,
    "nInternToInternCalls" integer NOT NULL,
    "nInternToInternAcdCalls" integer NOT NULL,
    "tExternToInternCalls" integer NOT NULL,
    "tExternToInternAcdCalls" integer NOT NULL,
    "tInternToExternCalls" integer NOT NULL,
    "tInternToExternAcdCalls" integer NOT NULL,
    "tInternToInternCalls" integer NOT NULL,
    "tInternToInternAcdCalls" integer NOT NULL,
    "nAcwCalls" integer NOT NULL,
    "tAcwCalls" integer NOT NULL,
    "nTransferedAcd" integer NOT NULL,
    "nNotAnsweredAcd" integer NOT NULL,
    "tAlertedAcd" integer NOT NULL,
    "nFlowOutAcd" integer NOT NULL,
    "tFlowOutAcd" integer NOT NULL,
    "nStartWaitAlertAcdCalls" integer NOT NULL,
    "nStartActiveAcdCalls" integer NOT NULL,
    "nStartHeldAcdCalls" integer NOT NULL,
    "nEndWaitAlertAcdCalls" integer NOT NULL,
    "nEndActiveAcdCalls" integer NOT NULL,
    "nEndHeldAcdCalls" integer NOT NULL,
    "nTransferWithinAcdCalls" integer NOT NULL,
    "nTransferOutAcdCalls" integer NOT NULL,
    "nDisconnectAcd" integer NOT NULL,
    "tAgentLoggedIn" integer NOT NULL,
    "tAgentAvailable" integer NOT NULL,
    "tAgentTalk" integer NOT NULL,
    "tAgentOtherBusy" integer NOT NULL,
    "tAgentOnAcdCall" integer NOT NULL,
    "tAgentOnOtherAcdCall" integer NOT NULL,
    "tAgentInAcw" integer NOT NULL,
    "tAgentOnNonAcdCall" integer NOT NULL,
    "tAgentDnd" integer NOT NULL,
    "tAgentNotAvailable" integer NOT NULL,
    "tAgentAcdLoggedIn" integer NOT NULL,
    "tAgentLoggedInDiluted" integer NOT NULL,
    "CustomValue1" integer NOT NULL,
    "CustomValue2" integer NOT NULL,
    "CustomValue3" integer NOT NULL,
    "CustomValue4" integer NOT NULL,
    "CustomValue5" integer NOT NULL,
    "CustomValue6" integer NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "AgentStatus" (
    "StatisticsSet" integer NOT NULL,
    "tAgentStatusAcw" integer NOT NULL,
    "tAgentStatusDnd" integer NOT NULL,
    "tStatusGroupBreak" integer NOT NULL,
    "tStatusGroupFollowup" integer NOT NULL,
    "tStatusGroupTraining" integer NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "DQConfig" (
    "ConfigurationSet" integer NOT NULL,
    "dIntervalStartUTC" timestamp(3) NOT NULL,
    "nServiceLevel" integer NOT NULL,
    "cServiceLevels" varchar(1024),
    PRIMARY KEY ("ConfigurationSet"),
    CONSTRAINT "UX_DQConfig" UNIQUE ("nServiceLevel", "cServiceLevels")
);

CREATE TABLE "DQStatus" (
    "StatisticsSet" integer NOT NULL,
    "tAgentAcdLoggedIn" integer NOT NULL,
    "tAgentAcdLoggedIn2" integer NOT NULL,
    "tAgentAvailable" integer NOT NULL,
    "tAgentDnd" integer NOT NULL,
    "tAgentInAcw" integer NOT NULL,
    "tAgentLoggedIn" integer NOT NULL,
    "tAgentLoggedInDiluted" integer NOT NULL,
    "tAgentNotAvailable" integer NOT NULL,
    "tAgentOnAcdCall" integer NOT NULL,
    "tAgentOnNonAcdCall" integer NOT NULL,
    "tAgentOnOtherAcdCall" integer NOT NULL,
    "tAgentOtherBusy" integer NOT NULL,
    "tAgentStatusAcw" integer NOT NULL,
    "tAgentStatusDnd" integer NOT NULL,
    "tStatusGroupBreak" integer NOT NULL,
    "tStatusGroupFollowup" integer NOT NULL,
    "tStatusGroupTraining" integer NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "DQStatistics" (
    "StatisticsSet" integer NOT NULL,
    "nEnteredAcd" integer NOT NULL,
    "nAbandonedAcd" integer NOT NULL,
    "nGrabbedAcd" integer NOT NULL,
    "nLocalDisconnectAcd" integer NOT NULL,
    "nAlertedAcd" integer NOT NULL,
    "nAnsweredAcd" integer NOT NULL,
    "nAnswered" integer NOT NULL,
    "nAcdSvcLvl" integer NOT NULL,
    "nAnsweredAcdSvcLvl1" integer NOT NULL,
    "nAnsweredAcdSvcLvl2" integer NOT NULL,
    "nAnsweredAcdSvcLvl3" integer NOT NULL,
    "nAnsweredAcdSvcLvl4" integer NOT NULL,
    "nAnsweredAcdSvcLvl5" integer NOT NULL,
    "nAnsweredAcdSvcLvl6" integer NOT NULL,
    "nAbandonAcdSvcLvl1" integer NOT NULL,
    "nAbandonAcdSvcLvl2" integer NOT NULL,
    "nAbandonAcdSvcLvl3" integer NOT NULL,
    "nAbandonAcdSvcLvl4" integer NOT NULL,
    "nAbandonAcdSvcLvl5" integer NOT NULL,
    "nAbandonAcdSvcLvl6" integer NOT NULL,
    "tGrabbedAcd" integer NOT NULL,
    "tAnsweredAcd" integer NOT NULL,
    "mtAnsweredAcd" integer NOT NULL,
    "tAbandonedAcd" integer NOT NULL,
    "tTalkAcd" integer NOT NULL,
    "tTalkCompleteAcd" integer NOT NULL,
    "nHoldAcd" integer NOT NULL,
    "tHoldAcd" integer NOT NULL,
    "nAcw" integer NOT NULL,
    "tAcw" integer NOT NULL,
    "tAcwComplete" integer NOT NULL,
    "nExternToInternCalls" integer NOT NULL,
    "nExternToInternAcdCalls" integer NOT NULL,
    "nInternToExternCalls" integer NOT NULL,
    "nInternToExternAcdCalls" integer NOT NULL,
    "nInternToInternCalls" integer NOT NULL,
    "nInternToInternAcdCalls" integer NOT NULL,
    "tExternToInternCalls" integer NOT NULL,
    "tExternToInternAcdCalls" integer NOT NULL,
    "tInternToExternCalls" integer NOT NULL,
    "tInternToExternAcdCalls" integer NOT NULL,
    "tInternToInternCalls" integer NOT NULL,
    "tInternToInternAcdCalls" integer NOT NULL,
    "nAcwCalls" integer NOT NULL,
    "tAcwCalls" integer NOT NULL,
    "nTransferedAcd" integer NOT NULL,
    "nNotAnsweredAcd" integer NOT NULL,
    "tAlertedAcd" integer NOT NULL,
    "nFlowOutAcd" integer NOT NULL,
    "tFlowOutAcd" integer NOT NULL,
    "nStartWaitAlertAcdCalls" integer NOT NULL,
    "nStartActiveAcdCalls" integer NOT NULL,
    "nStartHeldAcdCalls" integer NOT NULL,
    "nEndWaitAlertAcdCalls" integer NOT NULL,
    "nEndActiveAcdCalls" integer NOT NULL,
    "nEndHeldAcdCalls" integer NOT NULL,
    "nTransferWithinAcdCalls" integer NOT NULL,
    "nTransferOutAcdCalls" integer NOT NULL,
    "nDisconnectAcd" integer NOT NULL,
    "tAgentTalk" integer NOT NULL,
    "CustomValue1" integer NOT NULL,
    "CustomValue2" integer NOT NULL,
    "CustomValue3" integer NOT NULL,
    "CustomValue4" integer NOT NULL,
    "CustomValue5" integer NOT NULL,
    "CustomValue6" integer NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "ILineGroupStats" (
    "GroupId" varchar(50) NOT NULL,
    "dIntervalStart" timestamp(3) NOT NULL,
    "nDuration" smallint NOT NULL,
    "nEntered" integer NOT NULL,
    "mEntered" integer NOT NULL,
    "tActiveLines" integer NOT NULL,
    "tAllBusy" integer NOT NULL,
    "tSeized" integer NOT NULL,
    "nEnteredOutbound" integer NOT NULL,
    "nOutboundBlocked" integer NOT NULL,
    "tResourceAvailable" integer NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    PRIMARY KEY ("GroupId", "dIntervalStart", "nDuration", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "ILineStats" (
    "LineId" varchar(50) NOT NULL,
    "dIntervalStart" timestamp(3) NOT NULL,
    "nDuration" smallint NOT NULL,
    "nEntered" integer NOT NULL,
    "tSeized" integer NOT NULL,
    "nEnteredOutbound" integer NOT NULL,
    "nOutboundBlocked" integer NOT NULL,
    "tResourceAvailable" integer NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    PRIMARY KEY ("LineId", "dIntervalStart", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "IWrapUpStats" (
    "cHKey3" varchar(50) NOT NULL,
    "cHKey4" varchar(50) NOT NULL,
    "cName" varchar(50) NOT NULL,
    "cReportGroup" varchar(50) NOT NULL,
    "cType" char(1) NOT NULL,
    "dIntervalStart" timestamp(3) NOT NULL,
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "nCompleted" integer NOT NULL,
    "nDuration" integer NOT NULL,
    "nHold" integer NOT NULL,
    "nSupervisorRequests" integer NOT NULL,
    "nSuspended" integer NOT NULL,
    "SiteId" smallint NOT NULL,
    "SubSiteId" smallint NOT NULL,
    "tAcw" integer NOT NULL,
    "tHold" integer NOT NULL,
    "tSuspended" integer NOT NULL,
    "tTalked" integer NOT NULL,
    PRIMARY KEY ("cName", "cReportGroup", "cHKey3", "cHKey4", "cType", "dIntervalStart", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "SGServiceLevelOverflows" (
    "nAbandonAcdSvcLvl1" integer,
    "nAbandonAcdSvcLvl2" integer,
    "nAbandonAcdSvcLvl3" integer,
    "nAbandonAcdSvcLvl4" integer,
    "nAbandonAcdSvcLvl5" integer,
    "nAbandonAcdSvcLvl6" integer,
    "nAnsweredAcdSvcLvl1" integer,
    "nAnsweredAcdSvcLvl2" integer,
    "nAnsweredAcdSvcLvl3" integer,
    "nAnsweredAcdSvcLvl4" integer,
    "nAnsweredAcdSvcLvl5" integer,
    "nAnsweredAcdSvcLvl6" integer,
    "OverflowGroupSet" integer NOT NULL,
    "StatisticsSet" integer NOT NULL,
    PRIMARY KEY ("StatisticsSet", "OverflowGroupSet")
);

CREATE TABLE "SGStatistics" (
    "StatisticsSet" integer NOT NULL,
    "nEnteredAcd" integer NOT NULL,
    "nAbandonedAcd" integer NOT NULL,
    "nGrabbedAcd" integer NOT NULL,
    "nLocalDisconnectAcd" integer NOT NULL,
    "nAlertedAcd" integer NOT NULL,
    "nAnsweredAcd" integer NOT NULL,
    "nAnswered" integer NOT NULL,
    "nAcdSvcLvl" integer NOT NULL,
    "nAnsweredAcdSvcLvl1" integer NOT NULL,
    "nAnsweredAcdSvcLvl2" integer NOT NULL,
    "nAnsweredAcdSvcLvl3" integer NOT NULL,
    "nAnsweredAcdSvcLvl4" integer NOT NULL,
    "nAnsweredAcdSvcLvl5" integer NOT NULL,
    "nAnsweredAcdSvcLvl6" integer NOT NULL,
    "nAbandonAcdSvcLvl1" integer NOT NULL,
    "nAbandonAcdSvcLvl2" integer NOT NULL,
    "nAbandonAcdSvcLvl3" integer NOT NULL,
    "nAbandonAcdSvcLvl4" integer NOT NULL,
    "nAbandonAcdSvcLvl5" integer NOT NULL,
    "nAbandonAcdSvcLvl6" integer NOT NULL,
    "tGrabbedAcd" integer NOT NULL,
    "tAnsweredAcd" integer NOT NULL,
    "mtAnsweredAcd" integer NOT NULL,
    "tAbandonedAcd" integer NOT NULL,
    "tTalkAcd" integer NOT NULL,
    "tTalkCompleteAcd" integer NOT NULL,
    "nHoldAcd" integer NOT NULL,
    "tHoldAcd" integer NOT NULL,
    "nAcw" integer NOT NULL,
    "tAcw" integer NOT NULL,
    "tAcwComplete" integer NOT NULL,
    "nExternToInternCalls" integer NOT NULL,
    "nExternToInternAcdCalls" integer NOT NULL,
    "nInternToExternCalls" integer NOT NULL,
    "nInternToExternAcdCalls" integer NOT NULL,
    "nInternToInternCalls" integer NOT NULL,
    "nInternToInternAcdCalls" integer NOT NULL,
    "tExternToInternCalls" integer NOT NULL,
    "tExternToInternAcdCalls" integer NOT NULL,
    "tInternToExternCalls" integer NOT NULL,
    "tInternToExternAcdCalls" integer NOT NULL,
    "tInternToInternCalls" integer NOT NULL,
    "tInternToInternAcdCalls" integer NOT NULL,
    "nAcwCalls" integer NOT NULL,
    "tAcwCalls" integer NOT NULL,
    "nTransferedAcd" integer NOT NULL,
    "nNotAnsweredAcd" integer NOT NULL,
    "tAlertedAcd" integer NOT NULL,
    "nFlowOutAcd" integer NOT NULL,
    "tFlowOutAcd" integer NOT NULL,
    "nStartWaitAlertAcdCalls" integer NOT NULL,
    "nStartActiveAcdCalls" integer NOT NULL,
    "nStartHeldAcdCalls" integer NOT NULL,
    "nEndWaitAlertAcdCalls" integer NOT NULL,
    "nEndActiveAcdCalls" integer NOT NULL,
    "nEndHeldAcdCalls" integer NOT NULL,
    "nTransferWithinAcdCalls" integer NOT NULL,
    "nTransferOutAcdCalls" integer NOT NULL,
    "nDisconnectAcd" integer NOT NULL,
    "tAgentLoggedIn" integer NOT NULL,
    "tAgentAvailable" integer NOT NULL,
    "tAgentTalk" integer NOT NULL,
    "tAgentOtherBusy" integer NOT NULL,
    "tAgentOnAcdCall" integer NOT NULL,
    "tAgentOnOtherAcdCall" integer NOT NULL,
    "tAgentInAcw" integer NOT NULL,
    "tAgentOnNonAcdCall" integer NOT NULL,
    "tAgentDnd" integer NOT NULL,
    "tAgentNotAvailable" integer NOT NULL,
    "tAgentAcdLoggedIn" integer NOT NULL,
    "tAgentStatusDnd" integer NOT NULL,
    "tAgentStatusAcw" integer NOT NULL,
    "tAgentLoggedInDiluted" integer NOT NULL,
    "tStatusGroupFollowup" integer NOT NULL,
    "tStatusGroupBreak" integer NOT NULL,
    "tStatusGroupTraining" integer NOT NULL,
    "CustomValue1" integer NOT NULL,
    "CustomValue2" integer NOT NULL,
    "CustomValue3" integer NOT NULL,
    "CustomValue4" integer NOT NULL,
    "CustomValue5" integer NOT NULL,
    "CustomValue6" integer NOT NULL,
    "SubSiteId" smallint NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "StatDimensions" (
    "cDimension1" varchar(50) NOT NULL,
    "cDimension2" varchar(50) NOT NULL,
    "cDimension3" varchar(50) NOT NULL,
    "cDimension4" varchar(50) NOT NULL,
    "cType" char(1) NOT NULL,
    "DimensionSet" integer NOT NULL,
    "SummDimensionSet" integer,
    PRIMARY KEY ("DimensionSet")
);

CREATE TABLE "StatProfile" (
    "ConfigurationSet" integer NOT NULL,
    "DimensionSet" integer NOT NULL,
    "dIntervalStart" timestamp(3) NOT NULL,
    "dIntervalStartUTC" timestamp(3),
    "I3TimeStampGMT" timestamp(3) NOT NULL,
    "nDuration" integer NOT NULL,
    "SchemaMajorVersion" smallint NOT NULL,
    "SchemaMinorVersion" smallint NOT NULL,
    "SiteId" smallint NOT NULL,
    "StatisticsSet" integer NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "IR_AccessControl" (
    "RecordingId" uuid NOT NULL,
    "SecurityPolicyId" uuid NOT NULL,
    PRIMARY KEY ("RecordingId", "SecurityPolicyId")
);

CREATE TABLE "IR_ArchiveContent" (
    "ArchivedDate" timestamp(3) NOT NULL,
    "ArchivedDateOffset" integer NOT NULL,
    "ArchiveId" uuid NOT NULL,
    "RecordingId" uuid NOT NULL,
    PRIMARY KEY ("ArchiveId", "RecordingId", "ArchivedDate")
);

CREATE TABLE "IR_ArchiveVolumeDescriptor" (
    "ArchiveEndDT" timestamp(6),
    "ArchiveId" uuid NOT NULL,
    "ArchiveStartDT" timestamp(6),
    "MediaURI" varchar(1024),
    "VolumeDT" timestamp(6) NOT NULL,
    "VolumeDTOffset" integer NOT NULL,
    "VolumeName" varchar(128) NOT NULL,
    PRIMARY KEY ("ArchiveId")
);

CREATE TABLE "IR_Audit" (
    "AuditDate" timestamp(3) NOT NULL,
    "AuditDateOffset" integer NOT NULL,
    "AuditedName" varchar(255),
    "AuditId" uuid NOT NULL,
    "AuditOperation" smallint NOT NULL,
    "Comments" varchar(1024),
    "ICUID" varchar(255),
    "Id" uuid NOT NULL,
    "IndivId" char(22),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AuditId")
);

CREATE TABLE "IR_CustomAttribute" (
    "CustomAttributeNameId" integer NOT NULL,
    "RecordingId" uuid NOT NULL,
    "Value" varchar(255) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("RecordingId", "CustomAttributeNameId")
);

CREATE TABLE "IR_CustomAttributeName" (
    "CustomAttributeNameId" integer NOT NULL,
    "Name" varchar(255) NOT NULL,
    PRIMARY KEY ("CustomAttributeNameId")
);

CREATE TABLE "IR_KeywordSet" (
    "Category" varchar(128),
    "DisplayName" varchar(128) NOT NULL,
    "KeywordSetId" integer NOT NULL,
    PRIMARY KEY ("KeywordSetId")
);

CREATE TABLE "IR_QAnswer" (
    "IsMarkedNA" smallint NOT NULL,
    "QAnswerId" uuid NOT NULL,
    "QFormId" uuid NOT NULL,
    "QQuestionId" uuid NOT NULL,
    "RawAnswer" varchar(1024),
    "Score" numeric(18,0),
    "Sequence" integer NOT NULL,
    "UserComments" varchar(1024),
    "Version" integer NOT NULL,
    PRIMARY KEY ("QAnswerId")
);

CREATE TABLE "IR_QDirectory" (
    "IsTemplate" smallint NOT NULL,
    "Note" varchar(1024),
    "QDirectoryId" uuid NOT NULL,
    "QDirectoryName" varchar(255),
    "Version" integer NOT NULL,
    PRIMARY KEY ("QDirectoryId")
);

CREATE TABLE "IR_QGroup" (
    "GroupName" varchar(255) NOT NULL,
    "IsOptional" smallint NOT NULL,
    "IsTemplate" smallint NOT NULL,
    "Note" varchar(1024),
    "QGroupId" uuid NOT NULL,
    "QuestionnaireId" uuid,
    "Sequence" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("QGroupId")
);

CREATE TABLE "IR_QQuestion" (
    "CanMarkNA" smallint NOT NULL,
    "HasCommentField" smallint NOT NULL,
    "HelpText" varchar(1024),
    "IsTemplate" smallint NOT NULL,
    "MaxScore" numeric(18,0) NOT NULL,
    "MinAcceptableScore" numeric(18,0) NOT NULL,
    "MinScore" numeric(18,0) NOT NULL,
    "Note" varchar(1024),
    "QGroupId" uuid NOT NULL,
    "QQuestionId" uuid NOT NULL,
    "QuestionPromptType" smallint NOT NULL,
    "QuestionText" varchar(1024) NOT NULL,
    "QuestionType" smallint NOT NULL,
    "Sequence" integer NOT NULL,
    "Version" integer NOT NULL,
    "Weight" numeric(18,0) NOT NULL,
    PRIMARY KEY ("QQuestionId")
);

CREATE TABLE "IR_QQuestionEnum" (
    "EnumText" varchar(255) NOT NULL,
    "HelpText" varchar(1024),
    "QQuestionId" uuid NOT NULL,
    "Score" numeric(18,0) NOT NULL,
    "Sequence" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("QQuestionId", "Sequence")
);

CREATE TABLE "IR_Questionnaire" (
    "IsActive" smallint NOT NULL,
    "IsLocked" smallint NOT NULL,
    "IsTemplate" smallint NOT NULL,
    "MaxScore" numeric(18,0),
    "MinAcceptableScore" numeric(18,0),
    "MinScore" numeric(18,0),
    "Note" varchar(1024),
    "QDirectoryId" uuid NOT NULL,
    "QuestionnaireId" uuid NOT NULL,
    "QuestionnaireName" varchar(255) NOT NULL,
    "RankGroupId" uuid,
    "ShowPassFailWhileScoring" smallint NOT NULL,
    "ShowRankWhileScoring" smallint NOT NULL,
    "TotalNumCriticalQuestions" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("QuestionnaireId")
);

CREATE TABLE "IR_RankDefn" (
    "RankGroupId" uuid NOT NULL,
    "RankId" uuid NOT NULL,
    "RankName" varchar(40) NOT NULL,
    "RankPct" numeric(18,0) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("RankId")
);

CREATE TABLE "IR_RankGroup" (
    "GroupName" varchar(60) NOT NULL,
    "RankGroupId" uuid NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("RankGroupId")
);

CREATE TABLE "IR_RecordingMedia" (
    "CallType" smallint,
    "Direction" smallint,
    "Duration" integer,
    "ExpirationDate" timestamp(3),
    "FileSize" integer,
    "FromConnValue" varchar(255),
    "InitiationPolicyName" varchar(50),
    "IsArchived" smallint NOT NULL,
    "KeywordAgentScoreNegative" integer,
    "KeywordAgentScorePositive" integer,
    "KeywordCustomerScoreNegative" integer,
    "KeywordCustomerScorePositive" integer,
    "LineName" varchar(50),
    "MediaKey" varchar(1024),
    "MediaStatus" varchar(56),
    "MediaType" smallint NOT NULL,
    "MediaURI" varchar(1024),
    "NumAttachments" smallint,
    "QueueObjectIdKey" varchar(36),
    "RecordingDate" timestamp(6) NOT NULL,
    "RecordingDateOffset" integer NOT NULL,
    "RecordingId" uuid NOT NULL,
    "RecordingType" smallint,
    "RelatedRecordingId" uuid,
    "ScreenRecordedHostName" varchar(255),
    "StartEventCode" integer NOT NULL,
    "ToConnValue" varchar(255),
    "Version" integer NOT NULL,
    PRIMARY KEY ("RecordingId")
);

CREATE TABLE "IR_RecordingMediaSnippets" (
    "PolicyRecordingId" uuid NOT NULL,
    "SnippetRecordingId" uuid NOT NULL,
    PRIMARY KEY ("SnippetRecordingId")
);

CREATE TABLE "IR_SecurityPolicy" (
    "ApplySql" text,
    "SecurityPolicyId" uuid NOT NULL,
    PRIMARY KEY ("SecurityPolicyId")
);

CREATE TABLE "IR_SocialMediaRecording" (
    "ChannelId" varchar(128) NOT NULL,
    "ChannelName" varchar(1024) NOT NULL,
    "Page" varchar(128),
    "Platform" smallint NOT NULL,
    "RecordingId" uuid NOT NULL,
    PRIMARY KEY ("RecordingId")
);

CREATE TABLE "IR_TagMap" (
    "KeywordSetName" varchar(128),
    "RecordingId" uuid NOT NULL,
    "TagId" integer NOT NULL,
    PRIMARY KEY ("RecordingId", "TagId")
);

CREATE TABLE "Survey" (
    "IsGroup" integer NOT NULL,
    "IsPublished" integer,
    "IsTemplate" integer NOT NULL,
    "MinAcceptableScore" numeric(18,0),
    "Note" varchar(255),
    "ParentSurveyId" varchar(32),
    "Priority" integer,
    "RankGroupId" uuid,
    "RecordCall" integer,
    "SurveyID" varchar(32) NOT NULL,
    "SurveyName" varchar(255) NOT NULL,
    "Type" integer,
    PRIMARY KEY ("SurveyID")
);

CREATE TABLE "SurveyAnswer" (
    "EnumSequence" integer,
    "FreeFormAnswerURI" varchar(255),
    "NumericScore" numeric(18,0),
    "SurveyAnswerId" varchar(32) NOT NULL,
    "SurveyFormID" uuid NOT NULL,
    "SurveyQuestionId" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyAnswerId")
);

CREATE TABLE "SurveyConfigLog" (
    "ConfigChangeObjectType" integer NOT NULL,
    "ConfigChangeType" integer NOT NULL,
    "ConfigTimeStampUTC" timestamp(3) NOT NULL,
    PRIMARY KEY ("ConfigChangeObjectType", "ConfigChangeType", "ConfigTimeStampUTC")
);

CREATE TABLE "SurveyDetail" (
    "CallIdKey" varchar(20) NOT NULL,
    "EventCode" integer NOT NULL,
    "EventDate" timestamp(3) NOT NULL,
    "EventDetail" varchar(255),
    "Origin" integer NOT NULL,
    "SurveyFormID" uuid NOT NULL,
    PRIMARY KEY ("SurveyFormID")
);

CREATE TABLE "SurveyForm" (
    "CallIdKey" varchar(20) NOT NULL,
    "Duration" integer,
    "IsComplete" integer NOT NULL,
    "MaxScore" numeric(18,0),
    "MinScore" numeric(18,0),
    "RankName" varchar(40),
    "Score" numeric(18,0),
    "SurveyedIntxId" varchar(32),
    "SurveyFormId" uuid NOT NULL,
    "SurveyID" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyFormId")
);

CREATE TABLE "SurveyObjectToSurveyPrompt" (
    "AppCode" integer NOT NULL,
    "SurveyObjectID" varchar(32) NOT NULL,
    "SurveyPromptID" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyObjectID", "SurveyPromptID", "AppCode")
);

CREATE TABLE "SurveyPrompt" (
    "PromptName" varchar(255),
    "PromptText" varchar(1024),
    "PromptType" integer NOT NULL,
    "RecordingFile" varchar(255),
    "SurveyPromptID" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyPromptID")
);

CREATE TABLE "SurveyQstnToQuestionCategory" (
    "SurveyQuestionCategoryId" varchar(32) NOT NULL,
    "SurveyQuestionId" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionId", "SurveyQuestionCategoryId")
);

CREATE TABLE "SurveyQuestion" (
    "FailSurveyScore" numeric(18,0),
    "IsOptional" integer NOT NULL,
    "IsTemplate" integer NOT NULL,
    "MaxScore" numeric(18,0) NOT NULL,
    "MinAcceptableScore" numeric(18,0) NOT NULL,
    "MinScore" numeric(18,0) NOT NULL,
    "Options" varchar(255),
    "QuestionName" varchar(255) NOT NULL,
    "QuestionParentId" varchar(32),
    "QuestionText" varchar(255),
    "QuestionType" integer NOT NULL,
    "Retries" integer,
    "Sequence" integer,
    "SurveyID" varchar(32),
    "SurveyQuestionID" varchar(32) NOT NULL,
    "Timeout" integer,
    "Weight" numeric(18,0) NOT NULL,
    PRIMARY KEY ("SurveyQuestionID")
);

CREATE TABLE "SurveyQuestionBranching" (
    "Operand1Value" integer,
    "Operand2Value" integer,
    "OperatorType" integer,
    "Sequence" integer,
    "SurveyQuestionBranchingID" uuid NOT NULL,
    "SurveyQuestionID" varchar(32) NOT NULL,
    "TargetQuestionID" varchar(32),
    PRIMARY KEY ("SurveyQuestionBranchingID")
);

CREATE TABLE "SurveyQuestionCategory" (
    "ACSISemantics" integer,
    "CategoryName" varchar(255) NOT NULL,
    "SurveyQuestionCategoryId" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionCategoryId")
);

CREATE TABLE "SurveyQuestionEnum" (
    "EnumName" varchar(255) NOT NULL,
    "EnumScore" numeric(18,0),
    "EnumSequence" integer NOT NULL,
    "EnumText" varchar(255),
    "SurveyQuestionEnumId" varchar(32) NOT NULL,
    "SurveyQuestionID" varchar(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionEnumId")
);

CREATE TABLE "SurveyRule" (
    "AttributeId" varchar(50),
    "DateValue" timestamp(3),
    "IntegerValue" integer,
    "Operand" integer NOT NULL,
    "RuleID" varchar(32) NOT NULL,
    "RuleType" integer,
    "StringValue" varchar(512),
    "SurveyID" varchar(32) NOT NULL,
    PRIMARY KEY ("RuleID")
);

CREATE TABLE "SurveyUserObjectSecurity" (
    "ExtObjectID" varchar(32) NOT NULL,
    "IndivID" char(22) NOT NULL,
    "ObjectID" integer,
    "ObjectName" varchar(255),
    "ObjectType" integer NOT NULL,
    "SiteIdentifier" integer NOT NULL,
    "UserRight" integer NOT NULL,
    PRIMARY KEY ("ExtObjectID", "ObjectType", "IndivID", "SiteIdentifier")
);

CREATE TABLE "SurveyWork" (
    "Data" varchar(255),
    "ItemID" uuid NOT NULL,
    "SessionID" varchar(32) NOT NULL,
    PRIMARY KEY ("SessionID", "ItemID")
);

CREATE TABLE "UserObjectSecurity" (
    "ExtObjectID" char(22) NOT NULL,
    "IndivID" char(22) NOT NULL,
    "ObjectID" integer,
    "ObjectName" varchar(255),
    "ObjectType" integer NOT NULL,
    "UserRight" integer NOT NULL
);

CREATE TABLE "IO_AcceptableTradeStart" (
    "AcceptableTradeStartID" char(22) NOT NULL,
    "AgentTradeRequestID" char(22) NOT NULL,
    "EarliestStartUTC" timestamp(3) NOT NULL,
    "LatestStartUTC" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AcceptableTradeStartID")
);

CREATE TABLE "IO_AccrualPeriodDate" (
    "AccrualPeriod" integer NOT NULL,
    "AccrualPeriodDateID" char(22) NOT NULL,
    "FirstDate" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "SecondDate" timestamp(3),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AccrualPeriodDateID")
);

CREATE TABLE "IO_AccrualPlanActivityCode" (
    "AccrualPlanActivityCodeID" char(22) NOT NULL,
    "AccrualPlanID" char(22) NOT NULL,
    "ActivityCodeID" char(22),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AccrualPlanActivityCodeID")
);

CREATE TABLE "IO_AccrualPlanRate" (
    "AccrualPeriod" integer NOT NULL,
    "AccrualPlanID" char(22) NOT NULL,
    "AccrualPlanRateID" char(22) NOT NULL,
    "AccrualRateHours" numeric(18,0) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "UpToDuration" integer,
    "UpToPeriod" integer,
    "Version" integer NOT NULL,
    PRIMARY KEY ("AccrualPlanRateID")
);

CREATE TABLE "IO_Activity" (
    "ActivityCodeID" char(22),
    "ActivityID" char(22) NOT NULL,
    "ActivityTypeID" char(22) NOT NULL,
    "AgentID" char(22),
    "AttendanceReqType" integer,
    "ContiguousTime" smallint NOT NULL,
    "DailyConstraintsID" char(22),
    "Description" varchar(2000),
    "EarliestStartTimeUTC" timestamp(3) NOT NULL,
    "IsPlanned" smallint,
    "LatestStartTimeUTC" timestamp(3) NOT NULL,
    "Length" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PaidTime" smallint NOT NULL,
    "RelativeTimes" smallint NOT NULL,
    "ReplaceShiftActivity" smallint NOT NULL,
    "StartTimeIncrement" integer NOT NULL,
    "TimeOffRequestID" char(22),
    "Version" integer NOT NULL,
    PRIMARY KEY ("ActivityID")
);

CREATE TABLE "IO_ActivityCode" (
    "ActivityCodeID" char(22) NOT NULL,
    "ActivityCodeName" varchar(100) NOT NULL,
    "ActivityTypeID" char(22) NOT NULL,
    "IgnoreForAdherence" smallint NOT NULL,
    "IsActive" smallint NOT NULL,
    "IsContiguous" smallint NOT NULL,
    "IsPaid" smallint NOT NULL,
    "IsPlanned" smallint NOT NULL,
    "LengthInMinutes" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ShortName" varchar(25),
    "Version" integer NOT NULL,
    PRIMARY KEY ("ActivityCodeID")
);

CREATE TABLE "IO_ActivityTradeRule" (
    "ActivityTradeAction" integer NOT NULL,
    "ActivityTradeRuleID" char(22) NOT NULL,
    "ActivityTypeID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "RequireAdminReview" smallint NOT NULL,
    "SchedulingUnitID" char(22) NOT NULL,
    "ShowAgentWarning" smallint NOT NULL,
    "Version" integer NOT NULL,
    "WarningMessage" varchar(2000),
    PRIMARY KEY ("ActivityTradeRuleID")
);

CREATE TABLE "IO_ActivityType" (
    "ActivityTypeID" char(22) NOT NULL,
    "ActivityTypeName" varchar(100) NOT NULL,
    "IgnoreForAdherence" smallint NOT NULL,
    "IsContiguous" smallint,
    "IsPaid" smallint,
    "IsPlanned" smallint,
    "LengthInMinutes" integer,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ShortName" varchar(25),
    "Version" integer NOT NULL,
    PRIMARY KEY ("ActivityTypeID")
);

CREATE TABLE "IO_AdvancedConfig" (
    "AdvancedConfigID" char(22) NOT NULL,
    "ConfigKey" varchar(100) NOT NULL,
    "ConfigValue" text NOT NULL,
    "IsConfigurable" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AdvancedConfigID")
);

CREATE TABLE "IO_AgentAccrual" (
    "AccrualPeriodOverride" integer,
    "AccrualPlanID" char(22) NOT NULL,
    "AccrualRateHoursOverride" numeric(18,0),
    "AccruedHours" numeric(18,0) NOT NULL,
    "AgentAccrualID" char(22) NOT NULL,
    "AgentID" char(22) NOT NULL,
    "MaxAccruedHoursCap" numeric(18,0),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AgentAccrualID")
);

CREATE TABLE "IO_AgentDataVersion" (
    "AccrualVersion" integer NOT NULL,
    "AgentID" char(22) NOT NULL,
    "AllotmentVersion" integer NOT NULL,
    "ScheduleVersion" integer NOT NULL,
    "TimeOffRequestVersion" integer NOT NULL,
    "TradeRequestVersion" integer NOT NULL,
    PRIMARY KEY ("AgentID")
);

CREATE TABLE "IO_AgentGroup" (
    "ActivityBidding" smallint,
    "AgentGroupID" char(22) NOT NULL,
    "AgentGroupName" varchar(100) NOT NULL,
    "AgentGroupRank" integer,
    "EvaluationStrategy" smallint,
    "LastRankingDateTimeUTC" timestamp(3),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NewRandomNumberOnSave" smallint,
    "PreferenceToCoverage" smallint,
    "RankAgentsOnSave" smallint,
    "ScheduleBidding" smallint,
    "SchedulingUnitID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("AgentGroupID")
);

CREATE TABLE "IO_AgentGroupData" (
    "AgentGroupDataID" char(22) NOT NULL,
    "AgentGroupID" char(22) NOT NULL,
    "Ascending" smallint NOT NULL,
    "CriterionFormat" integer NOT NULL,
    "CriterionName" varchar(100) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Version" integer NOT NULL,
    "Weight" smallint NOT NULL,
    PRIMARY KEY ("AgentGroupDataID")
);

CREATE TABLE "IO_AgentRankData" (
    "AgentGroupDataID" char(22) NOT NULL,
    "AgentID" char(22) NOT NULL,
    "AgentRankDataID" char(22) NOT NULL,
    "CriterionRank" integer,
    "DateTimeUTCValue" timestamp(3),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NumericValue" numeric(18,0),
    "Version" integer NOT NULL,
    PRIMARY KEY ("AgentRankDataID")
);

CREATE TABLE "IO_AgentScheduleBid" (
    "AgentGroupID" char(22),
    "AgentID" char(22) NOT NULL,
    "AgentRank" integer NOT NULL,
    "AgentScheduleBidID" char(22) NOT NULL,
    "LastSubmissionDateTimeUTC" timestamp(3),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PeerCount" integer NOT NULL,
    "ScheduleBidID" char(22) NOT NULL,
    "SubmissionCount" integer NOT NULL,
    "Version" integer NOT NULL,
    "XData" text,
    PRIMARY KEY ("AgentScheduleBidID")
);

CREATE TABLE "IO_AgentTradeMatch" (
    "AgentTradeMatchID" char(22) NOT NULL,
    "GainedEndTimeUTC" timestamp(3) NOT NULL,
    "GainedStartTimeUTC" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "TiedTradeRequestID" char(22) NOT NULL,
    "TradedAwayEndTimeUTC" timestamp(3) NOT NULL,
    "TradedAwayStartTimeUTC" timestamp(3) NOT NULL,
    "TradeDenyReason" integer,
    "TradeMatchState" integer NOT NULL,
    "TradingAgentID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("AgentTradeMatchID")
);

CREATE TABLE "IO_AgentTradeRequest" (
    "AgentID" char(22),
    "AgentTradeRequestID" char(22) NOT NULL,
    "ExpirationTimeUTC" timestamp(3) NOT NULL,
    "MaxEndTimeOfferedUTC" timestamp(3) NOT NULL,
    "MaxStartTimeOfferedUTC" timestamp(3) NOT NULL,
    "MinEndTimeOfferedUTC" timestamp(3) NOT NULL,
    "MinStartTimeOfferedUTC" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SubmittedDateTimeUTC" timestamp(3) NOT NULL,
    "TradeRequestState" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("AgentTradeRequestID")
);

CREATE TABLE "IO_AIForecastRpt" (
    "AIForecastRptID" char(22) NOT NULL,
    "DataAnomalies" varchar(2000) NOT NULL,
    "Metadata" varchar(2000) NOT NULL,
    "Metric" varchar(128) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "RouteGroup" varchar(1000) NOT NULL,
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    PRIMARY KEY ("AIForecastRptID")
);

CREATE TABLE "IO_BaseSchedule" (
    "ActivityBidding" smallint NOT NULL,
    "AgentID" char(22) NOT NULL,
    "BaseScheduleID" char(22) NOT NULL,
    "EffectiveStartDateTimeUTC" timestamp(3) NOT NULL,
    "EffectiveStopDateTimeUTC" timestamp(3),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ScheduleBidID" char(22),
    "Version" integer NOT NULL,
    "XData" text NOT NULL,
    PRIMARY KEY ("BaseScheduleID")
);

CREATE TABLE "IO_ChangeEntry" (
    "ChangeEntryID" char(22) NOT NULL,
    "ChangeType" integer NOT NULL,
    "ObjectID" char(22) NOT NULL,
    "ObjectModifierUserID" varchar(100) NOT NULL,
    "ObjectModifyDateTimeUTC" timestamp(3) NOT NULL,
    "ObjectType" integer NOT NULL,
    "ObjectVersion" integer NOT NULL,
    "ScopeID" char(22) NOT NULL,
    PRIMARY KEY ("ChangeEntryID")
);

CREATE TABLE "IO_Changes" (
    "ChangeSet" text,
    "MID" char(22),
    "PK" integer NOT NULL,
    PRIMARY KEY ("PK")
);

CREATE TABLE "IO_CoverageGroup" (
    "CoverageGroupID" char(22) NOT NULL,
    "CoverageGroupName" varchar(100) NOT NULL,
    "IsActive" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "StaffTypeID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("CoverageGroupID")
);

CREATE TABLE "IO_DayClassification" (
    "DayClassificationID" char(22) NOT NULL,
    "DayClassificationName" varchar(100) NOT NULL,
    "DayType" integer NOT NULL,
    "Description" varchar(2000),
    "IgnoreACDData" smallint,
    "IgnoreACDDataForLTF" smallint,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SpecialDayType" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("DayClassificationID")
);

CREATE TABLE "IO_DayClassOverride" (
    "DayClassificationID" char(22) NOT NULL,
    "DayClassOverrideID" char(22) NOT NULL,
    "IntervalStart" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("DayClassOverrideID")
);

CREATE TABLE "IO_DaySelection" (
    "DaySelectionID" char(22) NOT NULL,
    "ForecastDateUTC" timestamp(3) NOT NULL,
    "HistoryDate" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "UTCMinutesOffset" integer NOT NULL,
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    "Weight" integer NOT NULL,
    PRIMARY KEY ("DaySelectionID")
);

CREATE TABLE "IO_ExcusedException" (
    "AgentID" char(22) NOT NULL,
    "Description" varchar(2000),
    "DurationSecs" integer NOT NULL,
    "ExceptionStartUTC" timestamp(3) NOT NULL,
    "ExcusedExceptionID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NamedScheduleID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ExcusedExceptionID")
);

CREATE TABLE "IO_ForecastDataModification" (
    "DaysApplicable" integer NOT NULL,
    "DurationInMinutes" integer NOT NULL,
    "FilteredRouteGroups" text NOT NULL,
    "ForecastDataModificationID" char(22) NOT NULL,
    "Metric" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "OperationEnabled" smallint NOT NULL,
    "OperationOrder" integer NOT NULL,
    "OperationType" integer NOT NULL,
    "StartOffsetInMinutes" integer NOT NULL,
    "Value" double precision NOT NULL,
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    PRIMARY KEY ("ForecastDataModificationID")
);

CREATE TABLE "IO_ForecastScheduleEntry" (
    "EntryName" varchar(100) NOT NULL,
    "ForecastScheduleEntryID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ProcessCompletionLevel" integer NOT NULL,
    "SchedulingUnitID" char(22) NOT NULL,
    "StartDateUTC" timestamp(3) NOT NULL,
    "StopDateUTC" timestamp(3) NOT NULL,
    "TimeZoneID" varchar(100),
    "Version" integer NOT NULL,
    PRIMARY KEY ("ForecastScheduleEntryID")
);

CREATE TABLE "IO_ForecastSourceData" (
    "FileName" varchar(1000),
    "ForecastDay" integer NOT NULL,
    "ForecastSourceDataID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SerializedSourceData" text,
    "SourceDateUTC" timestamp(3),
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    "Weight" double precision NOT NULL,
    PRIMARY KEY ("ForecastSourceDataID")
);

CREATE TABLE "IO_HeadcountForecast" (
    "ForecastScheduleEntryID" char(22) NOT NULL,
    "GenerationMethod" integer NOT NULL,
    "HeadcountForecastID" char(22) NOT NULL,
    "HeadcountForecastName" varchar(100) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ProcessCompletionLevel" integer NOT NULL,
    "SLCalibration" text,
    "UsesNewSkillsetBehavior" smallint NOT NULL,
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    PRIMARY KEY ("HeadcountForecastID")
);

CREATE TABLE "IO_LongTermForecast" (
    "Description" varchar(2000),
    "EndDateSUT" timestamp(3) NOT NULL,
    "HeadcountGenerationTimeUTC" timestamp(3),
    "LongTermForecastID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Name" varchar(100) NOT NULL,
    "SchedulingUnitID" char(22) NOT NULL,
    "SourceDataEndSUT" timestamp(3) NOT NULL,
    "SourceDataStartSUT" timestamp(3) NOT NULL,
    "SourceExcelFileName" varchar(255),
    "StartDateSUT" timestamp(3) NOT NULL,
    "Version" integer NOT NULL,
    "VolumeDataGenerationTimeUTC" timestamp(3) NOT NULL,
    PRIMARY KEY ("LongTermForecastID")
);

CREATE TABLE "IO_LTFData" (
    "ForecastData" text,
    "LongTermForecastID" char(22) NOT NULL,
    "LTFDataID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "RepresentativeWeek" text,
    "SourceData" text,
    "Version" integer NOT NULL,
    PRIMARY KEY ("LTFDataID")
);

CREATE TABLE "IO_LTFModification" (
    "Description" varchar(2000),
    "EndDateSUT" timestamp(3),
    "FilterSet" text,
    "GridModificationDataSet" text,
    "IsSelected" smallint NOT NULL,
    "LongTermForecastID" char(22) NOT NULL,
    "LTFModificationID" char(22) NOT NULL,
    "Metric" varchar(255),
    "ModificationOrder" integer NOT NULL,
    "ModificationValue" numeric(18,0),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "StartDateSUT" timestamp(3),
    "Type" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("LTFModificationID")
);

CREATE TABLE "IO_LTFSRStatGroup" (
    "CoverageGroupID" char(22) NOT NULL,
    "LTFSRStatGroupID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PerDayStaffingReqStats" text NOT NULL,
    "StaffingRequirementID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("LTFSRStatGroupID")
);

CREATE TABLE "IO_LTFStaffingRequirement" (
    "EndDateSUT" timestamp(3) NOT NULL,
    "LastStatUpdateTimeUTC" timestamp(3),
    "LongTermForecastID" char(22) NOT NULL,
    "LTFStaffingRequirementID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PerDayShrinkage" text NOT NULL,
    "StartDateSUT" timestamp(3) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("LTFStaffingRequirementID")
);

CREATE TABLE "IO_Metadata" (
    "key" text,
    "value" text
);

CREATE TABLE "IO_NamedSchedule" (
    "Biddable" smallint,
    "ForecastScheduleEntryID" char(22) NOT NULL,
    "HeadcountForecastID" char(22),
    "IsEditPublish" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NamedScheduleID" char(22) NOT NULL,
    "Published" smallint NOT NULL,
    "PublishedDateTimeUTC" timestamp(3),
    "PublishNotes" varchar(2000),
    "ScheduleName" varchar(100) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("NamedScheduleID")
);

CREATE TABLE "IO_RotationShiftDefinition" (
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "RotationIndex" integer NOT NULL,
    "RotationShiftDefinitionID" char(22) NOT NULL,
    "ShiftDefinitionID" char(22) NOT NULL,
    "ShiftRotationID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("RotationShiftDefinitionID")
);

CREATE TABLE "IO_Schedule" (
    "AgentID" char(22),
    "Biddable" smallint,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NamedScheduleID" char(22) NOT NULL,
    "PeriodScheduleID" integer,
    "ScheduleID" char(22) NOT NULL,
    "ShiftDefinitionID" char(22),
    "StartDateTimeUTC" timestamp(3) NOT NULL,
    "StopDateTimeUTC" timestamp(3) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ScheduleID")
);

CREATE TABLE "IO_ScheduleBid" (
    "BidStartDateTimeUTC" timestamp(3) NOT NULL,
    "BidStatus" integer NOT NULL,
    "BidStopDateTimeUTC" timestamp(3) NOT NULL,
    "EffectiveStartDateTimeUTC" timestamp(3) NOT NULL,
    "EffectiveStopDateTimeUTC" timestamp(3),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NamedScheduleID" char(22) NOT NULL,
    "ScheduleBidID" char(22) NOT NULL,
    "ScheduleGenerationOptions" text NOT NULL,
    "SchedulingUnitID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    "XData" text NOT NULL,
    PRIMARY KEY ("ScheduleBidID")
);

CREATE TABLE "IO_ScheduleInterval" (
    "ActivityCodeID" char(22),
    "ActivityID" char(22),
    "ActivityTypeID" char(22) NOT NULL,
    "ContiguousTime" smallint,
    "Description" varchar(2000),
    "IsActual" smallint,
    "IsLoggedIn" smallint,
    "IsPlanned" smallint,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PaidTime" smallint,
    "ScheduleID" char(22) NOT NULL,
    "ScheduleIntervalID" char(22) NOT NULL,
    "StartOffset" integer NOT NULL,
    "StopOffset" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ScheduleIntervalID")
);

CREATE TABLE "IO_SchedulePreference" (
    "ActivityTypeID" char(22),
    "Length" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Rating" smallint NOT NULL,
    "SchedulePreferenceID" char(22) NOT NULL,
    "SchedulePreferencesEntryID" char(22) NOT NULL,
    "StartDateTimeUTC" timestamp(3) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("SchedulePreferenceID")
);

CREATE TABLE "IO_SchedulePreferencesEntry" (
    "AgentID" char(22) NOT NULL,
    "EntryName" varchar(100) NOT NULL,
    "IsDefault" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulePreferencesEntryID" char(22) NOT NULL,
    "StartDateTimeUTC" timestamp(3),
    "StopDateTimeUTC" timestamp(3),
    "Version" integer NOT NULL,
    PRIMARY KEY ("SchedulePreferencesEntryID")
);

CREATE TABLE "IO_ServiceGoalGroup" (
    "AverageSpeedOfAnswerSecs" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3) NOT NULL,
    "Name" varchar(100) NOT NULL,
    "SchedulingUnitID" char(22) NOT NULL,
    "ServiceGoalGroupID" char(22) NOT NULL,
    "ServiceLevelPercent" integer NOT NULL,
    "ServiceLevelSecs" integer NOT NULL,
    "UseAverageSpeedOfAnswer" smallint NOT NULL,
    "UseServiceLevel" smallint NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ServiceGoalGroupID")
);

CREATE TABLE "IO_ServiceGoalGroupData" (
    "InteractionType" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3) NOT NULL,
    "ServiceGoalGroupDataID" char(22) NOT NULL,
    "ServiceGoalGroupID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    "WorkgroupID" char(22) NOT NULL,
    PRIMARY KEY ("ServiceGoalGroupDataID")
);

CREATE TABLE "IO_ServiceLevelSettings" (
    "AverageSpeedOfAnswer" integer NOT NULL,
    "DefaultSettings" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ServiceLevel" smallint NOT NULL,
    "ServiceLevelObjective" integer NOT NULL,
    "ServiceLevelSettingsID" char(22) NOT NULL,
    "StartTimeUTC" timestamp(3) NOT NULL,
    "StopTimeUTC" timestamp(3) NOT NULL,
    "UseAverageSpeedOfAnswer" smallint NOT NULL,
    "UseServiceLevel" smallint NOT NULL,
    "Version" integer NOT NULL,
    "WorkgroupID" char(22) NOT NULL,
    PRIMARY KEY ("ServiceLevelSettingsID")
);

CREATE TABLE "IO_ShiftDefinition" (
    "DesiredMaximumPaidTime" integer NOT NULL,
    "MaximumDays" integer NOT NULL,
    "MaximumPaidTime" integer NOT NULL,
    "MinimumInterShiftTime" integer NOT NULL,
    "MinimumPaidTime" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ScheduleBidding" smallint,
    "SchedulingUnitID" char(22) NOT NULL,
    "ShiftDefinitionID" char(22) NOT NULL,
    "ShiftDefinitionName" varchar(100) NOT NULL,
    "UseDesiredMaximumPaidTime" smallint NOT NULL,
    "UseMaximumDays" smallint NOT NULL,
    "UseMaximumPaidTime" smallint NOT NULL,
    "UseMinimumInterShiftTime" smallint NOT NULL,
    "UseMinimumPaidTime" smallint NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ShiftDefinitionID")
);

CREATE TABLE "IO_ShiftRotation" (
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "RotationStartDateUTC" timestamp(3),
    "RotationStopDateUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "ShiftRotationID" char(22) NOT NULL,
    "ShiftRotationName" varchar(100) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ShiftRotationID")
);

CREATE TABLE "IO_StaffType" (
    "IsActive" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "StaffTypeID" char(22) NOT NULL,
    "StaffTypeName" varchar(100) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("StaffTypeID")
);

CREATE TABLE "IO_Status" (
    "ActivityTypeID" char(22) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SiteID" integer,
    "StatusID" char(22) NOT NULL,
    "StatusKey" varchar(100) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("StatusID")
);

CREATE TABLE "IO_TableVersion" (
    "MID" char(22),
    "TableID" integer NOT NULL,
    "Version" varchar(36),
    PRIMARY KEY ("TableID")
);

CREATE TABLE "IO_Team" (
    "Description" varchar(2000),
    "IsActive" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "TeamID" char(22) NOT NULL,
    "TeamName" varchar(100) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("TeamID")
);

CREATE TABLE "IO_TimeOffAvailability" (
    "AvailabilityDateSUT" timestamp(3) NOT NULL,
    "AvailableMinutes" numeric(18,0) NOT NULL,
    "CoverageGroupID" char(22) NOT NULL,
    "IsBlackout" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "TimeOffAvailabilityID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    "WaitlistedMinutes" numeric(18,0) NOT NULL,
    PRIMARY KEY ("TimeOffAvailabilityID")
);

CREATE TABLE "IO_TimeOffPlan" (
    "AllotmentDistributions" text,
    "Description" varchar(2000),
    "EndDateSUT" timestamp(3) NOT NULL,
    "IsActive" smallint NOT NULL,
    "IsPlanActive" smallint NOT NULL,
    "LastLTFImportTimeUTC" timestamp(3),
    "LTFStaffingRequirementID" char(22),
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "StartDateSUT" timestamp(3) NOT NULL,
    "TimeOffPlanID" char(22) NOT NULL,
    "TimeOffPlanName" varchar(100) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("TimeOffPlanID")
);

CREATE TABLE "IO_TimeOffPlanAllotment" (
    "AllotmentDayOffset" integer NOT NULL,
    "AllottedHours" numeric(18,0) NOT NULL,
    "AllottedHoursCap" numeric(18,0),
    "CoverageGroupID" char(22) NOT NULL,
    "IsBlackedOut" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PredictedStaffHours" numeric(18,0),
    "RequiredStaffHours" numeric(18,0),
    "TimeOffPlanAllotmentID" char(22) NOT NULL,
    "TimeOffPlanID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("TimeOffPlanAllotmentID")
);

CREATE TABLE "IO_Upgrade" (
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "UpgradeID" char(22) NOT NULL,
    "UpgradeVersion" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("UpgradeID")
);

CREATE TABLE "IO_UpgradeNotes" (
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "Notes" text NOT NULL,
    "UpgradeNotesID" char(22) NOT NULL,
    "UpgradeNotesLevel" integer NOT NULL,
    "UpgradeVersion" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("UpgradeNotesID")
);

CREATE TABLE "IO_UtilizationSettings" (
    "InteractionType" integer NOT NULL,
    "MaximumAssignable" smallint NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "PercentUtilization" smallint NOT NULL,
    "UtilizationSettingsID" char(22) NOT NULL,
    "Version" integer NOT NULL,
    "WorkgroupID" char(22) NOT NULL,
    PRIMARY KEY ("UtilizationSettingsID")
);

CREATE TABLE "IO_VolumeForecast" (
    "Description" varchar(2000),
    "ForecastScheduleEntryID" char(22) NOT NULL,
    "ForecastStatus" integer NOT NULL,
    "ForecastType" integer NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "ProcessCompletionLevel" integer NOT NULL,
    "PureCloudID" varchar(45),
    "RouteGroupMap" text,
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    "VolumeForecastName" varchar(100) NOT NULL,
    PRIMARY KEY ("VolumeForecastID")
);

CREATE TABLE "IO_VolumeForecastStats" (
    "ACWComplete" integer NOT NULL,
    "AverageACWTimeInSeconds" double precision,
    "AverageTalkTimeInSeconds" double precision,
    "Completed" integer NOT NULL,
    "Duration" integer NOT NULL,
    "InteractionType" integer NOT NULL,
    "IntervalStartUTC" timestamp(3) NOT NULL,
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "NumberACW" integer NOT NULL,
    "NumberOfInteractions" double precision,
    "Offered" integer NOT NULL,
    "SiteID" integer,
    "SkillSet" varchar(255) NOT NULL,
    "TalkCompleteACD" integer NOT NULL,
    "Version" integer NOT NULL,
    "VolumeForecastID" char(22) NOT NULL,
    "VolumeForecastStatsID" char(22) NOT NULL,
    "WorkgroupName" varchar(100) NOT NULL,
    PRIMARY KEY ("VolumeForecastStatsID")
);

CREATE TABLE "IO_Workgroup" (
    "ModifierUserID" varchar(100),
    "ModifyDateTimeUTC" timestamp(3),
    "SchedulingUnitID" char(22) NOT NULL,
    "SiteID" integer,
    "UsesSkills" smallint NOT NULL,
    "Version" integer NOT NULL,
    "WorkgroupID" char(22) NOT NULL,
    "WorkgroupName" varchar(100) NOT NULL,
    PRIMARY KEY ("WorkgroupID")
);

CREATE TABLE "flowexec_Completion" (
    "ChildExecID" uuid NOT NULL,
    "CompleteCode" integer,
    "CompleteTime" bigint,
    "CompleteVars" text,
    "CompletionID" uuid NOT NULL,
    "ParentExecID" uuid NOT NULL,
    PRIMARY KEY ("CompletionID")
);

CREATE TABLE "flowexec_Flows" (
    "Attributes" text,
    "ExecID" uuid NOT NULL,
    "FlowConfigID" uuid NOT NULL,
    "FlowConfigRev" varchar(30) NOT NULL,
    "FlowExecID" uuid NOT NULL,
    "LaunchMode" smallint NOT NULL,
    "StorageOwnerID" uuid NOT NULL,
    "Type" smallint NOT NULL,
    PRIMARY KEY ("ExecID")
);

CREATE TABLE "flowexec_Storage" (
    "CreateHost" varchar(128) NOT NULL,
    "CreateTime" timestamp(6) NOT NULL,
    "LastHost" varchar(128) NOT NULL,
    "LastTime" timestamp(6) NOT NULL,
    "StorageID" uuid NOT NULL,
    PRIMARY KEY ("StorageID")
);

CREATE TABLE "IPA_Entities" (
    "FlowID" uuid NOT NULL,
    "MajorRevision" integer NOT NULL,
    "MinorRevision" integer NOT NULL,
    "ObjectID" uuid NOT NULL,
    "ObjectName" varchar(128),
    "SiteId" smallint NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("ObjectID", "MajorRevision", "MinorRevision", "SiteId")
);

CREATE TABLE "IPA_Flow_Attributes" (
    "AttrName" varchar(128) NOT NULL,
    "AttrType" smallint,
    "AttrValue" text,
    "FlowExecID" uuid NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("FlowExecID", "AttrName")
);

CREATE TABLE "IPA_Flow_Notes" (
    "FlowExecID" uuid NOT NULL,
    "ICUserID" varchar(50) NOT NULL,
    "LastModifiedDateTime" timestamp(6) NOT NULL,
    "LastModifiedDTOffset" integer NOT NULL,
    "Notes" varchar(1024) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("FlowExecID", "LastModifiedDateTime")
);

CREATE TABLE "IPA_FlowData_Audit" (
    "ActionExecID" uuid NOT NULL,
    "DataElementID" varchar(36) NOT NULL,
    "DataElementValue" text,
    "FlowExecID" uuid NOT NULL,
    "LastModifiedDateTime" timestamp(3) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("FlowExecID", "ActionExecID", "DataElementID")
);

CREATE TABLE "IPA_FlowSchema" (
    "FlowID" uuid NOT NULL,
    "FLowMajorRevision" integer NOT NULL,
    "FlowMinorRevision" integer NOT NULL,
    "SiteId" smallint NOT NULL,
    "Version" integer NOT NULL,
    "XMLSchema" text NOT NULL,
    PRIMARY KEY ("FlowID", "FLowMajorRevision", "FlowMinorRevision", "SiteId")
);

CREATE TABLE "IPA_Jobs" (
    "EndDateTime" timestamp(6),
    "EndDateTimeOffset" integer,
    "JobExecID" uuid NOT NULL,
    "SiteID" smallint NOT NULL,
    "StartDateTime" timestamp(6) NOT NULL,
    "StartDateTimeOffset" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("JobExecID")
);

CREATE TABLE "IPA_Related_Interactions" (
    "CallId" char(10) NOT NULL,
    "CallIdKey" char(18) NOT NULL,
    "DateRelated" timestamp(6) NOT NULL,
    "DateRelatedOffset" integer NOT NULL,
    "FlowExecID" uuid NOT NULL,
    "UserQueueID" varchar(50) NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("FlowExecID", "CallIdKey")
);

CREATE TABLE "IPA_States" (
    "EndDateTime" timestamp(3),
    "EndDateTimeOffset" integer,
    "FlowExecID" uuid NOT NULL,
    "InitialActionExecID" uuid,
    "ParentActionExecID" uuid,
    "StartDateTime" timestamp(3) NOT NULL,
    "StartDateTimeOffset" integer NOT NULL,
    "StateExecID" uuid NOT NULL,
    "StateID" uuid NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("StateExecID")
);

CREATE TABLE "IPA_Tasks" (
    "DueDateTime" timestamp(3),
    "DueDateTimeOffSet" integer,
    "EndDateTime" timestamp(3),
    "EndDateTimeOffset" integer,
    "FlowExecID" uuid NOT NULL,
    "InitialActionExecID" uuid,
    "ParentActionExecID" uuid NOT NULL,
    "ParentStateExecID" uuid,
    "ParentTaskExecID" uuid,
    "StartDateTime" timestamp(3) NOT NULL,
    "StartDateTimeOffset" integer NOT NULL,
    "TaskExecID" uuid NOT NULL,
    "TaskID" uuid NOT NULL,
    "TaskOutput" varchar(128),
    "TaskTypeID" integer NOT NULL,
    "Version" integer NOT NULL,
    PRIMARY KEY ("TaskExecID")
);

CREATE TABLE "IPA_Work_Items" (
    "ActionID" uuid NOT NULL,
    "ActionType" varchar(128) NOT NULL,
    "Category" varchar(1024) NOT NULL,
    "Description" varchar(1024) NOT NULL,
    "DueDateUTC" timestamp(6),
    "EndDateTime" timestamp(6),
    "EndDateTimeOffset" integer,
    "FlowExecID" uuid NOT NULL,
    "InitialActionExecID" uuid,
    "ParentActionExecID" uuid,
    "StartDateTime" timestamp(6) NOT NULL,
    "StartDateTimeOffset" integer NOT NULL,
    "StateExecID" uuid,
    "TaskExecID" uuid,
    "Version" integer NOT NULL,
    "WorkItemExecID" uuid NOT NULL,
    "WorkItemID" uuid NOT NULL,
    "WorkItemOutputID" uuid,
    PRIMARY KEY ("WorkItemExecID")
);

CREATE TABLE "DirectorWrkGrpStatistics" (
    "nProcessEntered" integer NOT NULL,
    "nProcessFail" integer NOT NULL,
    "nProcessSuccess" integer NOT NULL,
    "nRemoteAnswered" integer NOT NULL,
    "nRouteAnswered" integer NOT NULL,
    "nRouteEntered" integer NOT NULL,
    "nRouteFail" integer NOT NULL,
    "nRouteSuccess" integer NOT NULL,
    "StatisticsSet" integer NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "ININ_DIALER_40"."AgentComplianceOverrides" (
    "id" smallint NOT NULL,
    "Filter" boolean,
    "QueryTimeFilter" boolean,
    "ZoneBlocking" boolean,
    "Skills" boolean,
    "DailyLimit" boolean,
    "MinimumSpacing" boolean,
    "PNDStatus" boolean,
    "DNCScrub" boolean,
    "CampaignOwnership" boolean
);

CREATE TABLE "ININ_DIALER_40"."AgentStats" (
    "agentid" varchar(80) NOT NULL,
    "agentstats_id" bigint NOT NULL,
    "agenttimeUTC" timestamp(3) NOT NULL,
    "callid" varchar(11),
    "callidkey" varchar(18),
    "campaignname" varchar(255),
    "odsoffset" integer NOT NULL,
    "propertyname" varchar(255) NOT NULL,
    "propertyvalue" varchar(255),
    "siteid" varchar(80) NOT NULL,
    "stageid" varchar(10),
    PRIMARY KEY ("agentstats_id")
);

CREATE TABLE "ININ_DIALER_40"."CallHistory" (
    "callhistory_id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    "campaignname" varchar(255) NOT NULL,
    "siteid" varchar(80) NOT NULL,
    "i3_identity" bigint,
    "i3_rowid" varchar(80),
    "callid" char(11),
    "callidkey" char(18),
    "phonenumber" varchar(255),
    "phonenumbertype" varchar(80),
    "callplacedtimeUTC" timestamp(3),
    "callansweredtimeUTC" timestamp(3),
    "messageplaytimeUTC" timestamp(3),
    "callconnectedtimeUTC" timestamp(3),
    "calldisconnectedtimeUTC" timestamp(3),
    "agentid" varchar(80),
    "length" integer,
    "isabandoned" smallint,
    "iscontact" smallint,
    "wrapupcategory" varchar(80),
    "wrapupcode" varchar(80),
    "caresult" smallint,
    "cadetail" varchar(255),
    "isAdditionalCall" smallint,
    "agentoverride" smallint,
    PRIMARY KEY ("callhistory_id")
);

CREATE TABLE "ININ_DIALER_40"."CallHistory_Details" (
    "callhistory_id" bigint NOT NULL,
    "callidkey" char(18),
    "call_requested" timestamp(3),
    "line_connect" timestamp(3),
    "ca_requested" timestamp(3),
    "ca_begin" timestamp(3),
    "ca_end" timestamp(3),
    "acd_routed" timestamp(3),
    "agent_connected" timestamp(3),
    "playback_requested" timestamp(3),
    "insert_time" timestamp(3)
);

CREATE TABLE "ININ_DIALER_40"."CallHistory_RuleGroup" (
    "ActiveRuleGroupName" varchar(80) NOT NULL,
    "RuleGroupId" smallint NOT NULL,
    "RuleSetId" uuid NOT NULL,
    PRIMARY KEY ("RuleGroupId")
);

CREATE TABLE "ININ_DIALER_40"."CampaignFilterDefinition" (
    "CampaignFilterId" smallint NOT NULL,
    "FilterId" uuid NOT NULL,
    "FilterName" varchar(80),
    PRIMARY KEY ("CampaignFilterId", "FilterId")
);

CREATE TABLE "ININ_DIALER_40"."DigitalHistory" (
    "associated_callid" char(19),
    "digital_type" smallint,
    "email_subject" text,
    "interactionid" char(19) NOT NULL,
    "policy_behavior_name" varchar(30),
    "recipient" varchar(255),
    "sender" varchar(255),
    "time_queued_utc" timestamp(6)
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
