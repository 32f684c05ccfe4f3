"""The rows of a run that could not be used, kept so that an interrupted run loses none and doubles none."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from goodword.connectors.files import Reject, reject_report
from goodword.core.errors import EnvironmentProblem


def folder(name: str) -> Path:
    """Return a folder of the imports in the data folder (`uploads`, `reports`), made if it is not there."""
    path = Path(settings.HOME) / name
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            _("The folder %(folder)s cannot be made (%(reason)s). Make %(home)s writable.")
            % {"folder": path, "reason": error.strerror, "home": settings.HOME}
        ) from error
    return path


def report_path(run_id: int) -> Path:
    """Return where a run's rejected rows are kept."""
    return folder("reports") / f"import-{run_id}.jsonl"


def report_place(run_id: int) -> Path:
    """Return where the report is written for people who named no place."""
    return folder("reports") / f"import-{run_id}-rejected.csv"


def append(run_id: int, size: int, rejects: Iterable[Reject]) -> int:
    """Add rejects after the first `size` bytes and return the new size; what was beyond them is forgotten.

    The bytes are on disk when it returns, so that a size stored afterwards is never ahead of the file.
    """
    lines = "".join(json.dumps(astuple(each), ensure_ascii=False) + "\n" for each in rejects)
    path = report_path(run_id)
    if not lines and (size == 0 and not path.exists()):
        return 0
    with path.open("ab") as file:
        if file.tell() != size:
            file.truncate(size)
        if not lines:
            return size
        file.write(lines.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def rejects_of(run_id: int, size: int, *, first: int | None = None) -> Iterator[Reject]:
    """Yield the rejects in the first `size` bytes of a run's report, at most `first` of them."""
    path = report_path(run_id)
    if size == 0 or not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if file.tell() > size or number == first:
                return
            yield Reject(*json.loads(line))


def report_csv(run_id: int, size: int, *, language: str = "en") -> Iterator[bytes]:
    """Yield a run's report as CSV (line, column, reason, value) in English or Chinese, safe to open."""
    return reject_report(rejects_of(run_id, size), language=language)


def write_report(run_id: int, size: int, path: Path, *, language: str = "en") -> None:
    """Write a run's report to a file as CSV."""
    try:
        with path.open("wb") as file:
            file.writelines(report_csv(run_id, size, language=language))
    except OSError as error:
        raise EnvironmentProblem(
            _(
                "The report of rejected rows cannot be written to %(path)s (%(reason)s). "
                "Choose another place with --rejects."
            )
            % {"path": path, "reason": error.strerror}
        ) from error


def forget(run_id: int) -> None:
    """Remove a run's report."""
    report_path(run_id).unlink(missing_ok=True)
