-- What:   Shows a table of a contact list: its columns, and how many rows are to be moved by hand.
-- When:   After the history was migrated, before campaigns are pointed to the new place.
-- Needs:  SELECT on the table.
-- Effect: None; it only reads.
-- Side:   source

SELECT column_name, data_type, data_length, nullable
  FROM user_tab_columns WHERE table_name = {{ table | text }} ORDER BY column_id;

SELECT COUNT(*) AS rows_to_move FROM {{ table }};
