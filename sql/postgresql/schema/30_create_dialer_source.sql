-- What:   creates the history tables of one contact list, release 3.0 (PostgreSQL)
-- When:   once for each contact list of a Dialer database that is made for a trial; a real one has its tables
-- Needs:  a database of its own, and the right to create tables
-- Effect: adds three tables, changes and drops nothing
--
-- The slots are names of tables: I3_<list>_CH0, I3_<list>_CD0, I3_<list>_AS0. The first name and ten of its columns are
-- known, the rest is our own design: table_groups/cic_dialer_3_0_to_4_0/workflow_history.toml says which.

CREATE TABLE {{ history_table }} (
    "ch_id" bigint NOT NULL,
    "i3_identity" bigint,
    "i3_rowid" varchar(80),
    "campaignname" varchar(255),
    "workflowname" varchar(255),
    "phonenumber" varchar(255),
    "phonenumbertype" varchar(80),
    "callid" char(11),
    "callidkey" char(18),
    "callplacedtime" timestamp(3),
    "callansweredtime" timestamp(3),
    "messageplaytime" timestamp(3),
    "callconnectedtime" timestamp(3),
    "calldisconnectedtime" timestamp(3),
    "agentid" varchar(80),
    "length" integer,
    "isabandoned" smallint,
    "iscontact" smallint,
    "finishcode" varchar(80),
    "reason" varchar(80),
    "caresult" smallint,
    "cadetail" varchar(255),
    PRIMARY KEY ("ch_id")
);

CREATE TABLE {{ details_table }} (
    "ch_id" bigint NOT NULL,
    "callidkey" char(18),
    "call_requested" timestamp(3),
    "line_connect" timestamp(3),
    "ca_requested" timestamp(3),
    "ca_begin" timestamp(3),
    "ca_end" timestamp(3),
    "acd_routed" timestamp(3),
    "agent_connected" timestamp(3),
    "playback_requested" timestamp(3),
    "insert_time" timestamp(3),
    PRIMARY KEY ("ch_id")
);

CREATE TABLE {{ agents_table }} (
    "as_id" bigint NOT NULL,
    "agentid" varchar(80) NOT NULL,
    "agenttime" timestamp(3) NOT NULL,
    "callid" varchar(11),
    "callidkey" varchar(18),
    "stageid" varchar(10),
    "propertyname" varchar(255) NOT NULL,
    "propertyvalue" varchar(255),
    PRIMARY KEY ("as_id")
);
