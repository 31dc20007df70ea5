-- What:   Shows a table of a contact list: its columns, and how many rows are to be moved by hand.
-- When:   After the history was migrated, before campaigns are pointed to the new place.
-- Needs:  SELECT on the table.
-- Effect: None; it only reads.
-- Side:   source

SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE
  FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = {{ table | text }} ORDER BY ORDINAL_POSITION;

SELECT COUNT_BIG(*) AS rows_to_move FROM {{ table }};
