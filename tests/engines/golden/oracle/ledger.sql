-- the tracking table dbmigrate_attempt
CREATE TABLE dbmigrate_attempt (
	run_id NUMBER(19) NOT NULL, 
	fence NUMBER(19) NOT NULL, 
	kind VARCHAR2(20 CHAR) NOT NULL, 
	started_at VARCHAR2(32 CHAR) NOT NULL, 
	ended_at VARCHAR2(32 CHAR), 
	outcome VARCHAR2(20 CHAR), 
	host VARCHAR2(300 CHAR) NOT NULL, 
	process_id NUMBER(19) NOT NULL, 
	os_user VARCHAR2(300 CHAR) NOT NULL, 
	program_version VARCHAR2(40 CHAR) NOT NULL, 
	accepted_changes CLOB, 
	PRIMARY KEY (run_id, fence)
);

-- the tracking table dbmigrate_batch
CREATE TABLE dbmigrate_batch (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	fence NUMBER(19) NOT NULL, 
	through_key CLOB, 
	rows_read NUMBER(19) NOT NULL, 
	rows_rejected NUMBER(19) NOT NULL, 
	closes_chunk INTEGER NOT NULL, 
	digest_name VARCHAR2(60 CHAR) NOT NULL, 
	committed_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name, chunk_no, batch_no)
);

-- the tracking table dbmigrate_batch_key
CREATE TABLE dbmigrate_batch_key (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	target_name VARCHAR2(300 CHAR) NOT NULL, 
	kind VARCHAR2(20 CHAR) NOT NULL, 
	"rows" NUMBER(19) NOT NULL, 
	digest_first VARCHAR2(20 CHAR), 
	digest_second VARCHAR2(20 CHAR), 
	payload BLOB NOT NULL, 
	PRIMARY KEY (run_id, table_name, chunk_no, batch_no, target_name, kind)
);

-- the tracking table dbmigrate_batch_target
CREATE TABLE dbmigrate_batch_target (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	target_name VARCHAR2(300 CHAR) NOT NULL, 
	rows_inserted NUMBER(19) NOT NULL, 
	rows_updated NUMBER(19) NOT NULL, 
	rows_present NUMBER(19) NOT NULL, 
	digest_first VARCHAR2(20 CHAR), 
	digest_second VARCHAR2(20 CHAR), 
	changes CLOB, 
	PRIMARY KEY (run_id, table_name, chunk_no, batch_no, target_name)
);

-- the tracking table dbmigrate_chunk
CREATE TABLE dbmigrate_chunk (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	after_key CLOB, 
	through_key CLOB, 
	write_protocol VARCHAR2(20 CHAR) NOT NULL, 
	planned_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name, chunk_no)
);

-- the tracking table dbmigrate_high_water_mark
CREATE TABLE dbmigrate_high_water_mark (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	column_name VARCHAR2(300 CHAR) NOT NULL, 
	value CLOB, 
	lower_bound CLOB, 
	frozen_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name)
);

-- the tracking table dbmigrate_key_map
CREATE TABLE dbmigrate_key_map (
	map_name VARCHAR2(100 CHAR) NOT NULL, 
	origin VARCHAR2(64 CHAR) NOT NULL, 
	source_key VARCHAR2(300 CHAR) NOT NULL, 
	target_key VARCHAR2(300 CHAR) NOT NULL, 
	made INTEGER NOT NULL, 
	run_id NUMBER(19) NOT NULL, 
	PRIMARY KEY (map_name, origin, source_key)
);

-- the tracking table dbmigrate_reject
CREATE TABLE dbmigrate_reject (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	reject_no INTEGER NOT NULL, 
	source_key CLOB, 
	reason VARCHAR2(40 CHAR) NOT NULL, 
	column_name VARCHAR2(300 CHAR), 
	message CLOB NOT NULL, 
	source_row CLOB, 
	PRIMARY KEY (run_id, table_name, chunk_no, batch_no, reject_no)
);

-- the tracking table dbmigrate_reject_key
CREATE TABLE dbmigrate_reject_key (
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	key_hash NUMBER(19) NOT NULL, 
	run_id NUMBER(19) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	reject_no INTEGER NOT NULL, 
	PRIMARY KEY (table_name, key_hash, run_id, chunk_no, batch_no, reject_no)
);

-- the tracking table dbmigrate_reject_outcome
CREATE TABLE dbmigrate_reject_outcome (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	reject_no INTEGER NOT NULL, 
	by_run_id NUMBER(19) NOT NULL, 
	outcome VARCHAR2(20 CHAR) NOT NULL, 
	recorded_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name, chunk_no, batch_no, reject_no, by_run_id)
);

-- the tracking table dbmigrate_run
CREATE TABLE dbmigrate_run (
	run_id NUMBER(19) NOT NULL, 
	ledger_version INTEGER NOT NULL, 
	project VARCHAR2(300 CHAR) NOT NULL, 
	package VARCHAR2(300 CHAR) NOT NULL, 
	package_release VARCHAR2(80 CHAR) NOT NULL, 
	source_identity VARCHAR2(1000 CHAR) NOT NULL, 
	target_identity VARCHAR2(1000 CHAR) NOT NULL, 
	fingerprint VARCHAR2(64 CHAR) NOT NULL, 
	plan CLOB NOT NULL, 
	kind VARCHAR2(20 CHAR) NOT NULL, 
	filters CLOB NOT NULL, 
	pass_number INTEGER NOT NULL, 
	fence NUMBER(19) NOT NULL, 
	state VARCHAR2(20 CHAR) NOT NULL, 
	started_at VARCHAR2(32 CHAR) NOT NULL, 
	ended_at VARCHAR2(32 CHAR), 
	PRIMARY KEY (run_id)
);

-- the tracking table dbmigrate_scope_keys
CREATE TABLE dbmigrate_scope_keys (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	keys_below VARCHAR2(80 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name)
);

-- the tracking table dbmigrate_script_run
CREATE TABLE dbmigrate_script_run (
	script_run_id NUMBER(19) NOT NULL, 
	side VARCHAR2(10 CHAR) NOT NULL, 
	database_identity VARCHAR2(1000 CHAR) NOT NULL, 
	script VARCHAR2(500 CHAR) NOT NULL, 
	digest VARCHAR2(64 CHAR) NOT NULL, 
	outcome VARCHAR2(20 CHAR) NOT NULL, 
	message CLOB, 
	ended_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (script_run_id)
);

-- the tracking table dbmigrate_source_state
CREATE TABLE dbmigrate_source_state (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	fence NUMBER(19) NOT NULL, 
	token VARCHAR2(64 CHAR) NOT NULL, 
	terms VARCHAR2(64 CHAR) NOT NULL, 
	unchanged_since NUMBER(19), 
	recorded_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name, fence)
);

-- the tracking table dbmigrate_staging
CREATE TABLE dbmigrate_staging (
	run_id NUMBER(19) NOT NULL, 
	fence NUMBER(19) NOT NULL, 
	staging_name VARCHAR2(300 CHAR) NOT NULL, 
	event VARCHAR2(20 CHAR) NOT NULL, 
	recorded_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, fence, staging_name, event)
);

-- the tracking table dbmigrate_suspension
CREATE TABLE dbmigrate_suspension (
	run_id NUMBER(19) NOT NULL, 
	suspension_no INTEGER NOT NULL, 
	event VARCHAR2(20 CHAR) NOT NULL, 
	kind VARCHAR2(40 CHAR) NOT NULL, 
	object_name VARCHAR2(300 CHAR) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	restore_sql CLOB NOT NULL, 
	recorded_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, suspension_no, event)
);

-- the tracking table dbmigrate_table_scope
CREATE TABLE dbmigrate_table_scope (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	scope CLOB NOT NULL, 
	based_on NUMBER(19), 
	rows_below NUMBER(19), 
	left_out CLOB, 
	recorded_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name)
);

-- the tracking table dbmigrate_undo_reach
CREATE TABLE dbmigrate_undo_reach (
	run_id NUMBER(19) NOT NULL, 
	target_name VARCHAR2(300 CHAR) NOT NULL, 
	newest_run_id NUMBER(19) NOT NULL, 
	PRIMARY KEY (run_id, target_name, newest_run_id)
);

-- the tracking table dbmigrate_undo_step
CREATE TABLE dbmigrate_undo_step (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	chunk_no INTEGER NOT NULL, 
	batch_no INTEGER NOT NULL, 
	target_name VARCHAR2(300 CHAR) NOT NULL, 
	rows_deleted NUMBER(19) NOT NULL, 
	rows_restored NUMBER(19) NOT NULL, 
	rows_missing NUMBER(19) NOT NULL, 
	undone_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name, chunk_no, batch_no, target_name)
);

-- the tracking table dbmigrate_undone_table
CREATE TABLE dbmigrate_undone_table (
	run_id NUMBER(19) NOT NULL, 
	table_name VARCHAR2(300 CHAR) NOT NULL, 
	undone_at VARCHAR2(32 CHAR) NOT NULL, 
	PRIMARY KEY (run_id, table_name)
);

-- the fence, held by each batch
SELECT dbmigrate_run.fence 
FROM dbmigrate_run 
WHERE dbmigrate_run.run_id = :run_id_1 FOR UPDATE;

-- the first of many
SELECT dbmigrate_run.run_id 
FROM dbmigrate_run ORDER BY dbmigrate_run.run_id DESC
 FETCH FIRST 1 ROWS ONLY;

-- the first of many, before release 12.1
SELECT anon_1.run_id 
FROM (SELECT dbmigrate_run.run_id AS run_id 
FROM dbmigrate_run ORDER BY dbmigrate_run.run_id DESC) anon_1 
WHERE ROWNUM <= 1;

