"""What a login lacks is told before the first run needs it."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from dbmigrate.config.urls import ConnectionUrl
from dbmigrate.engines.registry import open_engine
from dbmigrate.model.table import TableName


def test_a_login_that_may_only_read(postgres_databases: Callable[[], str]) -> None:
    url = postgres_databases()
    with psycopg.connect(url, autocommit=True) as owner:
        database = owner.info.dbname
        owner.execute("CREATE TABLE filled (id int)")
        owner.execute("CREATE TABLE hidden (id int)")
        owner.execute(f"CREATE ROLE reader_{database} LOGIN")
        owner.execute(f"GRANT SELECT ON filled TO reader_{database}")
    reader = url.replace("postgres@", f"reader_{database}@", 1)
    engine = open_engine(ConnectionUrl.parse(reader), side="target")
    try:
        lacking = engine.missing_permissions([TableName("filled"), TableName("hidden"), TableName("absent")])
    finally:
        engine.dispose()
    assert lacking[0].startswith("CREATE on the database")
    assert lacking[1:] == ["INSERT on public.filled", "SELECT on public.hidden", "INSERT on public.hidden"]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"DROP OWNED BY reader_{database}")
        owner.execute(f"DROP ROLE reader_{database}")
