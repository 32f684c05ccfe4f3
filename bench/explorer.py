"""How fast the explorer answers boolean queries over a million mentions, on SQLite or PostgreSQL.

    uv run python bench/explorer.py [--mentions 1000000] [--runs 10] [--home FOLDER] [--database URL]

The mentions are half English, half Chinese: sentences that come with the package, words of them drawn at random, and a
long tail of rare words (Zipf). Each page is asked for through Django's own test client, signed in, with DEBUG off: `first`
with nothing kept of earlier queries, `again` as when somebody pages or filters on. Beside them stands the plainest read
there is. With --home (SQLite) or --database (PostgreSQL) the mentions are kept and reused.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from statistics import quantiles
from typing import Any

EMAIL = "bench@goodword.example"
PASSWORD = "twelve calm herons"  # noqa: S105 - of a database that is thrown away
SLUG = "explorer"
TARGET_MS = 300
AT_ONCE = 20_000
PAGES = {
    "no query": "",
    "rare word": "q=kebabape",
    "word": "q=refund*",
    "frequent word": "q=good",
    "very frequent word": "q=the",
    "two words": "q=good book",
    "or": "q=refund* OR 退货 OR delivery",
    "phrase": 'q="not good"',
    "near": "q=book NEAR/5 good",
    "near, frequent words": "q=the NEAR/3 is",
    "Chinese word": "q=质量",
    "Chinese, frequent": "q=不好",
    "Chinese, very frequent": "q=的",
    "Chinese, long": "q=这本书",
    "and, or, not": "q=(book OR 书) -(bad OR 不好)",
    "not": "q=-good",
    "field": "q=sentiment:unfavourable rating:..2",
    "words and fields": "q=good sentiment:favourable source:weibo",
    "words or field": "q=质量 OR cause:price",
    "author": "q=author:author77*",
    "day range": "q=good published:2026-01..2026-02",
    "facets": "sentiment=unfavourable&cause=price&language=zh",
    "query and facets": "q=good&sentiment=favourable&language=en&origin=consumer",
    "query, 90 days": "q=质量&when=90d",
    "query, by rating": "q=good&sort=-rating",
}


@dataclass(frozen=True, slots=True)
class Timing:
    """What one page took, in milliseconds (p50, p95), how many queries it made and how many mentions it found."""

    name: str
    wall: tuple[float, float]
    cpu: tuple[float, float]
    queries: int
    found: int


def main() -> int:
    """Fill a database, time the pages, print a table; 1 when a page is slower than it may be."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["GOODWORD_HOME"] = options.home or temporary
        os.environ["DATABASE_URL"] = options.database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.server.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _workspace(options.mentions)
        return _measure(options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--home", default="")
    parser.add_argument("--database", default="")
    return parser.parse_args()


def _workspace(mentions: int) -> None:
    """Make a brand with its mentions, unless the kept database has them."""
    from django.db import connection

    from goodword.server.accounts.factories import make_brand, make_member, make_organisation
    from goodword.server.accounts.models import Brand
    from goodword.server.accounts.rights import Role
    from goodword.server.bulk.sqlite import for_a_long_import

    if Brand.objects.filter(slug=SLUG).exists():
        return
    organisation = make_organisation("Bench", SLUG)
    brand = make_brand(organisation, "Bench", SLUG, time_zone="Europe/Berlin")
    make_member(organisation, EMAIL, Role.ADMIN, name="Bench", password=PASSWORD)
    began = time.perf_counter()
    with for_a_long_import():
        for table in _tables(mentions):
            _insert(brand.pk, table)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"filled {mentions:,} mentions in {time.perf_counter() - began:.0f} s", file=sys.stderr)


def _insert(brand_id: int, table: Any) -> None:
    from django.db import transaction

    from goodword.server.bulk import insert
    from goodword.server.listening.models import Mention
    from goodword.server.listening.text_index import index_new

    with transaction.atomic():
        added = insert(Mention, table, unique=("brand_id", "key"), key="key", fixed={"brand_id": brand_id})
        index_new(added.ids, table.column("title"), table.column("text"))


def _tables(count: int) -> Iterator[Any]:
    """Yield tables of mentions, the same ones whenever asked."""
    import numpy as np

    rng = np.random.default_rng(0)
    draw = {language: _Writer(language, rng) for language in ("en", "zh")}
    for start in range(0, count, AT_ONCE):
        n = min(AT_ONCE, count - start)
        languages = rng.choice(["en", "zh"], n)
        texts = np.empty(n, dtype=object)
        for language, writer in draw.items():
            places = np.flatnonzero(languages == language)
            texts[places] = writer.texts(len(places))
        yield _table(rng, start, languages, texts)


class _Writer:
    """Writes texts of one language: sentences, words drawn from them at random, and rare words."""

    def __init__(self, language: str, rng: Any) -> None:
        import numpy as np

        lines = files("goodword.sample.texts").joinpath(f"{language}.tsv").read_text("utf-8").splitlines()[1:]
        sentences = [line.split("\t")[0] for line in lines]
        self._rng, self._joint = rng, " " if language == "en" else ""
        pieces = (re.findall(r".{1,3}", each) if language == "zh" else each.split() for each in sentences)
        self._sentences = np.array(sentences, dtype=object)
        self._words = np.array([piece for each in pieces for piece in each], dtype=object)
        self._rare = np.array(list(_rare_words(language)), dtype=object)

    def texts(self, n: int) -> list[str]:
        """Return texts: a third a sentence alone, the others with some words before it."""
        import numpy as np

        lengths = self._rng.integers(4, 30, n) * (self._rng.random(n) < 0.67)
        total = int(lengths.sum())
        drawn = self._words[self._rng.integers(0, len(self._words), total)]
        rare = np.flatnonzero(self._rng.random(total) < 0.12)
        drawn[rare] = self._rare[np.minimum(self._rng.zipf(1.15, len(rare)), len(self._rare)) - 1]
        ends = np.cumsum(lengths).tolist()
        last = self._sentences[self._rng.integers(0, len(self._sentences), n)].tolist()
        words, joint = drawn.tolist(), self._joint
        return [
            joint.join([*words[end - size : end], sentence])
            for end, size, sentence in zip(ends, lengths.tolist(), last, strict=True)
        ]


def _rare_words(language: str) -> Iterator[str]:
    syllables = [
        "ba",
        "ke",
        "lo",
        "mi",
        "nu",
        "ra",
        "se",
        "ti",
        "vo",
        "xa",
        "ze",
        "qui",
        "dor",
        "fen",
        "gal",
        "hin",
        "jar",
        "kul",
        "mon",
        "pel",
    ]
    for n in range(40_000):
        if language == "zh":
            yield chr(0x4E00 + n % 6000) + chr(0x4E00 + n * 7 % 6000)
        else:
            yield "".join(syllables[n // step % 20] for step in (400, 20, 1)) + str(n // 8000 or "")


def _table(rng: Any, start: int, languages: Any, texts: Any) -> Any:
    import numpy as np
    import pyarrow as pa

    n = len(texts)
    pick = lambda values, *shares: rng.choice(values, n, p=[share / sum(shares) for share in shares])  # noqa: E731
    sentiment = pick(["favourable", "unfavourable", "neutral", ""], 45, 30, 15, 10)
    causes = pick(["product_defect", "service_problem", "price", "delivery", "unmet_expectation", "other", ""],
                  4, 4, 3, 3, 2, 2, 6)  # fmt: skip
    places = pick(np.arange(10), 20, 18, 15, 12, 10, 8, 7, 5, 3, 2)
    kinds = np.array(["review_site", "social_network", "forum", "blog", "news"])
    sources = np.array(["reviews.example", "Weibo", "forum.example", "stars.example", "microblog.example", "Zhihu",
                        "Xiaohongshu", "board.example", "essays.example", "daily.example"])  # fmt: skip
    authors = rng.integers(0, 200_000, n)
    moments = 1_766_000_000 + rng.integers(0, 365 * 86_400, n)
    moments = time.time() - 365 * 86_400 + (moments - 1_766_000_000)
    return pa.table(
        {
            "key": [f"{number:032x}" for number in range(start, start + n)],
            "external_id": [f"m{number}" for number in range(start, start + n)],
            "text": texts.tolist(),
            "title": pa.array([""] * n),
            "language": languages,
            "sentiment": sentiment,
            "cause": np.where(sentiment == "unfavourable", causes, ""),
            "intent": pick(
                ["", "complaint", "recommendation", "question", "purchase_intent", "other"], 5, 2, 2, 1, 1, 1
            ),
            "aspects": pick(
                ["", "|price|", "|service|", "|quality|", "|price|quality|", "|delivery|"], 5, 2, 2, 2, 1, 1
            ),
            "origin": pick(["consumer", "brand", "employee", "paid"], 90, 4, 3, 3),
            "stimulus": pick(["organic", "stimulated"], 92, 8),
            "source_type": kinds[places % 5],
            "source": sources[places],
            "author": [f"author{number}" for number in authors.tolist()],
            "author_id": [f"p{number}" for number in authors.tolist()],
            "rating": pa.array(rng.integers(1, 6, n).astype(float), mask=places % 5 != 0),
            "published_at": pa.array((moments * 1e6).astype(np.int64), mask=rng.random(n) < 0.002),
            "published_day": (moments // 86_400).astype(np.int64),
        }
    )


def _measure(runs: int) -> int:
    from django.db import connection
    from django.test import Client

    from goodword.server.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=EMAIL))
    base = f"/b/{SLUG}/mentions/"
    began = time.perf_counter()
    _get(client, base, "")
    print(f"{connection.vendor}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, milliseconds; "
          f"very first page {1000 * (time.perf_counter() - began):.0f}\n")  # fmt: skip
    print(
        f"{'':24}{'found':>9}{'queries':>8} | {'first p50':>9}{'p95':>7}{'cpu':>7} | {'again p50':>9}{'p95':>7}{'cpu':>7}"
    )
    floor = _timed("SELECT … LIMIT 50", _floor, runs)
    _print(floor, floor)
    timings = []
    for name, query in PAGES.items():
        ask = lambda query=query: _get(client, base, query)  # noqa: E731
        first, again = _timed(name, ask, runs, before=_forget), _timed(name, ask, runs)
        _print(first, again)
        timings += [first]
    slow = [timing.name for timing in timings if timing.wall[1] > TARGET_MS]
    every = quantiles([timing.wall[1] for timing in timings], n=20, method="inclusive")[18]
    print(f"\nfirst, p95 over all pages: {every:.0f} ms")
    print(
        f"target p95 ≤ {TARGET_MS} ms: " + ("missed by " + ", ".join(slow) if slow else "met by every page")
    )
    return 1 if slow else 0


def _forget() -> None:
    """Forget what was found for earlier queries."""
    from goodword.server.accounts.models import Brand
    from goodword.server.listening.memory.held import held

    held(Brand.objects.get(slug=SLUG).pk).kept.forget()


def _get(client: Any, base: str, query: str) -> int:
    from django.http import QueryDict

    params = QueryDict(mutable=True)
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        params[name] = value
    response = client.get(f"{base}?{params.urlencode()}")
    if response.status_code != 200:
        raise SystemExit(f"{query} answered {response.status_code}")
    return response.context["page"].total if response.context else 0


def _floor() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM listening_mention ORDER BY published_at DESC LIMIT 50")
        return sum(len(str(row)) for row in cursor.fetchall()) and 50


def _timed(name: str, ask: Callable[[], int], runs: int, before: Callable[[], None] = lambda: None) -> Timing:
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    queries: list[str] = []

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    setup_test_environment(debug=False)  # only then does a response tell what it was made of
    with connection.execute_wrapper(counted):
        found = ask()
    teardown_test_environment()
    walls, cpus = [], []
    for _ in range(runs):
        before()
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return Timing(name, _p50_p95(walls), _p50_p95(cpus), len(queries), found)


def _p50_p95(values: list[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]


def _print(first: Timing, again: Timing) -> None:
    print(
        f"{first.name:24}{first.found:9,}{first.queries:8} | {first.wall[0]:9.0f}{first.wall[1]:7.0f}{first.cpu[0]:7.0f}"
        f" | {again.wall[0]:9.0f}{again.wall[1]:7.0f}{again.cpu[0]:7.0f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    sys.exit(main())
