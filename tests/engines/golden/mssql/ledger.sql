-- tracking tables
SELECT count(*) AS count_1
FROM dbmigrate.run;
SELECT max(dbmigrate.run.ledger_version) AS version
FROM dbmigrate.run;
IF SCHEMA_ID(N'dbmigrate') IS NULL EXEC (N'CREATE SCHEMA [dbmigrate]');
BEGIN TRANSACTION;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.attempt') IS NULL CREATE TABLE dbmigrate.attempt (
	run_id BIGINT NOT NULL,
	fence BIGINT NOT NULL,
	kind NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	started_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	ended_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NULL,
	outcome NVARCHAR(20) COLLATE Latin1_General_BIN2 NULL,
	host NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	process_id BIGINT NOT NULL,
	os_user NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	program_version NVARCHAR(40) COLLATE Latin1_General_BIN2 NOT NULL,
	accepted_changes NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	PRIMARY KEY NONCLUSTERED (run_id, fence)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.batch') IS NULL CREATE TABLE dbmigrate.batch (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	fence BIGINT NOT NULL,
	through_key NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	rows_read BIGINT NOT NULL,
	rows_rejected BIGINT NOT NULL,
	closes_chunk INTEGER NOT NULL,
	digest_name NVARCHAR(60) COLLATE Latin1_General_BIN2 NOT NULL,
	committed_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no, batch_no)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.batch_key') IS NULL CREATE TABLE dbmigrate.batch_key (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	target_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	kind NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	rows BIGINT NOT NULL,
	digest_first NVARCHAR(20) COLLATE Latin1_General_BIN2 NULL,
	digest_second NVARCHAR(20) COLLATE Latin1_General_BIN2 NULL,
	payload VARBINARY(max) NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no, batch_no, target_name, kind)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.batch_target') IS NULL CREATE TABLE dbmigrate.batch_target (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	target_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	rows_inserted BIGINT NOT NULL,
	rows_updated BIGINT NOT NULL,
	rows_present BIGINT NOT NULL,
	digest_first NVARCHAR(20) COLLATE Latin1_General_BIN2 NULL,
	digest_second NVARCHAR(20) COLLATE Latin1_General_BIN2 NULL,
	changes NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no, batch_no, target_name)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.chunk') IS NULL CREATE TABLE dbmigrate.chunk (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	after_key NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	through_key NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	write_protocol NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	planned_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.high_water_mark') IS NULL CREATE TABLE dbmigrate.high_water_mark (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	column_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	value NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	lower_bound NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	frozen_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.key_map') IS NULL CREATE TABLE dbmigrate.key_map (
	map_name NVARCHAR(100) COLLATE Latin1_General_BIN2 NOT NULL,
	origin NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
	source_key NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	target_key NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	made INTEGER NOT NULL,
	run_id BIGINT NOT NULL,
	PRIMARY KEY NONCLUSTERED (map_name, origin, source_key)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.reject') IS NULL CREATE TABLE dbmigrate.reject (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	reject_no INTEGER NOT NULL,
	source_key NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	reason NVARCHAR(40) COLLATE Latin1_General_BIN2 NOT NULL,
	column_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NULL,
	message NVARCHAR(max) COLLATE Latin1_General_BIN2 NOT NULL,
	source_row NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no, batch_no, reject_no)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.reject_key') IS NULL CREATE TABLE dbmigrate.reject_key (
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	key_hash BIGINT NOT NULL,
	run_id BIGINT NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	reject_no INTEGER NOT NULL,
	PRIMARY KEY NONCLUSTERED (table_name, key_hash, run_id, chunk_no, batch_no, reject_no)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.reject_outcome') IS NULL CREATE TABLE dbmigrate.reject_outcome (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	reject_no INTEGER NOT NULL,
	by_run_id BIGINT NOT NULL,
	outcome NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	recorded_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no, batch_no, reject_no, by_run_id)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.scope_keys') IS NULL CREATE TABLE dbmigrate.scope_keys (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	keys_below NVARCHAR(80) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.script_run') IS NULL CREATE TABLE dbmigrate.script_run (
	script_run_id BIGINT NOT NULL,
	side NVARCHAR(10) COLLATE Latin1_General_BIN2 NOT NULL,
	database_identity NVARCHAR(1000) COLLATE Latin1_General_BIN2 NOT NULL,
	script NVARCHAR(500) COLLATE Latin1_General_BIN2 NOT NULL,
	digest NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
	outcome NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	message NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	ended_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (script_run_id)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.source_state') IS NULL CREATE TABLE dbmigrate.source_state (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	fence BIGINT NOT NULL,
	token NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
	terms NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
	unchanged_since BIGINT NULL,
	recorded_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, fence)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.staging') IS NULL CREATE TABLE dbmigrate.staging (
	run_id BIGINT NOT NULL,
	fence BIGINT NOT NULL,
	staging_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	event NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	recorded_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, fence, staging_name, event)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.suspension') IS NULL CREATE TABLE dbmigrate.suspension (
	run_id BIGINT NOT NULL,
	suspension_no INTEGER NOT NULL,
	event NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	kind NVARCHAR(40) COLLATE Latin1_General_BIN2 NOT NULL,
	object_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	restore_sql NVARCHAR(max) COLLATE Latin1_General_BIN2 NOT NULL,
	recorded_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, suspension_no, event)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.table_scope') IS NULL CREATE TABLE dbmigrate.table_scope (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	scope NVARCHAR(max) COLLATE Latin1_General_BIN2 NOT NULL,
	based_on BIGINT NULL,
	rows_below BIGINT NULL,
	left_out NVARCHAR(max) COLLATE Latin1_General_BIN2 NULL,
	recorded_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.undo_reach') IS NULL CREATE TABLE dbmigrate.undo_reach (
	run_id BIGINT NOT NULL,
	target_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	newest_run_id BIGINT NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, target_name, newest_run_id)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.undo_step') IS NULL CREATE TABLE dbmigrate.undo_step (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	chunk_no INTEGER NOT NULL,
	batch_no INTEGER NOT NULL,
	target_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	rows_deleted BIGINT NOT NULL,
	rows_restored BIGINT NOT NULL,
	rows_missing BIGINT NOT NULL,
	undone_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name, chunk_no, batch_no, target_name)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.undone_table') IS NULL CREATE TABLE dbmigrate.undone_table (
	run_id BIGINT NOT NULL,
	table_name NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	undone_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	PRIMARY KEY NONCLUSTERED (run_id, table_name)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
IF OBJECT_ID(N'dbmigrate.run') IS NULL CREATE TABLE dbmigrate.run (
	run_id BIGINT NOT NULL,
	ledger_version INTEGER NOT NULL,
	project NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	package NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
	package_release NVARCHAR(80) COLLATE Latin1_General_BIN2 NOT NULL,
	source_identity NVARCHAR(1000) COLLATE Latin1_General_BIN2 NOT NULL,
	target_identity NVARCHAR(1000) COLLATE Latin1_General_BIN2 NOT NULL,
	fingerprint NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
	[plan] NVARCHAR(max) COLLATE Latin1_General_BIN2 NOT NULL,
	kind NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	filters NVARCHAR(max) COLLATE Latin1_General_BIN2 NOT NULL,
	pass_number INTEGER NOT NULL,
	fence BIGINT NOT NULL,
	state NVARCHAR(20) COLLATE Latin1_General_BIN2 NOT NULL,
	started_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
	ended_at NVARCHAR(32) COLLATE Latin1_General_BIN2 NULL,
	PRIMARY KEY NONCLUSTERED (run_id)
);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
COMMIT TRANSACTION;

-- after a lost COMMIT, and the transaction of a batch
BEGIN TRANSACTION;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
DECLARE @granted int, @name nvarchar(255) = LEFT(CONCAT(DB_NAME(), N':', ?), 255); EXEC @granted = sp_getapplock @Resource = @name, @LockMode = ?, @LockOwner = ?, @LockTimeout = ?; SELECT @granted AS granted;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
SELECT dbmigrate.run.fence
FROM dbmigrate.run
WHERE dbmigrate.run.run_id = ?;
IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
BEGIN TRANSACTION;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
DECLARE @granted int, @name nvarchar(255) = LEFT(CONCAT(DB_NAME(), N':', ?), 255); EXEC @granted = sp_getapplock @Resource = @name, @LockMode = ?, @LockOwner = ?, @LockTimeout = ?; SELECT @granted AS granted;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
SELECT dbmigrate.run.fence
FROM dbmigrate.run
WHERE dbmigrate.run.run_id = ?;
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
INSERT INTO dbmigrate.batch (run_id, table_name, chunk_no, batch_no, fence, through_key, rows_read, rows_rejected, closes_chunk, digest_name, committed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
INSERT INTO dbmigrate.batch_target (run_id, table_name, chunk_no, batch_no, target_name, rows_inserted, rows_updated, rows_present, digest_first, digest_second, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
INSERT INTO dbmigrate.reject (run_id, table_name, chunk_no, batch_no, reject_no, source_key, reason, column_name, message, source_row) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
INSERT INTO dbmigrate.reject_key (table_name, key_hash, run_id, chunk_no, batch_no, reject_no) VALUES (?, ?, ?, ?, ?, ?);
IF @@TRANCOUNT = 0 THROW 59999, N'the transaction is gone', 1;
COMMIT TRANSACTION;
