"""Why rows of the target that have gone from the source stay although the group says that they are deleted."""

from __future__ import annotations

CHANGED = "changed in the target since they were brought"
UNKNOWN = 'brought before the group said deleted = "delete", so nothing says whether they were changed since'
REFERRED = "other rows of the target refer to them"
UNREADABLE = "hold a value that could not be put back"
REFUSED = "the target refuses to delete them"
EMPTY_SOURCE = "the source has not one row of this table, as if it were the wrong one or not yet filled"
OTHER_KEY = "their key is made in another way now than by the run that brought them"
TOO_MANY = "more would be deleted than --max-deletes allows, so none is (--dry-run lists them)"
NOT_TRIED = "the run was stopped before them"
