-- What:   Shows a table of a contact list: its columns, and how many rows are to be moved by hand.
-- When:   After the history was migrated, before campaigns are pointed to the new place.
-- Needs:  SELECT on the table.
-- Effect: None; it only reads.
-- Side:   source

SELECT column_name, data_type, character_maximum_length, is_nullable
  FROM information_schema.columns WHERE table_name = {{ table | text }} ORDER BY ordinal_position;

SELECT count(*) AS rows_to_move FROM {{ table }};
