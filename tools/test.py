"""Run every test: all of them on SQLite, then those of the server once more on PostgreSQL; say at the end what was left out.

Arguments go to pytest. With CI=true a missing PostgreSQL, Spark, S3 server, dovecot or Chromium is a failure, else a note.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

POSTGRESQL = os.environ.get("GOODWORD_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
IN_CI = os.environ.get("CI") == "true"
# The crash tests name their databases themselves.
ON_A_DATABASE = ["src/goodword/server", "tests/cli"]


def postgresql_problem() -> str:
    """Return why PostgreSQL cannot be used for tests, or nothing."""
    try:
        import psycopg
    except ImportError:
        return "psycopg is not installed"
    try:
        with psycopg.connect(POSTGRESQL, connect_timeout=3, autocommit=True) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        return f"no server at {urlsplit(POSTGRESQL).hostname} ({str(error).strip().splitlines()[0]})"
    return "" if version >= 15 else f"the server is PostgreSQL {version}; 15 or newer is needed"


def spark_problem() -> str:
    """Return why Spark cannot be used for tests, or nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "it is not installed (make large)"
    return "" if shutil.which("java") else "there is no Java (Debian: apt-get install default-jre-headless)"


def s3_problem() -> str:
    """Return why an S3 server cannot be used for tests, or nothing."""
    missing = [name for name in ("moto", "s3fs") if importlib.util.find_spec(name) is None]
    return f"{missing[0]} is not installed (make large)" if missing else ""


def dovecot_problem() -> str:
    """Return why the mail server cannot be used for tests, or nothing."""
    if shutil.which("dovecot") is None:
        return "dovecot is not installed (Debian: apt-get install dovecot-imapd)"
    return "" if os.geteuid() == 0 else "dovecot is started by root, and this is not root"


def run(arguments: list[str], **environment: str) -> int:
    """Run pytest in a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="goodword-test-") as home:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
        surroundings = {**inherited, "GOODWORD_HOME": home, **environment}
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, env=surroundings, check=False).returncode


def workers() -> list[str]:
    """Return how many test processes to use; files keep their order, so that those of the browser come last."""
    count = min(os.cpu_count() or 1, 4)
    return ["-n", str(count), "--dist", "loadfile", "--no-loadscope-reorder"] if count > 1 else []


def main() -> int:
    """Run the suites and say what was left out."""
    given = sys.argv[1:]
    no_postgresql = postgresql_problem()
    problems = {
        "the second run on PostgreSQL": no_postgresql,
        "the metrics on a Spark cluster": spark_problem(),
        "the event log in an object store": s3_problem(),
        "the mailboxes on dovecot": dovecot_problem(),
        "the browser tests": ""
        if CHROMIUM
        else "Chromium is not installed (Debian: apt-get install chromium)",
    }
    left_out = [f"{what}: {why}" for what, why in problems.items() if why]
    if IN_CI and left_out:
        print("\n".join(f"CI must not leave out {line}" for line in left_out))
        return 1
    if not (Path(__file__).resolve().parents[2] / "shared").is_dir():
        left_out.append("the tests on the real data files: the reference data is not beside the project")
    print("· tests on SQLite", flush=True)
    status = run([*workers(), *given])
    if not no_postgresql and status == 0:
        print("· the server's tests on PostgreSQL", flush=True)
        status = run([*workers(), "-m", "not browser", *(given or ON_A_DATABASE)], DATABASE_URL=POSTGRESQL)
    print(
        "\n".join(["", *(f"Left out: {line}." for line in left_out)])
        if left_out
        else "\nNothing was left out."
    )
    return status


if __name__ == "__main__":
    sys.exit(main())
