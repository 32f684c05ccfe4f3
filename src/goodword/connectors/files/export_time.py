"""When a file was exported: a column says it row by row, or the name of the file does."""

import re
from collections.abc import Sequence
from datetime import datetime

from .relative_moments import to_micros
from .schema_types import listed
from .schemas import normal_header

_COLUMNS = frozenset(
    normal_header(name)
    for name in listed(
        "采集时间, 抓取时间, 爬取时间, 导出时间, 入库时间, 下载时间, crawl time, crawled at, crawl at, scraped at, scrape time, "
        "scraping time, fetched at, exported at, export time, collected at, date accessed, last modify ts"
    )
)
_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)[-_.年]?(\d\d)[-_.月]?(\d\d)日?(?:[ T_-]{0,2}(\d\d)[-_.:：时hH]?(\d\d)(?:[-_.:：分]?(\d\d))?)?(?!\d)"
)


def export_column(columns: Sequence[str]) -> str:
    """Return the column that says when each row was taken, empty when there is none.

    >>> export_column(["text", "采集时间"])
    '采集时间'
    """
    return next((column for column in columns if normal_header(column) in _COLUMNS), "")


def export_time(file_name: str) -> int | None:
    """Return the time in the name of a file (microseconds since 1970, on a clock without a zone), None when it has none.

    A date without a time counts as noon, so that it is wrong by half a day at most.

    >>> export_time("weibo_20260512_1830.csv") == export_time("微博 2026年05月12日 18时30.csv"), export_time("weibo.csv")
    (True, None)
    """
    for found in _IN_NAME.finditer(file_name):
        year, month, day, hour, minute, second = found.groups()
        try:
            clock = (int(hour), int(minute), int(second or 0)) if hour else (12, 0, 0)
            return to_micros(datetime(int(year), int(month), int(day), *clock))  # noqa: DTZ001
        except ValueError:
            continue
    return None
