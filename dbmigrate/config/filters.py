"""Which rows the operator wants: a range of dates, sites, workflows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StrictStr, model_validator

from dbmigrate.config.toml_file import Section

DIMENSIONS = ("date", "site", "workflow")


def moment_text(value: object) -> str:
    """A date or moment without time zone as ISO text; raises ValueError."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        return value.isoformat()
    elif isinstance(value, str):
        try:
            if len(value) == len("2010-04-15"):
                return date.fromisoformat(value).isoformat()
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a date; write it as 2010-04-15 or 2010-04-15 13:30") from None
    else:
        raise ValueError("should be a date such as 2010-04-15")  # noqa: TRY004 - pydantic wants ValueError
    if moment.tzinfo is not None:
        raise ValueError("must not have a time zone: it is compared with the column as it is stored")
    return moment.isoformat(sep=" ")


def _texts(value: object) -> object:
    members = value if isinstance(value, list | tuple) else [value]
    return tuple(str(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in members)


def _sorted(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


Moment = Annotated[str, BeforeValidator(moment_text)]
Values = Annotated[tuple[StrictStr, ...], BeforeValidator(_texts), AfterValidator(_sorted)]


class RowFilters(Section):
    """``since`` (``from`` in files) is the first moment taken, ``before`` the first one left out.

    Both are compared with the column as it is stored, without time zone.
    """

    since: Moment | None = Field(default=None, alias="from")
    before: Moment | None = None
    site: Values = ()
    workflow: Values = ()

    @model_validator(mode="after")
    def _in_order(self) -> RowFilters:
        if self.since is not None and self.before is not None and not self.since < self.before:
            raise ValueError(f"'from' ({self.since}) must be earlier than 'before' ({self.before})")
        return self

    @property
    def document(self) -> dict[str, Any]:
        """What is set, as JSON holds it; empty for all rows."""
        given: dict[str, Any] = {"from": self.since, "before": self.before}
        given |= {"site": list(self.site), "workflow": list(self.workflow)}
        return {name: value for name, value in given.items() if value}


ALL_ROWS = RowFilters()
