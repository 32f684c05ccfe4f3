"""Files of search results: our own table (CSV or JSON lines), answers of SerpApi and its likes, search console exports."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from goodword.core.errors import InputError

from .engine import FAILED, MOST_RANK, OK, PARTIAL, Hit, Reading, begins_late, clean, reading_of_json

MOST_BYTES = 20_000_000
_MOST_ROWS = 200_000
_DEPTH = 10
_STATES = (OK, PARTIAL, FAILED)
_REASONS = ("captcha", "empty", "unreadable", "refused", "outage", "other")
_CONSOLE_QUERY = ("top queries", "query", "queries", "热门查询", "查询", "热门查询查询")
_IMPRESSIONS = ("impressions", "展示", "展示次数")


@dataclass(slots=True)
class Contents:
    """What a file holds: looks at results, and queries with how often they were shown (search console)."""

    readings: list[Reading] = field(default_factory=list)
    queries: dict[str, int] = field(default_factory=dict)


def contents_of(data: bytes, time_zone: Any = UTC) -> Contents:
    """Return what a file holds; InputError says in which line it cannot be read and what is expected.

    Moments without an offset are those of `time_zone`. A file is taken as a whole or not at all.
    """
    if len(data) > MOST_BYTES:
        raise InputError(_("The file has more than 20 MB. Split it."))
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InputError(_("The file is not in UTF-8. Save it as CSV UTF-8 or as JSON.")) from None
    if not text:
        raise InputError(_("The file is empty. Choose one with at least one reading."))
    if text[0] == "<":
        raise InputError(
            _("This is a web page, no table of results: nothing was stored. Choose CSV, JSON or JSON lines.")
        )
    if text[0] in "[{":
        return _of_json(text, time_zone)
    return _of_table(text, time_zone)


def _of_json(text: str, zone: Any) -> Contents:
    documents = list(_documents(text))
    if documents and all("search_parameters" in each or "organic_results" in each for each in documents):
        return Contents([_answer(each, line) for line, each in enumerate(documents, start=1)])
    return Contents(_grouped(((line, each) for line, each in enumerate(documents, start=1)), zone))


def _documents(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        whole = json.loads(text)
        found = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        found = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                try:
                    found.append(json.loads(line))
                except (ValueError, RecursionError):
                    raise InputError(_("Line %(n)d is no JSON.") % {"n": number}) from None
    for number, each in enumerate(found, start=1):
        if not isinstance(each, Mapping):
            raise InputError(_("Entry %(n)d is no object. Give one object for each result.") % {"n": number})
        yield each


def _answer(document: Mapping[str, Any], number: int) -> Reading:
    """Return one answer of SerpApi and its likes."""
    asked, told = document.get("search_parameters"), document.get("search_metadata")
    asked, told = (each if isinstance(each, Mapping) else {} for each in (asked, told))
    keyword = _line(asked.get("q") or asked.get("query") or asked.get("wd"))
    moment = str(told.get("created_at") or told.get("processed_at") or "").replace(" UTC", "+00:00")
    if not keyword or not moment:
        raise InputError(_("Entry %(n)d does not say what was searched for and when.") % {"n": number})
    if begins_late(document):
        raise InputError(
            _("Entry %(n)d begins after the first result. Give answers that begin with it, in one piece.")
            % {"n": number}
        )
    place = _line(asked.get("location") or asked.get("gl"))
    num = str(asked.get("num") or "")
    depth = int(num) if num.isdecimal() and 0 < int(num) <= 1000 else _DEPTH
    return reading_of_json(
        document, keyword=keyword, engine=_line(asked.get("engine") or "google").lower(), place=place,
        at=_moment(moment, UTC, number), depth=depth,
    )  # fmt: skip


def _of_table(text: str, zone: Any) -> Contents:
    sample = text[:4096]
    separator = (
        "\t"
        if sample.count("\t") > sample.count(",")
        else ";"
        if sample.count(";") > sample.count(",")
        else ","
    )
    csv.field_size_limit(1_000_000)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _of_rows(rows, zone)
    except csv.Error:
        raise InputError(
            _("Line %(n)d is no row of a table. Save the file as CSV again.") % {"n": rows.line_num + 1}
        ) from None


def _of_rows(rows: "csv.DictReader[str]", zone: Any) -> Contents:
    names = {" ".join((name or "").split()).lower(): name for name in rows.fieldnames or ()}
    console = next((names[name] for name in _CONSOLE_QUERY if name in names), None)
    shown = next((names[name] for name in _IMPRESSIONS if name in names), None)
    if console and shown and "keyword" not in names:
        return Contents(queries=_console(rows, console, shown))
    if not {"keyword", "engine", "at"} <= names.keys():
        raise InputError(
            _(
                "The columns are %(given)s. Expected are keyword, engine, at and also place, rank, url, title, snippet, state."
            )
            % {"given": ", ".join(list(names)[:12])}
        )
    plain = (({known: row.get(name) for known, name in names.items()}) for row in rows)
    return Contents(_grouped(enumerate(plain, start=2), zone))


def _console(rows: Any, query: str, impressions: str) -> dict[str, int]:
    """Return the queries of a search console export: average positions are no ranks, so only the queries are taken."""
    found: dict[str, int] = {}
    for row in rows:
        digits = (row.get(impressions) or "").replace(",", "")
        if _line(row.get(query)) and digits.isdecimal():
            found[_line(row.get(query))] = int(digits)
    return found


def _grouped(rows: Any, zone: Any) -> list[Reading]:
    """Return one reading for all rows of one keyword, engine, place and moment."""
    groups: dict[tuple[str, str, str, datetime], list[tuple[int, Mapping[str, Any]]]] = {}
    for number, row in rows:
        if number > _MOST_ROWS:
            raise InputError(_("The file has more than 200,000 results. Split it."))
        keyword, engine, place = (_line(row.get(name)) for name in ("keyword", "engine", "place"))
        if not keyword or not engine:
            raise InputError(_("Line %(n)d names no keyword or no engine.") % {"n": number})
        at = _moment(_line(row.get("at")), zone, number)
        groups.setdefault((keyword, engine.lower(), place, at), []).append((number, row))
    return [_reading(key, own) for key, own in groups.items()]


def _reading(key: tuple[str, str, str, datetime], rows: list[tuple[int, Mapping[str, Any]]]) -> Reading:
    number, first = rows[0]
    state, reason = _line(first.get("state")) or OK, _line(first.get("reason"))
    if state not in _STATES:
        given = {"n": number, "value": state[:20]}
        raise InputError(
            _("Line %(n)d has the state “%(value)s”. Expected is ok, partial or failed.") % given
        )
    if state == FAILED:
        known = reason if reason in _REASONS else "other"
        return Reading(*key, state=state, reason=known, detail=reason[:300] if known == "other" else "")
    hits = sorted(filter(None, (_hit(number, row) for number, row in rows)), key=lambda hit: hit.rank)
    if len({hit.rank for hit in hits}) < len(hits):
        raise InputError(_("Line %(n)d begins a reading in which a rank comes twice.") % {"n": number})
    depth = _line(first.get("depth"))
    if depth and not (depth.isdecimal() and 0 < int(depth) <= 1000):
        raise InputError(
            _("Line %(n)d has no sensible depth. Give how many results were read, 1 to 1,000.")
            % {"n": number}
        )
    if not hits and not depth:
        raise InputError(
            _("Line %(n)d has no rank. Give the depth that was read without a result, or the state “failed”.")
            % {"n": number}
        )
    deepest = max((hit.rank for hit in hits), default=0)
    return Reading(*key, state=state, depth=max(int(depth or 0), deepest), hits=tuple(hits))


def _hit(number: int, row: Mapping[str, Any]) -> Hit | None:
    rank, url = _line(row.get("rank")), _line(row.get("url"))
    if not rank and not url:
        return None
    if not rank.isdecimal() or not 1 <= int(rank) <= MOST_RANK:
        given = {"n": number, "value": rank[:20]}
        raise InputError(
            _("Line %(n)d has the rank “%(value)s”. Ranks go from 1; leave out what was not found.") % given
        )
    if urlsplit(url).scheme not in ("http", "https"):
        raise InputError(_("Line %(n)d has no web address. Give one with https://.") % {"n": number})
    return Hit(int(rank), url, str(row.get("title") or ""), str(row.get("snippet") or ""))


def _moment(text: str, zone: Any, number: int) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        given = {"n": number, "value": text[:30]}
        said = _("Line %(n)d has the time “%(value)s”. Expected is 2026-03-01 or 2026-03-01T09:00+08:00.")
        raise InputError(said % given) from None
    found = found if found.tzinfo else found.replace(tzinfo=zone)
    if not 1990 <= found.year <= 2200:
        raise InputError(
            _("Line %(n)d has a time out of reach. Give one between 1990 and 2200.") % {"n": number}
        )
    return found


def _line(value: Any) -> str:
    return clean(value if value is not None else "")
