-- What:   creates the history tables of one contact list, release 3.0 (Oracle)
-- When:   once for each contact list of a Dialer database that is made for a trial; a real one has its tables
-- Needs:  a user of its own with the right to create tables
-- Effect: adds three tables, changes and drops nothing
--
-- The slots are names of tables: I3_<list>_CH0, I3_<list>_CD0, I3_<list>_AS0. The first name and ten of its columns are
-- known, the rest is our own design: table_groups/cic_dialer_3_0_to_4_0/workflow_history.toml says which.

CREATE TABLE {{ history_table }} (
    "ch_id" NUMBER(19,0) NOT NULL,
    "i3_identity" NUMBER(19,0),
    "i3_rowid" VARCHAR2(80 CHAR),
    "campaignname" VARCHAR2(255 CHAR),
    "workflowname" VARCHAR2(255 CHAR),
    "phonenumber" VARCHAR2(255 CHAR),
    "phonenumbertype" VARCHAR2(80 CHAR),
    "callid" CHAR(11 CHAR),
    "callidkey" CHAR(18 CHAR),
    "callplacedtime" TIMESTAMP(3),
    "callansweredtime" TIMESTAMP(3),
    "messageplaytime" TIMESTAMP(3),
    "callconnectedtime" TIMESTAMP(3),
    "calldisconnectedtime" TIMESTAMP(3),
    "agentid" VARCHAR2(80 CHAR),
    "length" NUMBER(10,0),
    "isabandoned" NUMBER(5,0),
    "iscontact" NUMBER(5,0),
    "finishcode" VARCHAR2(80 CHAR),
    "reason" VARCHAR2(80 CHAR),
    "caresult" NUMBER(5,0),
    "cadetail" VARCHAR2(255 CHAR),
    PRIMARY KEY ("ch_id")
);

CREATE TABLE {{ details_table }} (
    "ch_id" NUMBER(19,0) NOT NULL,
    "callidkey" CHAR(18 CHAR),
    "call_requested" TIMESTAMP(3),
    "line_connect" TIMESTAMP(3),
    "ca_requested" TIMESTAMP(3),
    "ca_begin" TIMESTAMP(3),
    "ca_end" TIMESTAMP(3),
    "acd_routed" TIMESTAMP(3),
    "agent_connected" TIMESTAMP(3),
    "playback_requested" TIMESTAMP(3),
    "insert_time" TIMESTAMP(3),
    PRIMARY KEY ("ch_id")
);

CREATE TABLE {{ agents_table }} (
    "as_id" NUMBER(19,0) NOT NULL,
    "agentid" VARCHAR2(80 CHAR) NOT NULL,
    "agenttime" TIMESTAMP(3) NOT NULL,
    "callid" VARCHAR2(11 CHAR),
    "callidkey" VARCHAR2(18 CHAR),
    "stageid" VARCHAR2(10 CHAR),
    "propertyname" VARCHAR2(255 CHAR) NOT NULL,
    "propertyvalue" VARCHAR2(255 CHAR),
    PRIMARY KEY ("as_id")
);
