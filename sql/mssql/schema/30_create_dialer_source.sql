-- What:   creates the history tables of one contact list, release 3.0 (SQL Server)
-- When:   once for each contact list of a Dialer database that is made for a trial; a real one has its tables
-- Needs:  a database of its own, and the right to create tables in dbo
-- Effect: adds three tables, changes and drops nothing
--
-- The slots are names of tables: I3_<list>_CH0, I3_<list>_CD0, I3_<list>_AS0. The first name and ten of its columns are
-- known, the rest is our own design: table_groups/cic_dialer_3_0_to_4_0/workflow_history.toml says which.

CREATE TABLE {{ history_table }} (
    [ch_id] bigint NOT NULL,
    [i3_identity] bigint NULL,
    [i3_rowid] varchar(80) NULL,
    [campaignname] varchar(255) NULL,
    [workflowname] varchar(255) NULL,
    [phonenumber] varchar(255) NULL,
    [phonenumbertype] varchar(80) NULL,
    [callid] char(11) NULL,
    [callidkey] char(18) NULL,
    [callplacedtime] datetime NULL,
    [callansweredtime] datetime NULL,
    [messageplaytime] datetime NULL,
    [callconnectedtime] datetime NULL,
    [calldisconnectedtime] datetime NULL,
    [agentid] varchar(80) NULL,
    [length] int NULL,
    [isabandoned] smallint NULL,
    [iscontact] smallint NULL,
    [finishcode] varchar(80) NULL,
    [reason] varchar(80) NULL,
    [caresult] smallint NULL,
    [cadetail] varchar(255) NULL,
    PRIMARY KEY ([ch_id])
);
GO

CREATE TABLE {{ details_table }} (
    [ch_id] bigint NOT NULL,
    [callidkey] char(18) NULL,
    [call_requested] datetime NULL,
    [line_connect] datetime NULL,
    [ca_requested] datetime NULL,
    [ca_begin] datetime NULL,
    [ca_end] datetime NULL,
    [acd_routed] datetime NULL,
    [agent_connected] datetime NULL,
    [playback_requested] datetime NULL,
    [insert_time] datetime NULL,
    PRIMARY KEY ([ch_id])
);
GO

CREATE TABLE {{ agents_table }} (
    [as_id] bigint NOT NULL,
    [agentid] varchar(80) NOT NULL,
    [agenttime] datetime NOT NULL,
    [callid] varchar(11) NULL,
    [callidkey] varchar(18) NULL,
    [stageid] varchar(10) NULL,
    [propertyname] varchar(255) NOT NULL,
    [propertyvalue] varchar(255) NULL,
    PRIMARY KEY ([as_id])
);
GO
