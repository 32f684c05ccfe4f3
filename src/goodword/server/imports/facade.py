"""What other apps may use of the imports."""

from .actions import (
    do_cancel_import,
    do_create_import,
    do_queue_import,
    do_save_profile,
    do_start_import,
    settled,
)
from .engine import OvertakenError, open_run, run_import
from .kinds import KINDS, kind_of
from .models import ImportRun
from .options import Options
from .pace import Progress
from .queries import access_import, access_imports, access_profiles, access_unfinished
from .reading import Reading
from .report import rejects_of, report_csv, report_place, write_report
from .uploads import store as store_upload

__all__ = [
    "KINDS",
    "ImportRun",
    "Options",
    "OvertakenError",
    "Progress",
    "Reading",
    "access_import",
    "access_imports",
    "access_profiles",
    "access_unfinished",
    "do_cancel_import",
    "do_create_import",
    "do_queue_import",
    "do_save_profile",
    "do_start_import",
    "kind_of",
    "open_run",
    "rejects_of",
    "report_csv",
    "report_place",
    "run_import",
    "settled",
    "store_upload",
    "write_report",
]
