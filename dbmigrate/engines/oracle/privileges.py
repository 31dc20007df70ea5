"""What the login may do, from the views that every login may read."""

from __future__ import annotations

from collections.abc import Sequence

from dbmigrate.engines.oracle.session import OracleSession
from dbmigrate.model.table import TableName

SYSTEM = "SELECT privilege FROM session_privs"
ON_TABLES = (
    "SELECT DISTINCT p.table_schema, p.table_name, p.privilege FROM all_tab_privs p"
    " WHERE p.privilege IN ('SELECT', 'READ', 'INSERT', 'UPDATE', 'FLASHBACK')"
    " AND (p.grantee IN (SELECT role FROM session_roles) OR p.grantee IN (:login, 'PUBLIC'))"
)
QUOTA = "SELECT COUNT(*) FROM user_ts_quotas WHERE max_bytes <> 0"


def may_flash_back(session: OracleSession, schema: str) -> bool:
    """Whether tables of another user can be read AS OF SCN."""
    if "FLASHBACK ANY TABLE" in _system(session):
        return True
    granted = session.query(
        "SELECT COUNT(*) FROM all_tab_privs p WHERE p.privilege = 'FLASHBACK' AND p.table_schema = :owner",
        {"owner": schema},
    )
    return bool(granted and granted[0][0])


def lacking_privileges(session: OracleSession, login: str, tables: Sequence[TableName]) -> list[str]:
    """For filling the tables and keeping ledger and staging in the login's own schema."""
    system = _system(session)
    lacking = []
    if "CREATE TABLE" not in system:
        lacking.append("CREATE TABLE, for the ledger and staging in the login's own schema")
    if "UNLIMITED TABLESPACE" not in system and not session.query(QUOTA)[0][0]:
        lacking.append(f"a quota on a tablespace (ALTER USER {login} QUOTA ... ON ...), for the ledger and staging")
    others = [name for name in tables if name.schema != login]
    if not others:
        return lacking
    held = {
        (str(owner), str(name), str(privilege)) for owner, name, privilege in session.query(ON_TABLES, {"login": login})
    }
    for name in others:
        for privilege, same in (("SELECT", "READ"), ("INSERT", "INSERT")):
            mine = {(name.schema or login, name.name, each) for each in (privilege, same)}
            if f"{privilege} ANY TABLE" not in system and not held & mine:
                lacking.append(f"{privilege} on {name}")
    return lacking


def _system(session: OracleSession) -> set[str]:
    return {str(privilege) for (privilege,) in session.query(SYSTEM)}
