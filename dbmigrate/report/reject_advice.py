"""What a person can do about a rejected row, by its reason."""

from __future__ import annotations

_ADVICE = {
    "unreadable": "The source holds a value that the column's declared type cannot hold. Correct the value in the"
    " source; or, if the column means to hold such values, say what it holds with source_types in the group file.",
    "does_not_fit": "The value does not fit the target column named here, and changing it was not allowed. Correct the"
    " value in the source, widen the target column, or allow the change by consent in the group file (truncate, pad,"
    " trim, round, empty_as_null, null_as_empty, strip_nul). Where"
    " an expression cannot take the value: correct the value, or the expression.",
    "refused_by_target": "The target refused the row; the message begins with its own code. Usual causes: a missing"
    " parent row (foreign key), a second row with a unique value, a CHECK constraint. Bring or correct the other row,"
    " correct this one in the source, or change the constraint.",
    "other_row_present": "The target holds another row with this key, and it was left as it is. If the target's row is"
    " the right one, delete or renumber the source row. If the source's is right: delete the target's row, or set"
    ' mode = "upsert" in the group file; rows that changed in the source after they were migrated are followed by'
    " dbmigrate run --resync.",
    "unmapped": "The row holds an id that no row of its home table has brought. Migrate the home table first, or make"
    " the row that it names in the source, or correct the id.",
    "no_parent": "The row belongs to a row that is not in the source, and the group file says that such rows stay out"
    " (orphans). Make the missing row anew in the source (the scripts of stage rescue do it where they can), or write"
    ' orphans = "copy" to take such rows as they are.',
}

THEN = "Then: dbmigrate rejects --retry"


def advice_for(reason: str) -> str:
    """What to mend, and how."""
    return _ADVICE.get(reason, "See the message.")
