-- What:   creates the history tables of one contact list, release 3.0 (SQLite)
-- When:   once for each contact list of a Dialer database that is made for a trial; a real one has its tables
-- Needs:  sqlite3, and the right to create tables
-- Effect: adds three tables, changes and drops nothing
--
-- The slots are names of tables: I3_<list>_CH0, I3_<list>_CD0, I3_<list>_AS0. The first name and ten of its columns are
-- known, the rest is our own design: table_groups/cic_dialer_3_0_to_4_0/workflow_history.toml says which.

CREATE TABLE {{ history_table }} (
    "ch_id" BIGINT NOT NULL,
    "i3_identity" BIGINT,
    "i3_rowid" VARCHAR(80),
    "campaignname" VARCHAR(255),
    "workflowname" VARCHAR(255),
    "phonenumber" VARCHAR(255),
    "phonenumbertype" VARCHAR(80),
    "callid" CHAR(11),
    "callidkey" CHAR(18),
    "callplacedtime" DATETIME2(3),
    "callansweredtime" DATETIME2(3),
    "messageplaytime" DATETIME2(3),
    "callconnectedtime" DATETIME2(3),
    "calldisconnectedtime" DATETIME2(3),
    "agentid" VARCHAR(80),
    "length" INT,
    "isabandoned" SMALLINT,
    "iscontact" SMALLINT,
    "finishcode" VARCHAR(80),
    "reason" VARCHAR(80),
    "caresult" SMALLINT,
    "cadetail" VARCHAR(255),
    PRIMARY KEY ("ch_id")
);

CREATE TABLE {{ details_table }} (
    "ch_id" BIGINT NOT NULL,
    "callidkey" CHAR(18),
    "call_requested" DATETIME2(3),
    "line_connect" DATETIME2(3),
    "ca_requested" DATETIME2(3),
    "ca_begin" DATETIME2(3),
    "ca_end" DATETIME2(3),
    "acd_routed" DATETIME2(3),
    "agent_connected" DATETIME2(3),
    "playback_requested" DATETIME2(3),
    "insert_time" DATETIME2(3),
    PRIMARY KEY ("ch_id")
);

CREATE TABLE {{ agents_table }} (
    "as_id" BIGINT NOT NULL,
    "agentid" VARCHAR(80) NOT NULL,
    "agenttime" DATETIME2(3) NOT NULL,
    "callid" VARCHAR(11),
    "callidkey" VARCHAR(18),
    "stageid" VARCHAR(10),
    "propertyname" VARCHAR(255) NOT NULL,
    "propertyvalue" VARCHAR(255),
    PRIMARY KEY ("as_id")
);
