-- What:   Shows a table of a contact list: its columns, and how many rows are to be moved by hand.
-- When:   After the history was migrated, before campaigns are pointed to the new place.
-- Needs:  SELECT on the table.
-- Effect: None; it only reads.
-- Side:   source

SELECT name, type, "notnull" FROM pragma_table_info({{ table | text }}) ORDER BY cid;

SELECT count(*) AS rows_to_move FROM {{ table }};
