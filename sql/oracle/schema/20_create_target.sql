-- What:   creates the 197 tables and 3 views of the contact centre schema, release 4.0 (Oracle)
-- When:   once, before the first run, where none of these tables exists
-- Needs:  SQL*Plus or SQLcl, and the right to create tables also in the schemas of these existing users: ININ_DIALER_40
-- Effect: adds tables, keys and indexes, changes and drops nothing

CREATE TABLE "AddrType" (
    "AddrTypeId" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(30),
    "InsertionOrder" NUMBER(10,0) NOT NULL,
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AddrTypeId"),
    CONSTRAINT "IX_AddrType_Name" UNIQUE ("Name")
);

CREATE TABLE "AttributeType" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "AppliesTo" NUMBER(10,0) NOT NULL,
    "AttrTypeID" NUMBER(10,0) NOT NULL,
    "LegalValues" NVARCHAR2(2000),
    "Name" NVARCHAR2(50) NOT NULL,
    "ShowIfEmpty" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AttrTypeID")
);

CREATE TABLE "ConnectionType" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "ConnTypeID" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(30) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ConnTypeID")
);

CREATE TABLE "ConnSubType" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "ConnSubTypeId" NUMBER(10,0) NOT NULL,
    "InsertionOrder" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(30),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ConnSubTypeId")
);

CREATE TABLE "IndivType" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "IndivTypeID" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(30) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IndivTypeID")
);

CREATE TABLE "IntxType" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "IntxTypeID" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(30) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IntxTypeID")
);

CREATE TABLE "OrgType" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(20) NOT NULL,
    "OrgTypeID" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("OrgTypeID")
);

CREATE TABLE "RelationshipDescription" (
    "Active" NUMBER(3,0) NOT NULL,
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "EligibleDestinations" NUMBER(10,0) NOT NULL,
    "EligibleSources" NUMBER(10,0) NOT NULL,
    "InverseName" NVARCHAR2(50) NOT NULL,
    "ModifyDateTime" TIMESTAMP(7),
    "Name" NVARCHAR2(50) NOT NULL,
    "RelDescID" NUMBER(10,0) NOT NULL,
    "Remarks" NVARCHAR2(2000),
    "SiteID" NUMBER(5,0),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RelDescID")
);

CREATE TABLE "Title" (
    "Admin_Editable" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(20) NOT NULL,
    "TitleID" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("TitleID")
);

CREATE TABLE "ETLBookmarks" (
    "ErrCode" NUMBER(3,0) NOT NULL,
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SeqNo" NUMBER(3,0) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID")
);

CREATE TABLE "IndivAddress" (
    "AddrInstID" NUMBER(10,0) NOT NULL,
    "AddrTypeID" NUMBER(10,0) NOT NULL,
    "City" NVARCHAR2(50),
    "Country" NVARCHAR2(50),
    "IndivID" NCHAR(22) NOT NULL,
    "IsDefault" NUMBER(3,0) NOT NULL,
    "State" NVARCHAR2(20),
    "StreetAddress" NVARCHAR2(255),
    "SystemInsertDate" TIMESTAMP(7),
    "Version" NUMBER(10,0) NOT NULL,
    "zip" NVARCHAR2(20),
    PRIMARY KEY ("AddrInstID")
);

CREATE TABLE "IndivAttribute" (
    "AttrTypeID" NUMBER(10,0) NOT NULL,
    "FldVal" NVARCHAR2(2000),
    "IndivID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IndivID", "AttrTypeID")
);

CREATE TABLE "IndivConnection" (
    "ConnInstID" NUMBER(10,0) NOT NULL,
    "ConnSubTypeId" NUMBER(10,0) NOT NULL,
    "ConnTypeID" NUMBER(10,0) NOT NULL,
    "IndivID" NCHAR(22) NOT NULL,
    "IsDefault" NUMBER(3,0) NOT NULL,
    "SystemInsertDate" TIMESTAMP(7),
    "Value" NVARCHAR2(255) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ConnInstID", "IndivID")
);

CREATE TABLE "Individual" (
    "IndivID" NCHAR(22) NOT NULL,
    "IndivTypeID" NUMBER(10,0) NOT NULL,
    "TitleID" NUMBER(10,0),
    "LastName" NVARCHAR2(50) NOT NULL,
    "FirstName" NVARCHAR2(50),
    "MiddleName" NVARCHAR2(50),
    "Department" NVARCHAR2(50),
    "Company" NVARCHAR2(100),
    "JobTitle" NVARCHAR2(100),
    "AssistantName" NVARCHAR2(100),
    "ICUserID" NVARCHAR2(50),
    "OwnerID" NVARCHAR2(50),
    "ExtSource" NVARCHAR2(64),
    "ExtID" NVARCHAR2(255),
    "IsPrivate" NUMBER(3,0),
    "Active" NUMBER(3,0),
    "ModifyDateTime" TIMESTAMP(7),
    "SiteID" NUMBER(5,0),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IndivID")
);

CREATE TABLE "InteractionAttribute" (
    "AttrTypeID" NUMBER(10,0) NOT NULL,
    "FldVal" NVARCHAR2(2000),
    "IntxID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IntxID", "AttrTypeID")
);

CREATE TABLE "IntxSegment" (
    "IntxID" NCHAR(22) NOT NULL,
    "IntxTypeID" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "AppIncidentID" NVARCHAR2(255),
    "AssignedWorkGroup" NVARCHAR2(50),
    "EmailSubject" NVARCHAR2(100),
    "EmailPriority" NUMBER(3,0),
    "StartDateTime" TIMESTAMP(7),
    "Duration" NUMBER(19,0),
    "SiteID" NUMBER(5,0),
    PRIMARY KEY ("IntxID"),
    FOREIGN KEY ("IntxTypeID") REFERENCES "IntxType" ("IntxTypeID")
);

CREATE TABLE "Intx_Participant" (
    "IntxID" NCHAR(22) NOT NULL,
    "Intx_Part_ID" NCHAR(22) NOT NULL,
    "IndivID" NCHAR(22) NOT NULL,
    "Role" NUMBER(3,0) NOT NULL,
    "HowEnded" NUMBER(3,0),
    "WrapUpCode" NVARCHAR2(50),
    "CallIDKey" NCHAR(18) NOT NULL,
    "WrapUpSegmentID" NUMBER(5,0),
    "StartDateTime" TIMESTAMP(7),
    "SiteID" NUMBER(5,0),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("Intx_Part_ID"),
    FOREIGN KEY ("IntxID") REFERENCES "IntxSegment" ("IntxID"),
    FOREIGN KEY ("IndivID") REFERENCES "Individual" ("IndivID")
);

CREATE TABLE "IntxAnnotation" (
    "Annotation" NCLOB,
    "IndivID" NCHAR(22) NOT NULL,
    "IntxAnnoID" NUMBER(10,0) NOT NULL,
    "IntxID" NCHAR(22) NOT NULL,
    "IsPrivate" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IntxAnnoID")
);

CREATE TABLE "IntxAttributeCID" (
    "IntxID" NCHAR(22) NOT NULL,
    "Intx_Part_ID" NCHAR(22) NOT NULL,
    "ConversationID" NCHAR(39) NOT NULL,
    "ConversationAttribute" NCLOB,
    "EventDateTime" TIMESTAMP(7) NOT NULL,
    "ExtID" NVARCHAR2(256),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("IntxID", "Intx_Part_ID", "ConversationID")
);

CREATE TABLE "LocAddress" (
    "AddrInstID" NUMBER(10,0) NOT NULL,
    "AddrTypeID" NUMBER(10,0) NOT NULL,
    "City" NVARCHAR2(50),
    "Country" NVARCHAR2(50),
    "IsDefault" NUMBER(3,0) NOT NULL,
    "IsDefForIndiv" NUMBER(3,0) NOT NULL,
    "LocID" NCHAR(22) NOT NULL,
    "State" NVARCHAR2(20),
    "StreetAddress" NVARCHAR2(255),
    "SystemInsertDate" TIMESTAMP(7),
    "Version" NUMBER(10,0) NOT NULL,
    "Zip" NVARCHAR2(20),
    PRIMARY KEY ("AddrInstID")
);

CREATE TABLE "Location" (
    "Active" NUMBER(3,0) NOT NULL,
    "AppLocID" NVARCHAR2(255),
    "ExtID" NVARCHAR2(255),
    "ExtSource" NVARCHAR2(64),
    "IsPrivate" NUMBER(3,0) NOT NULL,
    "LocID" NCHAR(22) NOT NULL,
    "ModifyDateTime" TIMESTAMP(7),
    "Name" NVARCHAR2(100),
    "OrgID" NCHAR(22),
    "OwnerID" NVARCHAR2(50),
    "SiteID" NUMBER(5,0),
    "UnknownIndivID" NCHAR(22),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("LocID")
);

CREATE TABLE "LocAttribute" (
    "AttrTypeID" NUMBER(10,0) NOT NULL,
    "FldVal" NVARCHAR2(2000),
    "LocID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("LocID", "AttrTypeID")
);

CREATE TABLE "LocConnection" (
    "ConnInstID" NUMBER(10,0) NOT NULL,
    "ConnSubTypeId" NUMBER(10,0) NOT NULL,
    "ConnTypeID" NUMBER(10,0) NOT NULL,
    "IsDefault" NUMBER(3,0) NOT NULL,
    "IsDefForIndiv" NUMBER(3,0) NOT NULL,
    "LocID" NCHAR(22) NOT NULL,
    "SystemInsertDate" TIMESTAMP(7),
    "Value" NVARCHAR2(255) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ConnInstID")
);

CREATE TABLE "Organization" (
    "Active" NUMBER(3,0) NOT NULL,
    "AppOrgID" NVARCHAR2(255),
    "ExtID" NVARCHAR2(255),
    "ExtSource" NVARCHAR2(64),
    "IsPrivate" NUMBER(3,0) NOT NULL,
    "ModifyDateTime" TIMESTAMP(7),
    "Name" NVARCHAR2(100) NOT NULL,
    "OrgID" NCHAR(22) NOT NULL,
    "OrgTypeID" NUMBER(10,0),
    "OwnerID" NVARCHAR2(50),
    "SiteID" NUMBER(5,0),
    "UnknownIndivID" NCHAR(22),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("OrgID")
);

CREATE TABLE "OrgAttribute" (
    "AttrTypeID" NUMBER(10,0) NOT NULL,
    "FldVal" NVARCHAR2(2000),
    "OrgID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("OrgID", "AttrTypeID")
);

CREATE TABLE "OrgConnection" (
    "ConnInstId" NUMBER(10,0) NOT NULL,
    "ConnSubTypeId" NUMBER(10,0) NOT NULL,
    "ConnTypeID" NUMBER(10,0) NOT NULL,
    "IsDefault" NUMBER(3,0) NOT NULL,
    "IsDefForIndiv" NUMBER(3,0) NOT NULL,
    "IsDefForLoc" NUMBER(3,0) NOT NULL,
    "OrgID" NCHAR(22) NOT NULL,
    "SystemInsertDate" TIMESTAMP(7),
    "Value" NVARCHAR2(255) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ConnInstId")
);

CREATE TABLE "Relationship" (
    "Active" NUMBER(3,0) NOT NULL,
    "DestinationID" NCHAR(22) NOT NULL,
    "DestinationType" NUMBER(10,0) NOT NULL,
    "ExpirationDateTime" TIMESTAMP(7),
    "ModifyDateTime" TIMESTAMP(7),
    "RelDescID" NUMBER(10,0),
    "RelID" NUMBER(10,0) NOT NULL,
    "SiteID" NUMBER(5,0),
    "SourceID" NCHAR(22) NOT NULL,
    "SourceType" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RelID")
);

CREATE TABLE "SegmentFacts" (
    "Active" NUMBER(1),
    "Agent" NVARCHAR2(50),
    "Answered" NUMBER(1),
    "AnsweredByAgent" NUMBER(1),
    "Details" NCLOB,
    "Duration" NUMBER(18,0),
    "HandledByWG" NUMBER(1),
    "HowEnded" NUMBER(3,0),
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "Remotedisconnected" NUMBER(1),
    "SameWGTransfer" NUMBER(1),
    "SegmentStart" TIMESTAMP(7),
    "SegmentType" NUMBER(10,0),
    "SegNo" NUMBER(5,0) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "WGTransfer" NUMBER(1),
    "Workgroup" NVARCHAR2(100),
    "WrapupCode" NVARCHAR2(200),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SegNo")
);

CREATE TABLE "AccountCodeMirror" (
    "AccountCode" NVARCHAR2(50) NOT NULL,
    "Description" NVARCHAR2(128) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("AccountCode", "SiteId")
);

CREATE TABLE "AgentActivityLog" (
    "UserId" NVARCHAR2(50) NOT NULL,
    "StatusDateTime" TIMESTAMP(3) NOT NULL,
    "StatusDateTimeGMT" TIMESTAMP(3) NOT NULL,
    "ChangedStatus" NUMBER(5,0) NOT NULL,
    "ChangedStatusGroup" NUMBER(5,0) NOT NULL,
    "ChangedLoggedIn" NUMBER(5,0) NOT NULL,
    "ChangedAcdLoggedIn" NUMBER(5,0) NOT NULL,
    "StatusKey" NVARCHAR2(50) NOT NULL,
    "StatusGroup" NVARCHAR2(50) NOT NULL,
    "LoggedIn" NUMBER(5,0) NOT NULL,
    "AcdLoggedIn" NUMBER(5,0) NOT NULL,
    "StatusDnd" NUMBER(5,0) NOT NULL,
    "StatusAcw" NUMBER(5,0) NOT NULL,
    "EndDateTime" TIMESTAMP(3) NOT NULL,
    "EndDateTimeGMT" TIMESTAMP(3) NOT NULL,
    "StateDuration" NUMBER(10,0) NOT NULL,
    "SeqNo" NUMBER(5,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("UserId", "StatusDateTimeGMT", "SeqNo", "SiteId", "SubSiteId")
);

CREATE TABLE "AgentQueueActivationHist" (
    "ActivatedBy" NVARCHAR2(50),
    "ActivationDateTime" TIMESTAMP(3) NOT NULL,
    "ActivationDateTimeGMT" TIMESTAMP(3) NOT NULL,
    "ActivationFlag" NUMBER(5,0) NOT NULL,
    "HasQueueFlag" NUMBER(5,0) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "UserId" NVARCHAR2(50),
    "Workgroup" NVARCHAR2(50) NOT NULL
);

CREATE TABLE "DataExtractorAudit" (
    "CancelledDateTime" TIMESTAMP(7),
    "CancelledUser" NVARCHAR2(50),
    "FailedDateTime" TIMESTAMP(7),
    "FailureInfo" NCLOB,
    "FinishedDateTime" TIMESTAMP(7),
    "JobConfig" NCLOB,
    "JobID" CHAR(36 CHAR) NOT NULL,
    "JobName" NVARCHAR2(100) NOT NULL,
    "OutputFolder" NVARCHAR2(2000),
    "QueuedDateTime" TIMESTAMP(7),
    "SiteID" NUMBER(5,0) NOT NULL,
    "StartedDateTime" TIMESTAMP(7),
    "SubmitDateTime" TIMESTAMP(7) NOT NULL,
    "SubmitUser" NVARCHAR2(50) NOT NULL,
    PRIMARY KEY ("JobID")
);

CREATE TABLE "EE_AbandonEvents" (
    "EventDateTimeUTC" TIMESTAMP(7) NOT NULL,
    "EventDTOffset" NUMBER(10,0) NOT NULL,
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SerialKey" CHAR(36 CHAR) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SourceQueueId" NUMBER(19,0) NOT NULL,
    "SourceQueueType" NUMBER(5,0) NOT NULL,
    "TimeInQueue" NUMBER(19,0) NOT NULL,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EE_FlowOutEvents" (
    "EventDateTimeUTC" TIMESTAMP(7) NOT NULL,
    "EventDTOffset" NUMBER(10,0) NOT NULL,
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SerialKey" CHAR(36 CHAR) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SourceQueueId" NUMBER(19,0) NOT NULL,
    "SourceQueueType" NUMBER(5,0) NOT NULL,
    "TargetQueueId" NUMBER(19,0) NOT NULL,
    "TargetQueueType" NUMBER(5,0),
    "TimeInQueue" NUMBER(19,0),
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EE_TransferEvents" (
    "EventDateTimeUTC" TIMESTAMP(7) NOT NULL,
    "EventDTOffset" NUMBER(10,0) NOT NULL,
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SerialKey" CHAR(36 CHAR) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SourceQueueId" NUMBER(19,0) NOT NULL,
    "SourceUserId" NUMBER(19,0) NOT NULL,
    "TargetQueueId" NUMBER(19,0) NOT NULL,
    "TargetUserId" NUMBER(19,0) NOT NULL,
    "TimeInSrcQueue" NUMBER(19,0),
    "TransferType" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("SerialKey")
);

CREATE TABLE "EnhancedIAChangeLog" (
    "ApplicationID" NUMBER(5,0) NOT NULL,
    "ChangeDateTime" TIMESTAMP(3) NOT NULL,
    "ChangeDateTimeGMT" TIMESTAMP(3) NOT NULL,
    "ChangeTime" NCHAR(8) NOT NULL,
    "ChangeType" NVARCHAR2(50) NOT NULL,
    "EnhancedIAChangeLogId" NUMBER(10,0) NOT NULL,
    "EntryClass" NVARCHAR2(50) NOT NULL,
    "EntryKey" NVARCHAR2(128) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "StationId" NVARCHAR2(50) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "UserId" NVARCHAR2(50) NOT NULL,
    PRIMARY KEY ("EnhancedIAChangeLogId")
);

CREATE TABLE "FaxEnvelopeHist" (
    "EnvelopeId" NUMBER(19,0) NOT NULL,
    "EnvelopeTimeStamp" NUMBER(10,0) NOT NULL,
    "FaxId" NUMBER(19,0) NOT NULL,
    "FaxTimestamp" NUMBER(10,0) NOT NULL,
    "CallIdKey" NCHAR(18) NOT NULL,
    "ProcessingDatetime" TIMESTAMP(3),
    "ProcessingDateTimeGmt" TIMESTAMP(3),
    "Direction" NUMBER(5,0),
    "SuccessFlag" NUMBER(5,0),
    "RemoteCSId" NVARCHAR2(50),
    "RemoteNumber" NVARCHAR2(50),
    "T30" NVARCHAR2(50),
    "PortNumber" NUMBER(10,0),
    "Duration" NUMBER(10,0),
    "Speed" NUMBER(10,0),
    "PageCount" NUMBER(10,0),
    "ErrorInfo" NVARCHAR2(255),
    "SignalQuality" NUMBER(10,0),
    "SignalStrength" NUMBER(10,0),
    "LineNoise" NUMBER(10,0),
    "Header" NVARCHAR2(255),
    "SendWhen" NUMBER(5,0),
    "CheapBeginDateTime" TIMESTAMP(3),
    "CheapEndDateTime" TIMESTAMP(3),
    "ScheduledDateTime" TIMESTAMP(3),
    "Retries" NUMBER(10,0),
    "RetryDelay" NUMBER(10,0),
    "SubmitDateTime" TIMESTAMP(3),
    "SubmitDateTimeGMT" TIMESTAMP(3),
    "SenderName" NVARCHAR2(50),
    "NotifyOnSuccess" NUMBER(5,0),
    "SuccessAddress" NVARCHAR2(255),
    "NotifyOnFailure" NUMBER(5,0),
    "FailureAddress" NVARCHAR2(255),
    "FailureAttempts" NUMBER(10,0),
    "FailureType" NUMBER(10,0),
    "MaxBPS" NUMBER(10,0),
    "DeviceGroup" NVARCHAR2(50),
    "CoverPageName" NVARCHAR2(255),
    "ToCompany" NVARCHAR2(50),
    "ToName" NVARCHAR2(50),
    "ToVoicePhone" NVARCHAR2(50),
    "FromName" NVARCHAR2(50),
    "FromFaxPhone" NVARCHAR2(50),
    "FromVoicePhone" NVARCHAR2(50),
    "FromCompany" NVARCHAR2(50),
    "FaxComment" NVARCHAR2(255),
    "LocalCSId" NVARCHAR2(50),
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("EnvelopeId", "EnvelopeTimeStamp", "CallIdKey", "SiteId")
);

CREATE TABLE "IAAttributeLog" (
    "AttributeName" NVARCHAR2(100),
    "EnhancedIAChangeLogId" NUMBER(10,0) NOT NULL,
    "IAAttributeLogId" NUMBER(10,0) NOT NULL,
    "NewValue" NVARCHAR2(1850),
    "PreviousValue" NVARCHAR2(1850),
    PRIMARY KEY ("IAAttributeLogId")
);

CREATE TABLE "IAChangeLog" (
    "ChangeDateTime" TIMESTAMP(3) NOT NULL,
    "ChangeDateTimeGMT" TIMESTAMP(3) NOT NULL,
    "ChangeTime" NCHAR(8) NOT NULL,
    "ChangeType" NVARCHAR2(50) NOT NULL,
    "EntryClass" NVARCHAR2(50) NOT NULL,
    "EntryKey" NVARCHAR2(128),
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "StationId" NVARCHAR2(50) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "UserId" NVARCHAR2(50)
);

CREATE TABLE "IALicenseAttributeLog" (
    "CallCallback" NUMBER(1) NOT NULL,
    "Chat" NUMBER(1) NOT NULL,
    "Email" NUMBER(1) NOT NULL,
    "EnhancedIAChangeLogId" NUMBER(10,0) NOT NULL,
    "Generic" NUMBER(1) NOT NULL,
    "IALicenseAttributeLogId" NUMBER(10,0) NOT NULL,
    "IsActive" NUMBER(1) NOT NULL,
    "IsAssignable" NUMBER(1) NOT NULL,
    "License" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("IALicenseAttributeLogId")
);

CREATE TABLE "IALicenseLookup" (
    "IALicenseLookupId" NUMBER(5,0) NOT NULL,
    "License" NVARCHAR2(200) NOT NULL,
    PRIMARY KEY ("License")
);

CREATE TABLE "ICDirChangeLog" (
    "ChangeDateTime" TIMESTAMP(3) NOT NULL,
    "ChangeDateTimeGMT" TIMESTAMP(3) NOT NULL,
    "ChangeTime" NCHAR(8) NOT NULL,
    "EntryClass" NVARCHAR2(50) NOT NULL,
    "EntryName" NVARCHAR2(50) NOT NULL,
    "EntryPath" NVARCHAR2(128) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "ListOfAttributes" NVARCHAR2(255),
    "NotificationType" NVARCHAR2(50) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("ChangeDateTimeGMT", "EntryPath", "EntryName", "EntryClass", "NotificationType", "SiteId")
);

CREATE TABLE "ICErrorCodeLookup" (
    "ErrorDescription" NVARCHAR2(50) NOT NULL,
    "ICErrorCode" NVARCHAR2(50) NOT NULL,
    PRIMARY KEY ("ICErrorCode")
);

CREATE TABLE "InteractionCustomAttributes" (
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SeqNo" NUMBER(3,0) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(3),
    "StartDTOffset" NUMBER(10,0),
    "CustomNum1" NUMBER(10,0),
    "CustomNum2" NUMBER(10,0),
    "CustomNum3" NUMBER(10,0),
    "CustomNum4" NUMBER(10,0),
    "CustomNum5" NUMBER(10,0),
    "CustomString1" NVARCHAR2(50),
    "CustomString2" NVARCHAR2(50),
    "CustomString3" NVARCHAR2(50),
    "CustomString4" NVARCHAR2(50),
    "CustomString5" NVARCHAR2(50),
    "CustomDateTime" TIMESTAMP(3),
    "CustomDateTimeGMT" TIMESTAMP(3),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSegmentDetail" (
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SeqNo" NUMBER(3,0) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(7) NOT NULL,
    "StartDTOffset" NUMBER(10,0) NOT NULL,
    "ConversationID" NVARCHAR2(24),
    "SegmentLog" NCLOB,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSummary" (
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SiteID" NUMBER(5,0) DEFAULT -1 NOT NULL,
    "SeqNo" NUMBER(3,0) DEFAULT 0 NOT NULL,
    "InteractionID" NUMBER(19,0) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "StartDTOffset" NUMBER(10,0) NOT NULL,
    "Direction" NUMBER(3,0) NOT NULL,
    "ConnectionType" NUMBER(3,0) NOT NULL,
    "MediaType" NUMBER(3,0) NOT NULL,
    "RemoteID" NVARCHAR2(50),
    "DNIS_LocalID" NVARCHAR2(50),
    "tDialing" NUMBER(10,0),
    "tIVRWait" NUMBER(10,0),
    "tQueueWait" NUMBER(10,0),
    "tAlert" NUMBER(10,0),
    "tSuspend" NUMBER(10,0),
    "tConnected" NUMBER(10,0),
    "tExternal" NUMBER(10,0),
    "tHeld" NUMBER(10,0),
    "tConference" NUMBER(10,0),
    "tACW" NUMBER(10,0),
    "nIVR" NUMBER(10,0),
    "nQueueWait" NUMBER(10,0),
    "nTalk" NUMBER(10,0),
    "nConference" NUMBER(10,0),
    "nHeld" NUMBER(10,0),
    "nTransfer" NUMBER(10,0),
    "nExternal" NUMBER(10,0),
    "Disposition" NUMBER(3,0),
    "DispositionCode" NUMBER(10,0),
    "WrapUpCode" NVARCHAR2(50),
    "AccountCode" NVARCHAR2(50),
    "PurposeCode" NUMBER(10,0),
    "IsRecorded" NUMBER(1),
    "IsSurveyed" NUMBER(1),
    "MediaServerID" NVARCHAR2(50),
    "IndivID" NCHAR(22),
    "OrgID" NCHAR(22),
    "LineId" NVARCHAR2(50),
    "LastStationId" NVARCHAR2(50),
    "LastLocalUserId" NVARCHAR2(50),
    "LastAssignedWorkgroupID" NVARCHAR2(100),
    "LastLocalNumber" NVARCHAR2(50),
    "LastLocalName" NVARCHAR2(50),
    "RemoteICUserID" NVARCHAR2(50),
    "RemoteNumberCountry" NUMBER(5,0),
    "RemoteNumberLoComp1" NVARCHAR2(10),
    "RemoteNumberLoComp2" NVARCHAR2(10),
    "RemoteNumberFmt" NVARCHAR2(50),
    "RemoteNumberCallId" NVARCHAR2(50),
    "RemoteName" NVARCHAR2(50),
    "InitiatedDateTimeUTC" TIMESTAMP(3),
    "ConnectedDateTimeUTC" TIMESTAMP(3),
    "TerminatedDateTimeUTC" TIMESTAMP(3),
    "LineDuration" NUMBER(18,0),
    "CallEventLog" NVARCHAR2(2000),
    "CallNote" NVARCHAR2(1024),
    "FirstAssignedAcdSkillSet" NVARCHAR2(100),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionSummaryEx" (
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SeqNo" NUMBER(3,0) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(7) NOT NULL,
    "StartDTOffset" NUMBER(10,0) NOT NULL,
    "CallEventLog" NCLOB NOT NULL,
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo")
);

CREATE TABLE "InteractionWrapup" (
    "InteractionIDKey" NCHAR(18) NOT NULL,
    "nHold" NUMBER(10,0),
    "nSupervisorRequest" NUMBER(10,0),
    "nSuspend" NUMBER(10,0),
    "SeqNo" NUMBER(3,0) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "SourceInteractionIDKey" NCHAR(18) NOT NULL,
    "tAcw" NUMBER(18,0),
    "tConnected" NUMBER(18,0),
    "tHold" NUMBER(18,0),
    "tSuspend" NUMBER(18,0),
    "UserID" NVARCHAR2(50),
    "WorkgroupID" NVARCHAR2(100),
    "WrapupCategory" NVARCHAR2(50),
    "WrapupCode" NVARCHAR2(50),
    "WrapupIncompleteReason" NCHAR(1),
    "WrapupRequired" NUMBER(1),
    "WrapupSegmentID" NUMBER(5,0) NOT NULL,
    "WrapupStartDateTimeUTC" TIMESTAMP(7),
    "WrapupStartDTOffset" NUMBER(10,0),
    PRIMARY KEY ("InteractionIDKey", "SiteID", "SeqNo", "SourceInteractionIDKey", "WrapupSegmentID")
);

CREATE TABLE "IVRHistory" (
    "cEventData1" NVARCHAR2(50),
    "cEventData2" NVARCHAR2(50),
    "cEventData3" NVARCHAR2(50),
    "cEventType" NVARCHAR2(10),
    "dEventTime" TIMESTAMP(3) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "InteractionKey" NCHAR(18) NOT NULL,
    "SeqNo" NUMBER(5,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("InteractionKey", "dEventTime", "SeqNo", "SiteId")
);

CREATE TABLE "IVRInterval" (
    "cExitPath" NVARCHAR2(250) NOT NULL,
    "cLevelName" NVARCHAR2(50) NOT NULL,
    "dIntervalStart" TIMESTAMP(3) NOT NULL,
    "dIntervalStartGMT" TIMESTAMP(3) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "IVRIntervalId" NUMBER(10,0) NOT NULL,
    "nDuration" NUMBER(10,0) NOT NULL,
    "nDurationFirst" NUMBER(10,0) NOT NULL,
    "nDurationRepeat" NUMBER(10,0) NOT NULL,
    "nEnteredFirst" NUMBER(10,0) NOT NULL,
    "nEnteredRepeat" NUMBER(10,0) NOT NULL,
    "nExitCode" NUMBER(10,0) NOT NULL,
    "nLevel" NUMBER(3,0) NOT NULL,
    "ParentLevels" NVARCHAR2(200) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("IVRIntervalId", "SiteId")
);

CREATE TABLE "LineConfig" (
    "ActiveFlag" NUMBER(5,0) NOT NULL,
    "Direction" NVARCHAR2(20) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "LineId" NVARCHAR2(50) NOT NULL,
    "LineType" NVARCHAR2(50) NOT NULL,
    "PhoneNumber" NVARCHAR2(20),
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("LineId", "SiteId")
);

CREATE TABLE "LineGroupConfig" (
    "Description" NVARCHAR2(50) NOT NULL,
    "DialGroupFlag" NUMBER(5,0) NOT NULL,
    "GroupId" NVARCHAR2(50) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "ReportFlag" NUMBER(5,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("GroupId", "SiteId")
);

CREATE TABLE "LineGroupLines" (
    "GroupId" NVARCHAR2(50) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "LineId" NVARCHAR2(50) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("GroupId", "LineId", "SiteId")
);

CREATE TABLE "LoginLogoutChangeLog" (
    "Action" NUMBER(5,0) NOT NULL,
    "ActionDateTime" TIMESTAMP(7) NOT NULL,
    "ActionDateTimeGMT" TIMESTAMP(7) NOT NULL,
    "ActionResult" NVARCHAR2(50),
    "ApplicationId" NUMBER(5,0) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "ICServer" NVARCHAR2(50),
    "Id" NUMBER(10,0) NOT NULL,
    "SessionManagerInstanceId" NVARCHAR2(50),
    "SiteId" NUMBER(5,0) NOT NULL,
    "Station" NVARCHAR2(50),
    "UserId" NVARCHAR2(50),
    PRIMARY KEY ("Id")
);

CREATE TABLE "QueueNameLookup" (
    "QueueId" NUMBER(19,0) NOT NULL,
    "QueueName" NVARCHAR2(250) NOT NULL,
    PRIMARY KEY ("QueueId")
);

CREATE TABLE "RPT_categories" (
    "category_id" CHAR(36 CHAR) NOT NULL,
    "description" NVARCHAR2(1024),
    "description_resource" NVARCHAR2(1024),
    "friendly_key" NVARCHAR2(50),
    "is_visible" NUMBER(1) NOT NULL,
    "last_modified_dateUTC" TIMESTAMP(7) NOT NULL,
    "license" NVARCHAR2(500),
    "name" NVARCHAR2(50) NOT NULL,
    "name_resource" NVARCHAR2(50),
    "seqno" NUMBER(3,0) NOT NULL,
    "version" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("category_id")
);

CREATE TABLE "RPT_custom_data" (
    "custom_data" NCLOB,
    "custom_data_id" CHAR(36 CHAR) NOT NULL,
    "description" NVARCHAR2(1024),
    "encrypted" NUMBER(10,0) NOT NULL,
    "last_modified_dateUTC" TIMESTAMP(7) NOT NULL,
    "name" NVARCHAR2(50) NOT NULL,
    "report_id" CHAR(36 CHAR) NOT NULL,
    "version" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("custom_data_id")
);

CREATE TABLE "RPT_flexible_columns" (
    "column_name" NVARCHAR2(50) NOT NULL,
    "description" NVARCHAR2(1024),
    "description_resource" NVARCHAR2(1024),
    "flexible_columns_id" CHAR(36 CHAR) NOT NULL,
    "last_modified_dateUTC" TIMESTAMP(7) NOT NULL,
    "name" NVARCHAR2(50) NOT NULL,
    "name_resource" NVARCHAR2(50),
    "report_id" CHAR(36 CHAR) NOT NULL,
    "version" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("flexible_columns_id")
);

CREATE TABLE "RPT_metadata_updates" (
    "column_name" NVARCHAR2(30) NOT NULL,
    "id" CHAR(36 CHAR) NOT NULL,
    "release_version" NVARCHAR2(10) NOT NULL,
    "table_name" NVARCHAR2(30) NOT NULL,
    "value" NCLOB NOT NULL
);

CREATE TABLE "RPT_sections" (
    "is_visible" NUMBER(1) NOT NULL,
    "last_modified_dateUTC" TIMESTAMP(7) NOT NULL,
    "report_id" CHAR(36 CHAR) NOT NULL,
    "section_id" CHAR(36 CHAR) NOT NULL,
    "section_name" NVARCHAR2(50) NOT NULL,
    "version" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("section_id")
);

CREATE TABLE "RPT_system_settings" (
    "first_day_of_week" NUMBER(3,0) NOT NULL,
    "last_modified_dateUTC" TIMESTAMP(7) NOT NULL,
    "system_logo_file" NVARCHAR2(1024),
    "system_settings_id" CHAR(36 CHAR) NOT NULL,
    "timeout_period" NUMBER(10,0) NOT NULL,
    "version" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("system_settings_id")
);

CREATE TABLE "RPT_tables" (
    "ic_datasource" NVARCHAR2(100) NOT NULL,
    "last_modified_dateUTC" TIMESTAMP(7) NOT NULL,
    "report_id" CHAR(36 CHAR) NOT NULL,
    "seqno" NUMBER(3,0) NOT NULL,
    "table_id" CHAR(36 CHAR) NOT NULL,
    "table_name" NVARCHAR2(50) NOT NULL,
    "version" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("table_id")
);

CREATE TABLE "SR_ReportParameters" (
    "AllowInput" NVARCHAR2(50),
    "DefaultValue" NCLOB,
    "Description" NCLOB,
    "ParameterName" NVARCHAR2(50),
    "ParameterValueType" NVARCHAR2(50),
    "ReportName" NVARCHAR2(100) NOT NULL,
    "SiteName" NVARCHAR2(25) NOT NULL
);

CREATE TABLE "SR_Results" (
    "EmailAddresses" NVARCHAR2(1028),
    "EmailResult" NVARCHAR2(100),
    "EndDateTime" TIMESTAMP(3),
    "FileLocations" NVARCHAR2(1028),
    "FileResult" NVARCHAR2(100),
    "LastUpdate" TIMESTAMP(3),
    "LastUpdatedBy" NVARCHAR2(50),
    "Name" NVARCHAR2(100),
    "PrinterNames" NVARCHAR2(1028),
    "PrinterResult" NVARCHAR2(100),
    "ReportName" NVARCHAR2(100) NOT NULL,
    "RunTime" TIMESTAMP(3),
    "SiteName" NVARCHAR2(25) NOT NULL,
    "StartDateTime" TIMESTAMP(3),
    "TestSchedule" NCHAR(1) NOT NULL
);

CREATE TABLE "UserWorkgroups" (
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "QueueFlag" NUMBER(3,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "UserId" NVARCHAR2(50),
    "WorkGroup" NVARCHAR2(50) NOT NULL
);

CREATE TABLE "IWPAudit" (
    "AuditId" CHAR(36 CHAR) NOT NULL,
    "AuditTimeOffset" NUMBER(5,0) NOT NULL,
    "AuditTimeUTC" TIMESTAMP(3) NOT NULL,
    "EventType" NUMBER(5,0) NOT NULL,
    "ICUserId" NVARCHAR2(50) NOT NULL,
    "IndivId" NCHAR(22) NOT NULL,
    "Notes" NVARCHAR2(256),
    "ObjectId" CHAR(36 CHAR),
    "ObjectName" NVARCHAR2(48),
    "ObjectType" NUMBER(5,0) NOT NULL,
    "OrganizationId" CHAR(36 CHAR),
    "OrganizationName" NVARCHAR2(48),
    "ResultCode" NUMBER(5,0),
    "ResultText" NVARCHAR2(256),
    "SiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("AuditId")
);

CREATE TABLE "IWPAuditDetail" (
    "AuditDetailId" CHAR(36 CHAR) NOT NULL,
    "AuditId" CHAR(36 CHAR) NOT NULL,
    "NewValue" NVARCHAR2(50),
    "ObjectAttribute" NVARCHAR2(48) NOT NULL,
    "OldValue" NVARCHAR2(50),
    PRIMARY KEY ("AuditDetailId")
);

CREATE TABLE "AgentStatistics" (
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    "nEnteredAcd" NUMBER(10,0) NOT NULL,
    "nAbandonedAcd" NUMBER(10,0) NOT NULL,
    "nGrabbedAcd" NUMBER(10,0) NOT NULL,
    "nLocalDisconnectAcd" NUMBER(10,0) NOT NULL,
    "nLocalDisconnectAgentAlertAcd" NUMBER(10,0) NOT NULL,
    "nAlertedAcd" NUMBER(10,0) NOT NULL,
    "nAnsweredAcd" NUMBER(10,0) NOT NULL,
    "nAnswered" NUMBER(10,0) NOT NULL,
    "nAcdSvcLvl" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl1" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl2" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl3" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl4" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl5" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl6" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl1" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl2" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl3" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl4" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl5" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl6" NUMBER(10,0) NOT NULL,
    "tGrabbedAcd" NUMBER(10,0) NOT NULL,
    "tAnsweredAcd" NUMBER(10,0) NOT NULL,
    "mtAnsweredAcd" NUMBER(10,0) NOT NULL,
    "tAbandonedAcd" NUMBER(10,0) NOT NULL,
    "tTalkAcd" NUMBER(10,0) NOT NULL,
    "tTalkCompleteAcd" NUMBER(10,0) NOT NULL,
    "nHoldAcd" NUMBER(10,0) NOT NULL,
    "tHoldAcd" NUMBER(10,0) NOT NULL,
    "nAcw" NUMBER(10,0) NOT NULL,
    "tAcw" NUMBER(10,0) NOT NULL,
    "tAcwComplete" NUMBER(10,0) NOT NULL,
    "nExternToInternCalls" NUMBER(10,0) NOT NULL,
    "nExternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "nInternToExternCalls" NUMBER(10,0) NOT NULL,
    "nInternToExternAcdCalls" NUMBER(10,0) NOT NULL,
    "nInternToInternCalls" NUMBER(10,0) NOT NULL,
    "nInternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "tExternToInternCalls" NUMBER(10,0) NOT NULL,
    "tExternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "tInternToExternCalls" NUMBER(10,0) NOT NULL,
    "tInternToExternAcdCalls" NUMBER(10,0) NOT NULL,
    "tInternToInternCalls" NUMBER(10,0) NOT NULL,
    "tInternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "nAcwCalls" NUMBER(10,0) NOT NULL,
    "tAcwCalls" NUMBER(10,0) NOT NULL,
    "nTransferedAcd" NUMBER(10,0) NOT NULL,
    "nNotAnsweredAcd" NUMBER(10,0) NOT NULL,
    "tAlertedAcd" NUMBER(10,0) NOT NULL,
    "nFlowOutAcd" NUMBER(10,0) NOT NULL,
    "tFlowOutAcd" NUMBER(10,0) NOT NULL,
    "nStartWaitAlertAcdCalls" NUMBER(10,0) NOT NULL,
    "nStartActiveAcdCalls" NUMBER(10,0) NOT NULL,
    "nStartHeldAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndWaitAlertAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndActiveAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndHeldAcdCalls" NUMBER(10,0) NOT NULL,
    "nTransferWithinAcdCalls" NUMBER(10,0) NOT NULL,
    "nTransferOutAcdCalls" NUMBER(10,0) NOT NULL,
    "nDisconnectAcd" NUMBER(10,0) NOT NULL,
    "tAgentLoggedIn" NUMBER(10,0) NOT NULL,
    "tAgentAvailable" NUMBER(10,0) NOT NULL,
    "tAgentTalk" NUMBER(10,0) NOT NULL,
    "tAgentOtherBusy" NUMBER(10,0) NOT NULL,
    "tAgentOnAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentOnOtherAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentInAcw" NUMBER(10,0) NOT NULL,
    "tAgentOnNonAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentDnd" NUMBER(10,0) NOT NULL,
    "tAgentNotAvailable" NUMBER(10,0) NOT NULL,
    "tAgentAcdLoggedIn" NUMBER(10,0) NOT NULL,
    "tAgentLoggedInDiluted" NUMBER(10,0) NOT NULL,
    "CustomValue1" NUMBER(10,0) NOT NULL,
    "CustomValue2" NUMBER(10,0) NOT NULL,
    "CustomValue3" NUMBER(10,0) NOT NULL,
    "CustomValue4" NUMBER(10,0) NOT NULL,
    "CustomValue5" NUMBER(10,0) NOT NULL,
    "CustomValue6" NUMBER(10,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "AgentStatus" (
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    "tAgentStatusAcw" NUMBER(10,0) NOT NULL,
    "tAgentStatusDnd" NUMBER(10,0) NOT NULL,
    "tStatusGroupBreak" NUMBER(10,0) NOT NULL,
    "tStatusGroupFollowup" NUMBER(10,0) NOT NULL,
    "tStatusGroupTraining" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "DQConfig" (
    "ConfigurationSet" NUMBER(10,0) NOT NULL,
    "dIntervalStartUTC" TIMESTAMP(3) NOT NULL,
    "nServiceLevel" NUMBER(10,0) NOT NULL,
    "cServiceLevels" NVARCHAR2(1024),
    PRIMARY KEY ("ConfigurationSet"),
    CONSTRAINT "UX_DQConfig" UNIQUE ("nServiceLevel", "cServiceLevels")
);

CREATE TABLE "DQStatus" (
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    "tAgentAcdLoggedIn" NUMBER(10,0) NOT NULL,
    "tAgentAcdLoggedIn2" NUMBER(10,0) NOT NULL,
    "tAgentAvailable" NUMBER(10,0) NOT NULL,
    "tAgentDnd" NUMBER(10,0) NOT NULL,
    "tAgentInAcw" NUMBER(10,0) NOT NULL,
    "tAgentLoggedIn" NUMBER(10,0) NOT NULL,
    "tAgentLoggedInDiluted" NUMBER(10,0) NOT NULL,
    "tAgentNotAvailable" NUMBER(10,0) NOT NULL,
    "tAgentOnAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentOnNonAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentOnOtherAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentOtherBusy" NUMBER(10,0) NOT NULL,
    "tAgentStatusAcw" NUMBER(10,0) NOT NULL,
    "tAgentStatusDnd" NUMBER(10,0) NOT NULL,
    "tStatusGroupBreak" NUMBER(10,0) NOT NULL,
    "tStatusGroupFollowup" NUMBER(10,0) NOT NULL,
    "tStatusGroupTraining" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "DQStatistics" (
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    "nEnteredAcd" NUMBER(10,0) NOT NULL,
    "nAbandonedAcd" NUMBER(10,0) NOT NULL,
    "nGrabbedAcd" NUMBER(10,0) NOT NULL,
    "nLocalDisconnectAcd" NUMBER(10,0) NOT NULL,
    "nAlertedAcd" NUMBER(10,0) NOT NULL,
    "nAnsweredAcd" NUMBER(10,0) NOT NULL,
    "nAnswered" NUMBER(10,0) NOT NULL,
    "nAcdSvcLvl" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl1" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl2" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl3" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl4" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl5" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl6" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl1" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl2" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl3" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl4" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl5" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl6" NUMBER(10,0) NOT NULL,
    "tGrabbedAcd" NUMBER(10,0) NOT NULL,
    "tAnsweredAcd" NUMBER(10,0) NOT NULL,
    "mtAnsweredAcd" NUMBER(10,0) NOT NULL,
    "tAbandonedAcd" NUMBER(10,0) NOT NULL,
    "tTalkAcd" NUMBER(10,0) NOT NULL,
    "tTalkCompleteAcd" NUMBER(10,0) NOT NULL,
    "nHoldAcd" NUMBER(10,0) NOT NULL,
    "tHoldAcd" NUMBER(10,0) NOT NULL,
    "nAcw" NUMBER(10,0) NOT NULL,
    "tAcw" NUMBER(10,0) NOT NULL,
    "tAcwComplete" NUMBER(10,0) NOT NULL,
    "nExternToInternCalls" NUMBER(10,0) NOT NULL,
    "nExternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "nInternToExternCalls" NUMBER(10,0) NOT NULL,
    "nInternToExternAcdCalls" NUMBER(10,0) NOT NULL,
    "nInternToInternCalls" NUMBER(10,0) NOT NULL,
    "nInternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "tExternToInternCalls" NUMBER(10,0) NOT NULL,
    "tExternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "tInternToExternCalls" NUMBER(10,0) NOT NULL,
    "tInternToExternAcdCalls" NUMBER(10,0) NOT NULL,
    "tInternToInternCalls" NUMBER(10,0) NOT NULL,
    "tInternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "nAcwCalls" NUMBER(10,0) NOT NULL,
    "tAcwCalls" NUMBER(10,0) NOT NULL,
    "nTransferedAcd" NUMBER(10,0) NOT NULL,
    "nNotAnsweredAcd" NUMBER(10,0) NOT NULL,
    "tAlertedAcd" NUMBER(10,0) NOT NULL,
    "nFlowOutAcd" NUMBER(10,0) NOT NULL,
    "tFlowOutAcd" NUMBER(10,0) NOT NULL,
    "nStartWaitAlertAcdCalls" NUMBER(10,0) NOT NULL,
    "nStartActiveAcdCalls" NUMBER(10,0) NOT NULL,
    "nStartHeldAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndWaitAlertAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndActiveAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndHeldAcdCalls" NUMBER(10,0) NOT NULL,
    "nTransferWithinAcdCalls" NUMBER(10,0) NOT NULL,
    "nTransferOutAcdCalls" NUMBER(10,0) NOT NULL,
    "nDisconnectAcd" NUMBER(10,0) NOT NULL,
    "tAgentTalk" NUMBER(10,0) NOT NULL,
    "CustomValue1" NUMBER(10,0) NOT NULL,
    "CustomValue2" NUMBER(10,0) NOT NULL,
    "CustomValue3" NUMBER(10,0) NOT NULL,
    "CustomValue4" NUMBER(10,0) NOT NULL,
    "CustomValue5" NUMBER(10,0) NOT NULL,
    "CustomValue6" NUMBER(10,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "ILineGroupStats" (
    "GroupId" NVARCHAR2(50) NOT NULL,
    "dIntervalStart" TIMESTAMP(3) NOT NULL,
    "nDuration" NUMBER(5,0) NOT NULL,
    "nEntered" NUMBER(10,0) NOT NULL,
    "mEntered" NUMBER(10,0) NOT NULL,
    "tActiveLines" NUMBER(10,0) NOT NULL,
    "tAllBusy" NUMBER(10,0) NOT NULL,
    "tSeized" NUMBER(10,0) NOT NULL,
    "nEnteredOutbound" NUMBER(10,0) NOT NULL,
    "nOutboundBlocked" NUMBER(10,0) NOT NULL,
    "tResourceAvailable" NUMBER(10,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("GroupId", "dIntervalStart", "nDuration", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "ILineStats" (
    "LineId" NVARCHAR2(50) NOT NULL,
    "dIntervalStart" TIMESTAMP(3) NOT NULL,
    "nDuration" NUMBER(5,0) NOT NULL,
    "nEntered" NUMBER(10,0) NOT NULL,
    "tSeized" NUMBER(10,0) NOT NULL,
    "nEnteredOutbound" NUMBER(10,0) NOT NULL,
    "nOutboundBlocked" NUMBER(10,0) NOT NULL,
    "tResourceAvailable" NUMBER(10,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("LineId", "dIntervalStart", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "IWrapUpStats" (
    "cHKey3" NVARCHAR2(50) NOT NULL,
    "cHKey4" NVARCHAR2(50) NOT NULL,
    "cName" NVARCHAR2(50) NOT NULL,
    "cReportGroup" NVARCHAR2(50) NOT NULL,
    "cType" NCHAR(1) NOT NULL,
    "dIntervalStart" TIMESTAMP(3) NOT NULL,
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "nCompleted" NUMBER(10,0) NOT NULL,
    "nDuration" NUMBER(10,0) NOT NULL,
    "nHold" NUMBER(10,0) NOT NULL,
    "nSupervisorRequests" NUMBER(10,0) NOT NULL,
    "nSuspended" NUMBER(10,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    "tAcw" NUMBER(10,0) NOT NULL,
    "tHold" NUMBER(10,0) NOT NULL,
    "tSuspended" NUMBER(10,0) NOT NULL,
    "tTalked" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("cName", "cReportGroup", "cHKey3", "cHKey4", "cType", "dIntervalStart", "SiteId", "I3TimeStampGMT")
);

CREATE TABLE "SGServiceLevelOverflows" (
    "nAbandonAcdSvcLvl1" NUMBER(10,0),
    "nAbandonAcdSvcLvl2" NUMBER(10,0),
    "nAbandonAcdSvcLvl3" NUMBER(10,0),
    "nAbandonAcdSvcLvl4" NUMBER(10,0),
    "nAbandonAcdSvcLvl5" NUMBER(10,0),
    "nAbandonAcdSvcLvl6" NUMBER(10,0),
    "nAnsweredAcdSvcLvl1" NUMBER(10,0),
    "nAnsweredAcdSvcLvl2" NUMBER(10,0),
    "nAnsweredAcdSvcLvl3" NUMBER(10,0),
    "nAnsweredAcdSvcLvl4" NUMBER(10,0),
    "nAnsweredAcdSvcLvl5" NUMBER(10,0),
    "nAnsweredAcdSvcLvl6" NUMBER(10,0),
    "OverflowGroupSet" NUMBER(10,0) NOT NULL,
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet", "OverflowGroupSet")
);

CREATE TABLE "SGStatistics" (
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    "nEnteredAcd" NUMBER(10,0) NOT NULL,
    "nAbandonedAcd" NUMBER(10,0) NOT NULL,
    "nGrabbedAcd" NUMBER(10,0) NOT NULL,
    "nLocalDisconnectAcd" NUMBER(10,0) NOT NULL,
    "nAlertedAcd" NUMBER(10,0) NOT NULL,
    "nAnsweredAcd" NUMBER(10,0) NOT NULL,
    "nAnswered" NUMBER(10,0) NOT NULL,
    "nAcdSvcLvl" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl1" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl2" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl3" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl4" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl5" NUMBER(10,0) NOT NULL,
    "nAnsweredAcdSvcLvl6" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl1" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl2" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl3" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl4" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl5" NUMBER(10,0) NOT NULL,
    "nAbandonAcdSvcLvl6" NUMBER(10,0) NOT NULL,
    "tGrabbedAcd" NUMBER(10,0) NOT NULL,
    "tAnsweredAcd" NUMBER(10,0) NOT NULL,
    "mtAnsweredAcd" NUMBER(10,0) NOT NULL,
    "tAbandonedAcd" NUMBER(10,0) NOT NULL,
    "tTalkAcd" NUMBER(10,0) NOT NULL,
    "tTalkCompleteAcd" NUMBER(10,0) NOT NULL,
    "nHoldAcd" NUMBER(10,0) NOT NULL,
    "tHoldAcd" NUMBER(10,0) NOT NULL,
    "nAcw" NUMBER(10,0) NOT NULL,
    "tAcw" NUMBER(10,0) NOT NULL,
    "tAcwComplete" NUMBER(10,0) NOT NULL,
    "nExternToInternCalls" NUMBER(10,0) NOT NULL,
    "nExternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "nInternToExternCalls" NUMBER(10,0) NOT NULL,
    "nInternToExternAcdCalls" NUMBER(10,0) NOT NULL,
    "nInternToInternCalls" NUMBER(10,0) NOT NULL,
    "nInternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "tExternToInternCalls" NUMBER(10,0) NOT NULL,
    "tExternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "tInternToExternCalls" NUMBER(10,0) NOT NULL,
    "tInternToExternAcdCalls" NUMBER(10,0) NOT NULL,
    "tInternToInternCalls" NUMBER(10,0) NOT NULL,
    "tInternToInternAcdCalls" NUMBER(10,0) NOT NULL,
    "nAcwCalls" NUMBER(10,0) NOT NULL,
    "tAcwCalls" NUMBER(10,0) NOT NULL,
    "nTransferedAcd" NUMBER(10,0) NOT NULL,
    "nNotAnsweredAcd" NUMBER(10,0) NOT NULL,
    "tAlertedAcd" NUMBER(10,0) NOT NULL,
    "nFlowOutAcd" NUMBER(10,0) NOT NULL,
    "tFlowOutAcd" NUMBER(10,0) NOT NULL,
    "nStartWaitAlertAcdCalls" NUMBER(10,0) NOT NULL,
    "nStartActiveAcdCalls" NUMBER(10,0) NOT NULL,
    "nStartHeldAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndWaitAlertAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndActiveAcdCalls" NUMBER(10,0) NOT NULL,
    "nEndHeldAcdCalls" NUMBER(10,0) NOT NULL,
    "nTransferWithinAcdCalls" NUMBER(10,0) NOT NULL,
    "nTransferOutAcdCalls" NUMBER(10,0) NOT NULL,
    "nDisconnectAcd" NUMBER(10,0) NOT NULL,
    "tAgentLoggedIn" NUMBER(10,0) NOT NULL,
    "tAgentAvailable" NUMBER(10,0) NOT NULL,
    "tAgentTalk" NUMBER(10,0) NOT NULL,
    "tAgentOtherBusy" NUMBER(10,0) NOT NULL,
    "tAgentOnAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentOnOtherAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentInAcw" NUMBER(10,0) NOT NULL,
    "tAgentOnNonAcdCall" NUMBER(10,0) NOT NULL,
    "tAgentDnd" NUMBER(10,0) NOT NULL,
    "tAgentNotAvailable" NUMBER(10,0) NOT NULL,
    "tAgentAcdLoggedIn" NUMBER(10,0) NOT NULL,
    "tAgentStatusDnd" NUMBER(10,0) NOT NULL,
    "tAgentStatusAcw" NUMBER(10,0) NOT NULL,
    "tAgentLoggedInDiluted" NUMBER(10,0) NOT NULL,
    "tStatusGroupFollowup" NUMBER(10,0) NOT NULL,
    "tStatusGroupBreak" NUMBER(10,0) NOT NULL,
    "tStatusGroupTraining" NUMBER(10,0) NOT NULL,
    "CustomValue1" NUMBER(10,0) NOT NULL,
    "CustomValue2" NUMBER(10,0) NOT NULL,
    "CustomValue3" NUMBER(10,0) NOT NULL,
    "CustomValue4" NUMBER(10,0) NOT NULL,
    "CustomValue5" NUMBER(10,0) NOT NULL,
    "CustomValue6" NUMBER(10,0) NOT NULL,
    "SubSiteId" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "StatDimensions" (
    "cDimension1" NVARCHAR2(50) NOT NULL,
    "cDimension2" NVARCHAR2(50) NOT NULL,
    "cDimension3" NVARCHAR2(50) NOT NULL,
    "cDimension4" NVARCHAR2(50) NOT NULL,
    "cType" NCHAR(1) NOT NULL,
    "DimensionSet" NUMBER(10,0) NOT NULL,
    "SummDimensionSet" NUMBER(10,0),
    PRIMARY KEY ("DimensionSet")
);

CREATE TABLE "StatProfile" (
    "ConfigurationSet" NUMBER(10,0) NOT NULL,
    "DimensionSet" NUMBER(10,0) NOT NULL,
    "dIntervalStart" TIMESTAMP(3) NOT NULL,
    "dIntervalStartUTC" TIMESTAMP(3),
    "I3TimeStampGMT" TIMESTAMP(3) NOT NULL,
    "nDuration" NUMBER(10,0) NOT NULL,
    "SchemaMajorVersion" NUMBER(3,0) NOT NULL,
    "SchemaMinorVersion" NUMBER(3,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "IR_AccessControl" (
    "RecordingId" CHAR(36 CHAR) NOT NULL,
    "SecurityPolicyId" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("RecordingId", "SecurityPolicyId")
);

CREATE TABLE "IR_ArchiveContent" (
    "ArchivedDate" TIMESTAMP(3) NOT NULL,
    "ArchivedDateOffset" NUMBER(10,0) NOT NULL,
    "ArchiveId" CHAR(36 CHAR) NOT NULL,
    "RecordingId" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("ArchiveId", "RecordingId", "ArchivedDate")
);

CREATE TABLE "IR_ArchiveVolumeDescriptor" (
    "ArchiveEndDT" TIMESTAMP(7),
    "ArchiveId" CHAR(36 CHAR) NOT NULL,
    "ArchiveStartDT" TIMESTAMP(7),
    "MediaURI" NVARCHAR2(1024),
    "VolumeDT" TIMESTAMP(7) NOT NULL,
    "VolumeDTOffset" NUMBER(10,0) NOT NULL,
    "VolumeName" NVARCHAR2(128) NOT NULL,
    PRIMARY KEY ("ArchiveId")
);

CREATE TABLE "IR_Audit" (
    "AuditDate" TIMESTAMP(3) NOT NULL,
    "AuditDateOffset" NUMBER(10,0) NOT NULL,
    "AuditedName" NVARCHAR2(255),
    "AuditId" CHAR(36 CHAR) NOT NULL,
    "AuditOperation" NUMBER(5,0) NOT NULL,
    "Comments" NVARCHAR2(1024),
    "ICUID" NVARCHAR2(255),
    "Id" CHAR(36 CHAR) NOT NULL,
    "IndivId" NCHAR(22),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AuditId")
);

CREATE TABLE "IR_CustomAttribute" (
    "CustomAttributeNameId" NUMBER(10,0) NOT NULL,
    "RecordingId" CHAR(36 CHAR) NOT NULL,
    "Value" NVARCHAR2(255) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RecordingId", "CustomAttributeNameId")
);

CREATE TABLE "IR_CustomAttributeName" (
    "CustomAttributeNameId" NUMBER(10,0) NOT NULL,
    "Name" NVARCHAR2(255) NOT NULL,
    PRIMARY KEY ("CustomAttributeNameId")
);

CREATE TABLE "IR_KeywordSet" (
    "Category" NVARCHAR2(128),
    "DisplayName" NVARCHAR2(128) NOT NULL,
    "KeywordSetId" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("KeywordSetId")
);

CREATE TABLE "IR_QAnswer" (
    "IsMarkedNA" NUMBER(3,0) NOT NULL,
    "QAnswerId" CHAR(36 CHAR) NOT NULL,
    "QFormId" CHAR(36 CHAR) NOT NULL,
    "QQuestionId" CHAR(36 CHAR) NOT NULL,
    "RawAnswer" NVARCHAR2(1024),
    "Score" NUMBER(18,0),
    "Sequence" NUMBER(10,0) NOT NULL,
    "UserComments" NVARCHAR2(1024),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("QAnswerId")
);

CREATE TABLE "IR_QDirectory" (
    "IsTemplate" NUMBER(3,0) NOT NULL,
    "Note" NVARCHAR2(1024),
    "QDirectoryId" CHAR(36 CHAR) NOT NULL,
    "QDirectoryName" NVARCHAR2(255),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("QDirectoryId")
);

CREATE TABLE "IR_QGroup" (
    "GroupName" NVARCHAR2(255) NOT NULL,
    "IsOptional" NUMBER(3,0) NOT NULL,
    "IsTemplate" NUMBER(3,0) NOT NULL,
    "Note" NVARCHAR2(1024),
    "QGroupId" CHAR(36 CHAR) NOT NULL,
    "QuestionnaireId" CHAR(36 CHAR),
    "Sequence" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("QGroupId")
);

CREATE TABLE "IR_QQuestion" (
    "CanMarkNA" NUMBER(3,0) NOT NULL,
    "HasCommentField" NUMBER(3,0) NOT NULL,
    "HelpText" NVARCHAR2(1024),
    "IsTemplate" NUMBER(3,0) NOT NULL,
    "MaxScore" NUMBER(18,0) NOT NULL,
    "MinAcceptableScore" NUMBER(18,0) NOT NULL,
    "MinScore" NUMBER(18,0) NOT NULL,
    "Note" NVARCHAR2(1024),
    "QGroupId" CHAR(36 CHAR) NOT NULL,
    "QQuestionId" CHAR(36 CHAR) NOT NULL,
    "QuestionPromptType" NUMBER(5,0) NOT NULL,
    "QuestionText" NVARCHAR2(1024) NOT NULL,
    "QuestionType" NUMBER(5,0) NOT NULL,
    "Sequence" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "Weight" NUMBER(18,0) NOT NULL,
    PRIMARY KEY ("QQuestionId")
);

CREATE TABLE "IR_QQuestionEnum" (
    "EnumText" NVARCHAR2(255) NOT NULL,
    "HelpText" NVARCHAR2(1024),
    "QQuestionId" CHAR(36 CHAR) NOT NULL,
    "Score" NUMBER(18,0) NOT NULL,
    "Sequence" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("QQuestionId", "Sequence")
);

CREATE TABLE "IR_Questionnaire" (
    "IsActive" NUMBER(3,0) NOT NULL,
    "IsLocked" NUMBER(3,0) NOT NULL,
    "IsTemplate" NUMBER(3,0) NOT NULL,
    "MaxScore" NUMBER(18,0),
    "MinAcceptableScore" NUMBER(18,0),
    "MinScore" NUMBER(18,0),
    "Note" NVARCHAR2(1024),
    "QDirectoryId" CHAR(36 CHAR) NOT NULL,
    "QuestionnaireId" CHAR(36 CHAR) NOT NULL,
    "QuestionnaireName" NVARCHAR2(255) NOT NULL,
    "RankGroupId" CHAR(36 CHAR),
    "ShowPassFailWhileScoring" NUMBER(3,0) NOT NULL,
    "ShowRankWhileScoring" NUMBER(3,0) NOT NULL,
    "TotalNumCriticalQuestions" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("QuestionnaireId")
);

CREATE TABLE "IR_RankDefn" (
    "RankGroupId" CHAR(36 CHAR) NOT NULL,
    "RankId" CHAR(36 CHAR) NOT NULL,
    "RankName" NVARCHAR2(40) NOT NULL,
    "RankPct" NUMBER(18,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RankId")
);

CREATE TABLE "IR_RankGroup" (
    "GroupName" NVARCHAR2(60) NOT NULL,
    "RankGroupId" CHAR(36 CHAR) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RankGroupId")
);

CREATE TABLE "IR_RecordingMedia" (
    "CallType" NUMBER(3,0),
    "Direction" NUMBER(3,0),
    "Duration" NUMBER(10,0),
    "ExpirationDate" TIMESTAMP(3),
    "FileSize" NUMBER(10,0),
    "FromConnValue" NVARCHAR2(255),
    "InitiationPolicyName" NVARCHAR2(50),
    "IsArchived" NUMBER(3,0) NOT NULL,
    "KeywordAgentScoreNegative" NUMBER(10,0),
    "KeywordAgentScorePositive" NUMBER(10,0),
    "KeywordCustomerScoreNegative" NUMBER(10,0),
    "KeywordCustomerScorePositive" NUMBER(10,0),
    "LineName" NVARCHAR2(50),
    "MediaKey" NVARCHAR2(1024),
    "MediaStatus" NVARCHAR2(56),
    "MediaType" NUMBER(5,0) NOT NULL,
    "MediaURI" NVARCHAR2(1024),
    "NumAttachments" NUMBER(5,0),
    "QueueObjectIdKey" NVARCHAR2(36),
    "RecordingDate" TIMESTAMP(7) NOT NULL,
    "RecordingDateOffset" NUMBER(10,0) NOT NULL,
    "RecordingId" CHAR(36 CHAR) NOT NULL,
    "RecordingType" NUMBER(5,0),
    "RelatedRecordingId" CHAR(36 CHAR),
    "ScreenRecordedHostName" NVARCHAR2(255),
    "StartEventCode" NUMBER(10,0) NOT NULL,
    "ToConnValue" NVARCHAR2(255),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RecordingId")
);

CREATE TABLE "IR_RecordingMediaSnippets" (
    "PolicyRecordingId" CHAR(36 CHAR) NOT NULL,
    "SnippetRecordingId" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("SnippetRecordingId")
);

CREATE TABLE "IR_SecurityPolicy" (
    "ApplySql" NCLOB,
    "SecurityPolicyId" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("SecurityPolicyId")
);

CREATE TABLE "IR_SocialMediaRecording" (
    "ChannelId" NVARCHAR2(128) NOT NULL,
    "ChannelName" NVARCHAR2(1024) NOT NULL,
    "Page" NVARCHAR2(128),
    "Platform" NUMBER(5,0) NOT NULL,
    "RecordingId" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("RecordingId")
);

CREATE TABLE "IR_TagMap" (
    "KeywordSetName" NVARCHAR2(128),
    "RecordingId" CHAR(36 CHAR) NOT NULL,
    "TagId" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RecordingId", "TagId")
);

CREATE TABLE "Survey" (
    "IsGroup" NUMBER(10,0) NOT NULL,
    "IsPublished" NUMBER(10,0),
    "IsTemplate" NUMBER(10,0) NOT NULL,
    "MinAcceptableScore" NUMBER(18,0),
    "Note" NVARCHAR2(255),
    "ParentSurveyId" NVARCHAR2(32),
    "Priority" NUMBER(10,0),
    "RankGroupId" CHAR(36 CHAR),
    "RecordCall" NUMBER(10,0),
    "SurveyID" NVARCHAR2(32) NOT NULL,
    "SurveyName" NVARCHAR2(255) NOT NULL,
    "Type" NUMBER(10,0),
    PRIMARY KEY ("SurveyID")
);

CREATE TABLE "SurveyAnswer" (
    "EnumSequence" NUMBER(10,0),
    "FreeFormAnswerURI" NVARCHAR2(255),
    "NumericScore" NUMBER(18,0),
    "SurveyAnswerId" NVARCHAR2(32) NOT NULL,
    "SurveyFormID" CHAR(36 CHAR) NOT NULL,
    "SurveyQuestionId" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyAnswerId")
);

CREATE TABLE "SurveyConfigLog" (
    "ConfigChangeObjectType" NUMBER(10,0) NOT NULL,
    "ConfigChangeType" NUMBER(10,0) NOT NULL,
    "ConfigTimeStampUTC" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("ConfigChangeObjectType", "ConfigChangeType", "ConfigTimeStampUTC")
);

CREATE TABLE "SurveyDetail" (
    "CallIdKey" NVARCHAR2(20) NOT NULL,
    "EventCode" NUMBER(10,0) NOT NULL,
    "EventDate" TIMESTAMP(3) NOT NULL,
    "EventDetail" NVARCHAR2(255),
    "Origin" NUMBER(10,0) NOT NULL,
    "SurveyFormID" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("SurveyFormID")
);

CREATE TABLE "SurveyForm" (
    "CallIdKey" NVARCHAR2(20) NOT NULL,
    "Duration" NUMBER(10,0),
    "IsComplete" NUMBER(10,0) NOT NULL,
    "MaxScore" NUMBER(18,0),
    "MinScore" NUMBER(18,0),
    "RankName" NVARCHAR2(40),
    "Score" NUMBER(18,0),
    "SurveyedIntxId" NVARCHAR2(32),
    "SurveyFormId" CHAR(36 CHAR) NOT NULL,
    "SurveyID" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyFormId")
);

CREATE TABLE "SurveyObjectToSurveyPrompt" (
    "AppCode" NUMBER(10,0) NOT NULL,
    "SurveyObjectID" NVARCHAR2(32) NOT NULL,
    "SurveyPromptID" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyObjectID", "SurveyPromptID", "AppCode")
);

CREATE TABLE "SurveyPrompt" (
    "PromptName" NVARCHAR2(255),
    "PromptText" NVARCHAR2(1024),
    "PromptType" NUMBER(10,0) NOT NULL,
    "RecordingFile" NVARCHAR2(255),
    "SurveyPromptID" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyPromptID")
);

CREATE TABLE "SurveyQstnToQuestionCategory" (
    "SurveyQuestionCategoryId" NVARCHAR2(32) NOT NULL,
    "SurveyQuestionId" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionId", "SurveyQuestionCategoryId")
);

CREATE TABLE "SurveyQuestion" (
    "FailSurveyScore" NUMBER(18,0),
    "IsOptional" NUMBER(10,0) NOT NULL,
    "IsTemplate" NUMBER(10,0) NOT NULL,
    "MaxScore" NUMBER(18,0) NOT NULL,
    "MinAcceptableScore" NUMBER(18,0) NOT NULL,
    "MinScore" NUMBER(18,0) NOT NULL,
    "Options" NVARCHAR2(255),
    "QuestionName" NVARCHAR2(255) NOT NULL,
    "QuestionParentId" NVARCHAR2(32),
    "QuestionText" NVARCHAR2(255),
    "QuestionType" NUMBER(10,0) NOT NULL,
    "Retries" NUMBER(10,0),
    "Sequence" NUMBER(10,0),
    "SurveyID" NVARCHAR2(32),
    "SurveyQuestionID" NVARCHAR2(32) NOT NULL,
    "Timeout" NUMBER(10,0),
    "Weight" NUMBER(18,0) NOT NULL,
    PRIMARY KEY ("SurveyQuestionID")
);

CREATE TABLE "SurveyQuestionBranching" (
    "Operand1Value" NUMBER(10,0),
    "Operand2Value" NUMBER(10,0),
    "OperatorType" NUMBER(10,0),
    "Sequence" NUMBER(10,0),
    "SurveyQuestionBranchingID" CHAR(36 CHAR) NOT NULL,
    "SurveyQuestionID" NVARCHAR2(32) NOT NULL,
    "TargetQuestionID" NVARCHAR2(32),
    PRIMARY KEY ("SurveyQuestionBranchingID")
);

CREATE TABLE "SurveyQuestionCategory" (
    "ACSISemantics" NUMBER(10,0),
    "CategoryName" NVARCHAR2(255) NOT NULL,
    "SurveyQuestionCategoryId" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionCategoryId")
);

CREATE TABLE "SurveyQuestionEnum" (
    "EnumName" NVARCHAR2(255) NOT NULL,
    "EnumScore" NUMBER(18,0),
    "EnumSequence" NUMBER(10,0) NOT NULL,
    "EnumText" NVARCHAR2(255),
    "SurveyQuestionEnumId" NVARCHAR2(32) NOT NULL,
    "SurveyQuestionID" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SurveyQuestionEnumId")
);

CREATE TABLE "SurveyRule" (
    "AttributeId" NVARCHAR2(50),
    "DateValue" TIMESTAMP(3),
    "IntegerValue" NUMBER(10,0),
    "Operand" NUMBER(10,0) NOT NULL,
    "RuleID" NVARCHAR2(32) NOT NULL,
    "RuleType" NUMBER(10,0),
    "StringValue" NVARCHAR2(512),
    "SurveyID" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("RuleID")
);

CREATE TABLE "SurveyUserObjectSecurity" (
    "ExtObjectID" NVARCHAR2(32) NOT NULL,
    "IndivID" NCHAR(22) NOT NULL,
    "ObjectID" NUMBER(10,0),
    "ObjectName" NVARCHAR2(255),
    "ObjectType" NUMBER(10,0) NOT NULL,
    "SiteIdentifier" NUMBER(10,0) NOT NULL,
    "UserRight" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ExtObjectID", "ObjectType", "IndivID", "SiteIdentifier")
);

CREATE TABLE "SurveyWork" (
    "Data" NVARCHAR2(255),
    "ItemID" CHAR(36 CHAR) NOT NULL,
    "SessionID" NVARCHAR2(32) NOT NULL,
    PRIMARY KEY ("SessionID", "ItemID")
);

CREATE TABLE "UserObjectSecurity" (
    "ExtObjectID" NCHAR(22) NOT NULL,
    "IndivID" NCHAR(22) NOT NULL,
    "ObjectID" NUMBER(10,0),
    "ObjectName" NVARCHAR2(255),
    "ObjectType" NUMBER(10,0) NOT NULL,
    "UserRight" NUMBER(10,0) NOT NULL
);

CREATE TABLE "IO_AcceptableTradeStart" (
    "AcceptableTradeStartID" NCHAR(22) NOT NULL,
    "AgentTradeRequestID" NCHAR(22) NOT NULL,
    "EarliestStartUTC" TIMESTAMP(3) NOT NULL,
    "LatestStartUTC" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AcceptableTradeStartID")
);

CREATE TABLE "IO_AccrualPeriodDate" (
    "AccrualPeriod" NUMBER(10,0) NOT NULL,
    "AccrualPeriodDateID" NCHAR(22) NOT NULL,
    "FirstDate" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "SecondDate" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AccrualPeriodDateID")
);

CREATE TABLE "IO_AccrualPlanActivityCode" (
    "AccrualPlanActivityCodeID" NCHAR(22) NOT NULL,
    "AccrualPlanID" NCHAR(22) NOT NULL,
    "ActivityCodeID" NCHAR(22),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AccrualPlanActivityCodeID")
);

CREATE TABLE "IO_AccrualPlanRate" (
    "AccrualPeriod" NUMBER(10,0) NOT NULL,
    "AccrualPlanID" NCHAR(22) NOT NULL,
    "AccrualPlanRateID" NCHAR(22) NOT NULL,
    "AccrualRateHours" NUMBER(18,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "UpToDuration" NUMBER(10,0),
    "UpToPeriod" NUMBER(10,0),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AccrualPlanRateID")
);

CREATE TABLE "IO_Activity" (
    "ActivityCodeID" NCHAR(22),
    "ActivityID" NCHAR(22) NOT NULL,
    "ActivityTypeID" NCHAR(22) NOT NULL,
    "AgentID" NCHAR(22),
    "AttendanceReqType" NUMBER(10,0),
    "ContiguousTime" NUMBER(3,0) NOT NULL,
    "DailyConstraintsID" NCHAR(22),
    "Description" NVARCHAR2(2000),
    "EarliestStartTimeUTC" TIMESTAMP(3) NOT NULL,
    "IsPlanned" NUMBER(3,0),
    "LatestStartTimeUTC" TIMESTAMP(3) NOT NULL,
    "Length" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PaidTime" NUMBER(3,0) NOT NULL,
    "RelativeTimes" NUMBER(3,0) NOT NULL,
    "ReplaceShiftActivity" NUMBER(3,0) NOT NULL,
    "StartTimeIncrement" NUMBER(10,0) NOT NULL,
    "TimeOffRequestID" NCHAR(22),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ActivityID")
);

CREATE TABLE "IO_ActivityCode" (
    "ActivityCodeID" NCHAR(22) NOT NULL,
    "ActivityCodeName" NVARCHAR2(100) NOT NULL,
    "ActivityTypeID" NCHAR(22) NOT NULL,
    "IgnoreForAdherence" NUMBER(3,0) NOT NULL,
    "IsActive" NUMBER(3,0) NOT NULL,
    "IsContiguous" NUMBER(3,0) NOT NULL,
    "IsPaid" NUMBER(3,0) NOT NULL,
    "IsPlanned" NUMBER(3,0) NOT NULL,
    "LengthInMinutes" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ShortName" NVARCHAR2(25),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ActivityCodeID")
);

CREATE TABLE "IO_ActivityTradeRule" (
    "ActivityTradeAction" NUMBER(10,0) NOT NULL,
    "ActivityTradeRuleID" NCHAR(22) NOT NULL,
    "ActivityTypeID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "RequireAdminReview" NUMBER(3,0) NOT NULL,
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "ShowAgentWarning" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "WarningMessage" NVARCHAR2(2000),
    PRIMARY KEY ("ActivityTradeRuleID")
);

CREATE TABLE "IO_ActivityType" (
    "ActivityTypeID" NCHAR(22) NOT NULL,
    "ActivityTypeName" NVARCHAR2(100) NOT NULL,
    "IgnoreForAdherence" NUMBER(3,0) NOT NULL,
    "IsContiguous" NUMBER(3,0),
    "IsPaid" NUMBER(3,0),
    "IsPlanned" NUMBER(3,0),
    "LengthInMinutes" NUMBER(10,0),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ShortName" NVARCHAR2(25),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ActivityTypeID")
);

CREATE TABLE "IO_AdvancedConfig" (
    "AdvancedConfigID" NCHAR(22) NOT NULL,
    "ConfigKey" NVARCHAR2(100) NOT NULL,
    "ConfigValue" NCLOB NOT NULL,
    "IsConfigurable" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AdvancedConfigID")
);

CREATE TABLE "IO_AgentAccrual" (
    "AccrualPeriodOverride" NUMBER(10,0),
    "AccrualPlanID" NCHAR(22) NOT NULL,
    "AccrualRateHoursOverride" NUMBER(18,0),
    "AccruedHours" NUMBER(18,0) NOT NULL,
    "AgentAccrualID" NCHAR(22) NOT NULL,
    "AgentID" NCHAR(22) NOT NULL,
    "MaxAccruedHoursCap" NUMBER(18,0),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AgentAccrualID")
);

CREATE TABLE "IO_AgentDataVersion" (
    "AccrualVersion" NUMBER(10,0) NOT NULL,
    "AgentID" NCHAR(22) NOT NULL,
    "AllotmentVersion" NUMBER(10,0) NOT NULL,
    "ScheduleVersion" NUMBER(10,0) NOT NULL,
    "TimeOffRequestVersion" NUMBER(10,0) NOT NULL,
    "TradeRequestVersion" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AgentID")
);

CREATE TABLE "IO_AgentGroup" (
    "ActivityBidding" NUMBER(3,0),
    "AgentGroupID" NCHAR(22) NOT NULL,
    "AgentGroupName" NVARCHAR2(100) NOT NULL,
    "AgentGroupRank" NUMBER(10,0),
    "EvaluationStrategy" NUMBER(3,0),
    "LastRankingDateTimeUTC" TIMESTAMP(3),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NewRandomNumberOnSave" NUMBER(3,0),
    "PreferenceToCoverage" NUMBER(3,0),
    "RankAgentsOnSave" NUMBER(3,0),
    "ScheduleBidding" NUMBER(3,0),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AgentGroupID")
);

CREATE TABLE "IO_AgentGroupData" (
    "AgentGroupDataID" NCHAR(22) NOT NULL,
    "AgentGroupID" NCHAR(22) NOT NULL,
    "Ascending" NUMBER(3,0) NOT NULL,
    "CriterionFormat" NUMBER(10,0) NOT NULL,
    "CriterionName" NVARCHAR2(100) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    "Weight" NUMBER(3,0) NOT NULL,
    PRIMARY KEY ("AgentGroupDataID")
);

CREATE TABLE "IO_AgentRankData" (
    "AgentGroupDataID" NCHAR(22) NOT NULL,
    "AgentID" NCHAR(22) NOT NULL,
    "AgentRankDataID" NCHAR(22) NOT NULL,
    "CriterionRank" NUMBER(10,0),
    "DateTimeUTCValue" TIMESTAMP(3),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NumericValue" NUMBER(18,0),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AgentRankDataID")
);

CREATE TABLE "IO_AgentScheduleBid" (
    "AgentGroupID" NCHAR(22),
    "AgentID" NCHAR(22) NOT NULL,
    "AgentRank" NUMBER(10,0) NOT NULL,
    "AgentScheduleBidID" NCHAR(22) NOT NULL,
    "LastSubmissionDateTimeUTC" TIMESTAMP(3),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PeerCount" NUMBER(10,0) NOT NULL,
    "ScheduleBidID" NCHAR(22) NOT NULL,
    "SubmissionCount" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "XData" NCLOB,
    PRIMARY KEY ("AgentScheduleBidID")
);

CREATE TABLE "IO_AgentTradeMatch" (
    "AgentTradeMatchID" NCHAR(22) NOT NULL,
    "GainedEndTimeUTC" TIMESTAMP(3) NOT NULL,
    "GainedStartTimeUTC" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "TiedTradeRequestID" NCHAR(22) NOT NULL,
    "TradedAwayEndTimeUTC" TIMESTAMP(3) NOT NULL,
    "TradedAwayStartTimeUTC" TIMESTAMP(3) NOT NULL,
    "TradeDenyReason" NUMBER(10,0),
    "TradeMatchState" NUMBER(10,0) NOT NULL,
    "TradingAgentID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AgentTradeMatchID")
);

CREATE TABLE "IO_AgentTradeRequest" (
    "AgentID" NCHAR(22),
    "AgentTradeRequestID" NCHAR(22) NOT NULL,
    "ExpirationTimeUTC" TIMESTAMP(3) NOT NULL,
    "MaxEndTimeOfferedUTC" TIMESTAMP(3) NOT NULL,
    "MaxStartTimeOfferedUTC" TIMESTAMP(3) NOT NULL,
    "MinEndTimeOfferedUTC" TIMESTAMP(3) NOT NULL,
    "MinStartTimeOfferedUTC" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SubmittedDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "TradeRequestState" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("AgentTradeRequestID")
);

CREATE TABLE "IO_AIForecastRpt" (
    "AIForecastRptID" NCHAR(22) NOT NULL,
    "DataAnomalies" NVARCHAR2(2000) NOT NULL,
    "Metadata" NVARCHAR2(2000) NOT NULL,
    "Metric" NVARCHAR2(128) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "RouteGroup" NVARCHAR2(1000) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("AIForecastRptID")
);

CREATE TABLE "IO_BaseSchedule" (
    "ActivityBidding" NUMBER(3,0) NOT NULL,
    "AgentID" NCHAR(22) NOT NULL,
    "BaseScheduleID" NCHAR(22) NOT NULL,
    "EffectiveStartDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "EffectiveStopDateTimeUTC" TIMESTAMP(3),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ScheduleBidID" NCHAR(22),
    "Version" NUMBER(10,0) NOT NULL,
    "XData" NCLOB NOT NULL,
    PRIMARY KEY ("BaseScheduleID")
);

CREATE TABLE "IO_ChangeEntry" (
    "ChangeEntryID" NCHAR(22) NOT NULL,
    "ChangeType" NUMBER(10,0) NOT NULL,
    "ObjectID" NCHAR(22) NOT NULL,
    "ObjectModifierUserID" NVARCHAR2(100) NOT NULL,
    "ObjectModifyDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "ObjectType" NUMBER(10,0) NOT NULL,
    "ObjectVersion" NUMBER(10,0) NOT NULL,
    "ScopeID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("ChangeEntryID")
);

CREATE TABLE "IO_Changes" (
    "ChangeSet" NCLOB,
    "MID" NCHAR(22),
    "PK" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("PK")
);

CREATE TABLE "IO_CoverageGroup" (
    "CoverageGroupID" NCHAR(22) NOT NULL,
    "CoverageGroupName" NVARCHAR2(100) NOT NULL,
    "IsActive" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "StaffTypeID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("CoverageGroupID")
);

CREATE TABLE "IO_DayClassification" (
    "DayClassificationID" NCHAR(22) NOT NULL,
    "DayClassificationName" NVARCHAR2(100) NOT NULL,
    "DayType" NUMBER(10,0) NOT NULL,
    "Description" NVARCHAR2(2000),
    "IgnoreACDData" NUMBER(3,0),
    "IgnoreACDDataForLTF" NUMBER(3,0),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SpecialDayType" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("DayClassificationID")
);

CREATE TABLE "IO_DayClassOverride" (
    "DayClassificationID" NCHAR(22) NOT NULL,
    "DayClassOverrideID" NCHAR(22) NOT NULL,
    "IntervalStart" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("DayClassOverrideID")
);

CREATE TABLE "IO_DaySelection" (
    "DaySelectionID" NCHAR(22) NOT NULL,
    "ForecastDateUTC" TIMESTAMP(3) NOT NULL,
    "HistoryDate" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "UTCMinutesOffset" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    "Weight" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("DaySelectionID")
);

CREATE TABLE "IO_ExcusedException" (
    "AgentID" NCHAR(22) NOT NULL,
    "Description" NVARCHAR2(2000),
    "DurationSecs" NUMBER(10,0) NOT NULL,
    "ExceptionStartUTC" TIMESTAMP(3) NOT NULL,
    "ExcusedExceptionID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NamedScheduleID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ExcusedExceptionID")
);

CREATE TABLE "IO_ForecastDataModification" (
    "DaysApplicable" NUMBER(10,0) NOT NULL,
    "DurationInMinutes" NUMBER(10,0) NOT NULL,
    "FilteredRouteGroups" NCLOB NOT NULL,
    "ForecastDataModificationID" NCHAR(22) NOT NULL,
    "Metric" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "OperationEnabled" NUMBER(3,0) NOT NULL,
    "OperationOrder" NUMBER(10,0) NOT NULL,
    "OperationType" NUMBER(10,0) NOT NULL,
    "StartOffsetInMinutes" NUMBER(10,0) NOT NULL,
    "Value" BINARY_DOUBLE NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("ForecastDataModificationID")
);

CREATE TABLE "IO_ForecastScheduleEntry" (
    "EntryName" NVARCHAR2(100) NOT NULL,
    "ForecastScheduleEntryID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ProcessCompletionLevel" NUMBER(10,0) NOT NULL,
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "StartDateUTC" TIMESTAMP(3) NOT NULL,
    "StopDateUTC" TIMESTAMP(3) NOT NULL,
    "TimeZoneID" NVARCHAR2(100),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ForecastScheduleEntryID")
);

CREATE TABLE "IO_ForecastSourceData" (
    "FileName" NVARCHAR2(1000),
    "ForecastDay" NUMBER(10,0) NOT NULL,
    "ForecastSourceDataID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SerializedSourceData" NCLOB,
    "SourceDateUTC" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    "Weight" BINARY_DOUBLE NOT NULL,
    PRIMARY KEY ("ForecastSourceDataID")
);

CREATE TABLE "IO_HeadcountForecast" (
    "ForecastScheduleEntryID" NCHAR(22) NOT NULL,
    "GenerationMethod" NUMBER(10,0) NOT NULL,
    "HeadcountForecastID" NCHAR(22) NOT NULL,
    "HeadcountForecastName" NVARCHAR2(100) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ProcessCompletionLevel" NUMBER(10,0) NOT NULL,
    "SLCalibration" NCLOB,
    "UsesNewSkillsetBehavior" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("HeadcountForecastID")
);

CREATE TABLE "IO_LongTermForecast" (
    "Description" NVARCHAR2(2000),
    "EndDateSUT" TIMESTAMP(3) NOT NULL,
    "HeadcountGenerationTimeUTC" TIMESTAMP(3),
    "LongTermForecastID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Name" NVARCHAR2(100) NOT NULL,
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "SourceDataEndSUT" TIMESTAMP(3) NOT NULL,
    "SourceDataStartSUT" TIMESTAMP(3) NOT NULL,
    "SourceExcelFileName" NVARCHAR2(255),
    "StartDateSUT" TIMESTAMP(3) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeDataGenerationTimeUTC" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("LongTermForecastID")
);

CREATE TABLE "IO_LTFData" (
    "ForecastData" NCLOB,
    "LongTermForecastID" NCHAR(22) NOT NULL,
    "LTFDataID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "RepresentativeWeek" NCLOB,
    "SourceData" NCLOB,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("LTFDataID")
);

CREATE TABLE "IO_LTFModification" (
    "Description" NVARCHAR2(2000),
    "EndDateSUT" TIMESTAMP(3),
    "FilterSet" NCLOB,
    "GridModificationDataSet" NCLOB,
    "IsSelected" NUMBER(3,0) NOT NULL,
    "LongTermForecastID" NCHAR(22) NOT NULL,
    "LTFModificationID" NCHAR(22) NOT NULL,
    "Metric" NVARCHAR2(255),
    "ModificationOrder" NUMBER(10,0) NOT NULL,
    "ModificationValue" NUMBER(18,0),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "StartDateSUT" TIMESTAMP(3),
    "Type" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("LTFModificationID")
);

CREATE TABLE "IO_LTFSRStatGroup" (
    "CoverageGroupID" NCHAR(22) NOT NULL,
    "LTFSRStatGroupID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PerDayStaffingReqStats" NCLOB NOT NULL,
    "StaffingRequirementID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("LTFSRStatGroupID")
);

CREATE TABLE "IO_LTFStaffingRequirement" (
    "EndDateSUT" TIMESTAMP(3) NOT NULL,
    "LastStatUpdateTimeUTC" TIMESTAMP(3),
    "LongTermForecastID" NCHAR(22) NOT NULL,
    "LTFStaffingRequirementID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PerDayShrinkage" NCLOB NOT NULL,
    "StartDateSUT" TIMESTAMP(3) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("LTFStaffingRequirementID")
);

CREATE TABLE "IO_Metadata" (
    "key" NCLOB,
    "value" NCLOB
);

CREATE TABLE "IO_NamedSchedule" (
    "Biddable" NUMBER(3,0),
    "ForecastScheduleEntryID" NCHAR(22) NOT NULL,
    "HeadcountForecastID" NCHAR(22),
    "IsEditPublish" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NamedScheduleID" NCHAR(22) NOT NULL,
    "Published" NUMBER(3,0) NOT NULL,
    "PublishedDateTimeUTC" TIMESTAMP(3),
    "PublishNotes" NVARCHAR2(2000),
    "ScheduleName" NVARCHAR2(100) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("NamedScheduleID")
);

CREATE TABLE "IO_RotationShiftDefinition" (
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "RotationIndex" NUMBER(10,0) NOT NULL,
    "RotationShiftDefinitionID" NCHAR(22) NOT NULL,
    "ShiftDefinitionID" NCHAR(22) NOT NULL,
    "ShiftRotationID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("RotationShiftDefinitionID")
);

CREATE TABLE "IO_Schedule" (
    "AgentID" NCHAR(22),
    "Biddable" NUMBER(3,0),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NamedScheduleID" NCHAR(22) NOT NULL,
    "PeriodScheduleID" NUMBER(10,0),
    "ScheduleID" NCHAR(22) NOT NULL,
    "ShiftDefinitionID" NCHAR(22),
    "StartDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "StopDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ScheduleID")
);

CREATE TABLE "IO_ScheduleBid" (
    "BidStartDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "BidStatus" NUMBER(10,0) NOT NULL,
    "BidStopDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "EffectiveStartDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "EffectiveStopDateTimeUTC" TIMESTAMP(3),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NamedScheduleID" NCHAR(22) NOT NULL,
    "ScheduleBidID" NCHAR(22) NOT NULL,
    "ScheduleGenerationOptions" NCLOB NOT NULL,
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "XData" NCLOB NOT NULL,
    PRIMARY KEY ("ScheduleBidID")
);

CREATE TABLE "IO_ScheduleInterval" (
    "ActivityCodeID" NCHAR(22),
    "ActivityID" NCHAR(22),
    "ActivityTypeID" NCHAR(22) NOT NULL,
    "ContiguousTime" NUMBER(3,0),
    "Description" NVARCHAR2(2000),
    "IsActual" NUMBER(3,0),
    "IsLoggedIn" NUMBER(3,0),
    "IsPlanned" NUMBER(3,0),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PaidTime" NUMBER(3,0),
    "ScheduleID" NCHAR(22) NOT NULL,
    "ScheduleIntervalID" NCHAR(22) NOT NULL,
    "StartOffset" NUMBER(10,0) NOT NULL,
    "StopOffset" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ScheduleIntervalID")
);

CREATE TABLE "IO_SchedulePreference" (
    "ActivityTypeID" NCHAR(22),
    "Length" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Rating" NUMBER(5,0) NOT NULL,
    "SchedulePreferenceID" NCHAR(22) NOT NULL,
    "SchedulePreferencesEntryID" NCHAR(22) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("SchedulePreferenceID")
);

CREATE TABLE "IO_SchedulePreferencesEntry" (
    "AgentID" NCHAR(22) NOT NULL,
    "EntryName" NVARCHAR2(100) NOT NULL,
    "IsDefault" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulePreferencesEntryID" NCHAR(22) NOT NULL,
    "StartDateTimeUTC" TIMESTAMP(3),
    "StopDateTimeUTC" TIMESTAMP(3),
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("SchedulePreferencesEntryID")
);

CREATE TABLE "IO_ServiceGoalGroup" (
    "AverageSpeedOfAnswerSecs" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "Name" NVARCHAR2(100) NOT NULL,
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "ServiceGoalGroupID" NCHAR(22) NOT NULL,
    "ServiceLevelPercent" NUMBER(10,0) NOT NULL,
    "ServiceLevelSecs" NUMBER(10,0) NOT NULL,
    "UseAverageSpeedOfAnswer" NUMBER(3,0) NOT NULL,
    "UseServiceLevel" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ServiceGoalGroupID")
);

CREATE TABLE "IO_ServiceGoalGroupData" (
    "InteractionType" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3) NOT NULL,
    "ServiceGoalGroupDataID" NCHAR(22) NOT NULL,
    "ServiceGoalGroupID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "WorkgroupID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("ServiceGoalGroupDataID")
);

CREATE TABLE "IO_ServiceLevelSettings" (
    "AverageSpeedOfAnswer" NUMBER(10,0) NOT NULL,
    "DefaultSettings" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ServiceLevel" NUMBER(3,0) NOT NULL,
    "ServiceLevelObjective" NUMBER(10,0) NOT NULL,
    "ServiceLevelSettingsID" NCHAR(22) NOT NULL,
    "StartTimeUTC" TIMESTAMP(3) NOT NULL,
    "StopTimeUTC" TIMESTAMP(3) NOT NULL,
    "UseAverageSpeedOfAnswer" NUMBER(3,0) NOT NULL,
    "UseServiceLevel" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "WorkgroupID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("ServiceLevelSettingsID")
);

CREATE TABLE "IO_ShiftDefinition" (
    "DesiredMaximumPaidTime" NUMBER(10,0) NOT NULL,
    "MaximumDays" NUMBER(10,0) NOT NULL,
    "MaximumPaidTime" NUMBER(10,0) NOT NULL,
    "MinimumInterShiftTime" NUMBER(10,0) NOT NULL,
    "MinimumPaidTime" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ScheduleBidding" NUMBER(3,0),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "ShiftDefinitionID" NCHAR(22) NOT NULL,
    "ShiftDefinitionName" NVARCHAR2(100) NOT NULL,
    "UseDesiredMaximumPaidTime" NUMBER(3,0) NOT NULL,
    "UseMaximumDays" NUMBER(3,0) NOT NULL,
    "UseMaximumPaidTime" NUMBER(3,0) NOT NULL,
    "UseMinimumInterShiftTime" NUMBER(3,0) NOT NULL,
    "UseMinimumPaidTime" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ShiftDefinitionID")
);

CREATE TABLE "IO_ShiftRotation" (
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "RotationStartDateUTC" TIMESTAMP(3),
    "RotationStopDateUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "ShiftRotationID" NCHAR(22) NOT NULL,
    "ShiftRotationName" NVARCHAR2(100) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ShiftRotationID")
);

CREATE TABLE "IO_StaffType" (
    "IsActive" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "StaffTypeID" NCHAR(22) NOT NULL,
    "StaffTypeName" NVARCHAR2(100) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StaffTypeID")
);

CREATE TABLE "IO_Status" (
    "ActivityTypeID" NCHAR(22) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SiteID" NUMBER(10,0),
    "StatusID" NCHAR(22) NOT NULL,
    "StatusKey" NVARCHAR2(100) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StatusID")
);

CREATE TABLE "IO_TableVersion" (
    "MID" NCHAR(22),
    "TableID" NUMBER(10,0) NOT NULL,
    "Version" NVARCHAR2(36),
    PRIMARY KEY ("TableID")
);

CREATE TABLE "IO_Team" (
    "Description" NVARCHAR2(2000),
    "IsActive" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "TeamID" NCHAR(22) NOT NULL,
    "TeamName" NVARCHAR2(100) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("TeamID")
);

CREATE TABLE "IO_TimeOffAvailability" (
    "AvailabilityDateSUT" TIMESTAMP(3) NOT NULL,
    "AvailableMinutes" NUMBER(18,0) NOT NULL,
    "CoverageGroupID" NCHAR(22) NOT NULL,
    "IsBlackout" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "TimeOffAvailabilityID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "WaitlistedMinutes" NUMBER(18,0) NOT NULL,
    PRIMARY KEY ("TimeOffAvailabilityID")
);

CREATE TABLE "IO_TimeOffPlan" (
    "AllotmentDistributions" NCLOB,
    "Description" NVARCHAR2(2000),
    "EndDateSUT" TIMESTAMP(3) NOT NULL,
    "IsActive" NUMBER(3,0) NOT NULL,
    "IsPlanActive" NUMBER(3,0) NOT NULL,
    "LastLTFImportTimeUTC" TIMESTAMP(3),
    "LTFStaffingRequirementID" NCHAR(22),
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "StartDateSUT" TIMESTAMP(3) NOT NULL,
    "TimeOffPlanID" NCHAR(22) NOT NULL,
    "TimeOffPlanName" NVARCHAR2(100) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("TimeOffPlanID")
);

CREATE TABLE "IO_TimeOffPlanAllotment" (
    "AllotmentDayOffset" NUMBER(10,0) NOT NULL,
    "AllottedHours" NUMBER(18,0) NOT NULL,
    "AllottedHoursCap" NUMBER(18,0),
    "CoverageGroupID" NCHAR(22) NOT NULL,
    "IsBlackedOut" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PredictedStaffHours" NUMBER(18,0),
    "RequiredStaffHours" NUMBER(18,0),
    "TimeOffPlanAllotmentID" NCHAR(22) NOT NULL,
    "TimeOffPlanID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("TimeOffPlanAllotmentID")
);

CREATE TABLE "IO_Upgrade" (
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "UpgradeID" NCHAR(22) NOT NULL,
    "UpgradeVersion" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("UpgradeID")
);

CREATE TABLE "IO_UpgradeNotes" (
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "Notes" NCLOB NOT NULL,
    "UpgradeNotesID" NCHAR(22) NOT NULL,
    "UpgradeNotesLevel" NUMBER(10,0) NOT NULL,
    "UpgradeVersion" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("UpgradeNotesID")
);

CREATE TABLE "IO_UtilizationSettings" (
    "InteractionType" NUMBER(10,0) NOT NULL,
    "MaximumAssignable" NUMBER(3,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "PercentUtilization" NUMBER(3,0) NOT NULL,
    "UtilizationSettingsID" NCHAR(22) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "WorkgroupID" NCHAR(22) NOT NULL,
    PRIMARY KEY ("UtilizationSettingsID")
);

CREATE TABLE "IO_VolumeForecast" (
    "Description" NVARCHAR2(2000),
    "ForecastScheduleEntryID" NCHAR(22) NOT NULL,
    "ForecastStatus" NUMBER(10,0) NOT NULL,
    "ForecastType" NUMBER(10,0) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "ProcessCompletionLevel" NUMBER(10,0) NOT NULL,
    "PureCloudID" NVARCHAR2(45),
    "RouteGroupMap" NCLOB,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    "VolumeForecastName" NVARCHAR2(100) NOT NULL,
    PRIMARY KEY ("VolumeForecastID")
);

CREATE TABLE "IO_VolumeForecastStats" (
    "ACWComplete" NUMBER(10,0) NOT NULL,
    "AverageACWTimeInSeconds" BINARY_DOUBLE,
    "AverageTalkTimeInSeconds" BINARY_DOUBLE,
    "Completed" NUMBER(10,0) NOT NULL,
    "Duration" NUMBER(10,0) NOT NULL,
    "InteractionType" NUMBER(10,0) NOT NULL,
    "IntervalStartUTC" TIMESTAMP(3) NOT NULL,
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "NumberACW" NUMBER(10,0) NOT NULL,
    "NumberOfInteractions" BINARY_DOUBLE,
    "Offered" NUMBER(10,0) NOT NULL,
    "SiteID" NUMBER(10,0),
    "SkillSet" NVARCHAR2(255) NOT NULL,
    "TalkCompleteACD" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "VolumeForecastID" NCHAR(22) NOT NULL,
    "VolumeForecastStatsID" NCHAR(22) NOT NULL,
    "WorkgroupName" NVARCHAR2(100) NOT NULL,
    PRIMARY KEY ("VolumeForecastStatsID")
);

CREATE TABLE "IO_Workgroup" (
    "ModifierUserID" NVARCHAR2(100),
    "ModifyDateTimeUTC" TIMESTAMP(3),
    "SchedulingUnitID" NCHAR(22) NOT NULL,
    "SiteID" NUMBER(10,0),
    "UsesSkills" NUMBER(3,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "WorkgroupID" NCHAR(22) NOT NULL,
    "WorkgroupName" NVARCHAR2(100) NOT NULL,
    PRIMARY KEY ("WorkgroupID")
);

CREATE TABLE "flowexec_Completion" (
    "ChildExecID" CHAR(36 CHAR) NOT NULL,
    "CompleteCode" NUMBER(10,0),
    "CompleteTime" NUMBER(19,0),
    "CompleteVars" NCLOB,
    "CompletionID" CHAR(36 CHAR) NOT NULL,
    "ParentExecID" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("CompletionID")
);

CREATE TABLE "flowexec_Flows" (
    "Attributes" NCLOB,
    "ExecID" CHAR(36 CHAR) NOT NULL,
    "FlowConfigID" CHAR(36 CHAR) NOT NULL,
    "FlowConfigRev" NVARCHAR2(30) NOT NULL,
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "LaunchMode" NUMBER(5,0) NOT NULL,
    "StorageOwnerID" CHAR(36 CHAR) NOT NULL,
    "Type" NUMBER(5,0) NOT NULL,
    PRIMARY KEY ("ExecID")
);

CREATE TABLE "flowexec_Storage" (
    "CreateHost" NVARCHAR2(128) NOT NULL,
    "CreateTime" TIMESTAMP(7) NOT NULL,
    "LastHost" NVARCHAR2(128) NOT NULL,
    "LastTime" TIMESTAMP(7) NOT NULL,
    "StorageID" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("StorageID")
);

CREATE TABLE "IPA_Entities" (
    "FlowID" CHAR(36 CHAR) NOT NULL,
    "MajorRevision" NUMBER(10,0) NOT NULL,
    "MinorRevision" NUMBER(10,0) NOT NULL,
    "ObjectID" CHAR(36 CHAR) NOT NULL,
    "ObjectName" NVARCHAR2(128),
    "SiteId" NUMBER(5,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("ObjectID", "MajorRevision", "MinorRevision", "SiteId")
);

CREATE TABLE "IPA_Flow_Attributes" (
    "AttrName" NVARCHAR2(128) NOT NULL,
    "AttrType" NUMBER(3,0),
    "AttrValue" NCLOB,
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("FlowExecID", "AttrName")
);

CREATE TABLE "IPA_Flow_Notes" (
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "ICUserID" NVARCHAR2(50) NOT NULL,
    "LastModifiedDateTime" TIMESTAMP(7) NOT NULL,
    "LastModifiedDTOffset" NUMBER(10,0) NOT NULL,
    "Notes" NVARCHAR2(1024) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("FlowExecID", "LastModifiedDateTime")
);

CREATE TABLE "IPA_FlowData_Audit" (
    "ActionExecID" CHAR(36 CHAR) NOT NULL,
    "DataElementID" NVARCHAR2(36) NOT NULL,
    "DataElementValue" NCLOB,
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "LastModifiedDateTime" TIMESTAMP(3) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("FlowExecID", "ActionExecID", "DataElementID")
);

CREATE TABLE "IPA_FlowSchema" (
    "FlowID" CHAR(36 CHAR) NOT NULL,
    "FLowMajorRevision" NUMBER(10,0) NOT NULL,
    "FlowMinorRevision" NUMBER(10,0) NOT NULL,
    "SiteId" NUMBER(5,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    "XMLSchema" NCLOB NOT NULL,
    PRIMARY KEY ("FlowID", "FLowMajorRevision", "FlowMinorRevision", "SiteId")
);

CREATE TABLE "IPA_Jobs" (
    "EndDateTime" TIMESTAMP(7),
    "EndDateTimeOffset" NUMBER(10,0),
    "JobExecID" CHAR(36 CHAR) NOT NULL,
    "SiteID" NUMBER(5,0) NOT NULL,
    "StartDateTime" TIMESTAMP(7) NOT NULL,
    "StartDateTimeOffset" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("JobExecID")
);

CREATE TABLE "IPA_Related_Interactions" (
    "CallId" NCHAR(10) NOT NULL,
    "CallIdKey" NCHAR(18) NOT NULL,
    "DateRelated" TIMESTAMP(7) NOT NULL,
    "DateRelatedOffset" NUMBER(10,0) NOT NULL,
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "UserQueueID" NVARCHAR2(50) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("FlowExecID", "CallIdKey")
);

CREATE TABLE "IPA_States" (
    "EndDateTime" TIMESTAMP(3),
    "EndDateTimeOffset" NUMBER(10,0),
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "InitialActionExecID" CHAR(36 CHAR),
    "ParentActionExecID" CHAR(36 CHAR),
    "StartDateTime" TIMESTAMP(3) NOT NULL,
    "StartDateTimeOffset" NUMBER(10,0) NOT NULL,
    "StateExecID" CHAR(36 CHAR) NOT NULL,
    "StateID" CHAR(36 CHAR) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StateExecID")
);

CREATE TABLE "IPA_Tasks" (
    "DueDateTime" TIMESTAMP(3),
    "DueDateTimeOffSet" NUMBER(10,0),
    "EndDateTime" TIMESTAMP(3),
    "EndDateTimeOffset" NUMBER(10,0),
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "InitialActionExecID" CHAR(36 CHAR),
    "ParentActionExecID" CHAR(36 CHAR) NOT NULL,
    "ParentStateExecID" CHAR(36 CHAR),
    "ParentTaskExecID" CHAR(36 CHAR),
    "StartDateTime" TIMESTAMP(3) NOT NULL,
    "StartDateTimeOffset" NUMBER(10,0) NOT NULL,
    "TaskExecID" CHAR(36 CHAR) NOT NULL,
    "TaskID" CHAR(36 CHAR) NOT NULL,
    "TaskOutput" NVARCHAR2(128),
    "TaskTypeID" NUMBER(10,0) NOT NULL,
    "Version" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("TaskExecID")
);

CREATE TABLE "IPA_Work_Items" (
    "ActionID" CHAR(36 CHAR) NOT NULL,
    "ActionType" NVARCHAR2(128) NOT NULL,
    "Category" NVARCHAR2(1024) NOT NULL,
    "Description" NVARCHAR2(1024) NOT NULL,
    "DueDateUTC" TIMESTAMP(7),
    "EndDateTime" TIMESTAMP(7),
    "EndDateTimeOffset" NUMBER(10,0),
    "FlowExecID" CHAR(36 CHAR) NOT NULL,
    "InitialActionExecID" CHAR(36 CHAR),
    "ParentActionExecID" CHAR(36 CHAR),
    "StartDateTime" TIMESTAMP(7) NOT NULL,
    "StartDateTimeOffset" NUMBER(10,0) NOT NULL,
    "StateExecID" CHAR(36 CHAR),
    "TaskExecID" CHAR(36 CHAR),
    "Version" NUMBER(10,0) NOT NULL,
    "WorkItemExecID" CHAR(36 CHAR) NOT NULL,
    "WorkItemID" CHAR(36 CHAR) NOT NULL,
    "WorkItemOutputID" CHAR(36 CHAR),
    PRIMARY KEY ("WorkItemExecID")
);

CREATE TABLE "DirectorWrkGrpStatistics" (
    "nProcessEntered" NUMBER(10,0) NOT NULL,
    "nProcessFail" NUMBER(10,0) NOT NULL,
    "nProcessSuccess" NUMBER(10,0) NOT NULL,
    "nRemoteAnswered" NUMBER(10,0) NOT NULL,
    "nRouteAnswered" NUMBER(10,0) NOT NULL,
    "nRouteEntered" NUMBER(10,0) NOT NULL,
    "nRouteFail" NUMBER(10,0) NOT NULL,
    "nRouteSuccess" NUMBER(10,0) NOT NULL,
    "StatisticsSet" NUMBER(10,0) NOT NULL,
    PRIMARY KEY ("StatisticsSet")
);

CREATE TABLE "ININ_DIALER_40"."AgentComplianceOverrides" (
    "id" NUMBER(5,0) NOT NULL,
    "Filter" NUMBER(1),
    "QueryTimeFilter" NUMBER(1),
    "ZoneBlocking" NUMBER(1),
    "Skills" NUMBER(1),
    "DailyLimit" NUMBER(1),
    "MinimumSpacing" NUMBER(1),
    "PNDStatus" NUMBER(1),
    "DNCScrub" NUMBER(1),
    "CampaignOwnership" NUMBER(1)
);

CREATE TABLE "ININ_DIALER_40"."AgentStats" (
    "agentid" NVARCHAR2(80) NOT NULL,
    "agentstats_id" NUMBER(19,0) NOT NULL,
    "agenttimeUTC" TIMESTAMP(3) NOT NULL,
    "callid" NVARCHAR2(11),
    "callidkey" NVARCHAR2(18),
    "campaignname" NVARCHAR2(255),
    "odsoffset" NUMBER(10,0) NOT NULL,
    "propertyname" NVARCHAR2(255) NOT NULL,
    "propertyvalue" NVARCHAR2(255),
    "siteid" NVARCHAR2(80) NOT NULL,
    "stageid" NVARCHAR2(10),
    PRIMARY KEY ("agentstats_id")
);

CREATE TABLE "ININ_DIALER_40"."CallHistory" (
    "callhistory_id" NUMBER(19,0) GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    "campaignname" NVARCHAR2(255) NOT NULL,
    "siteid" NVARCHAR2(80) NOT NULL,
    "i3_identity" NUMBER(19,0),
    "i3_rowid" NVARCHAR2(80),
    "callid" NCHAR(11),
    "callidkey" NCHAR(18),
    "phonenumber" NVARCHAR2(255),
    "phonenumbertype" NVARCHAR2(80),
    "callplacedtimeUTC" TIMESTAMP(3),
    "callansweredtimeUTC" TIMESTAMP(3),
    "messageplaytimeUTC" TIMESTAMP(3),
    "callconnectedtimeUTC" TIMESTAMP(3),
    "calldisconnectedtimeUTC" TIMESTAMP(3),
    "agentid" NVARCHAR2(80),
    "length" NUMBER(10,0),
    "isabandoned" NUMBER(5,0),
    "iscontact" NUMBER(5,0),
    "wrapupcategory" NVARCHAR2(80),
    "wrapupcode" NVARCHAR2(80),
    "caresult" NUMBER(5,0),
    "cadetail" NVARCHAR2(255),
    "isAdditionalCall" NUMBER(5,0),
    "agentoverride" NUMBER(5,0),
    PRIMARY KEY ("callhistory_id")
);

CREATE TABLE "ININ_DIALER_40"."CallHistory_Details" (
    "callhistory_id" NUMBER(19,0) NOT NULL,
    "callidkey" NCHAR(18),
    "call_requested" TIMESTAMP(3),
    "line_connect" TIMESTAMP(3),
    "ca_requested" TIMESTAMP(3),
    "ca_begin" TIMESTAMP(3),
    "ca_end" TIMESTAMP(3),
    "acd_routed" TIMESTAMP(3),
    "agent_connected" TIMESTAMP(3),
    "playback_requested" TIMESTAMP(3),
    "insert_time" TIMESTAMP(3)
);

CREATE TABLE "ININ_DIALER_40"."CallHistory_RuleGroup" (
    "ActiveRuleGroupName" NVARCHAR2(80) NOT NULL,
    "RuleGroupId" NUMBER(5,0) NOT NULL,
    "RuleSetId" CHAR(36 CHAR) NOT NULL,
    PRIMARY KEY ("RuleGroupId")
);

CREATE TABLE "ININ_DIALER_40"."CampaignFilterDefinition" (
    "CampaignFilterId" NUMBER(5,0) NOT NULL,
    "FilterId" CHAR(36 CHAR) NOT NULL,
    "FilterName" NVARCHAR2(80),
    PRIMARY KEY ("CampaignFilterId", "FilterId")
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
