"""How fast the console answers with 100,000 mentions in SQLite: p50 and p95 of every list page, and its queries.

    uv run python bench/pages.py [--mentions 100000] [--people 20000] [--runs 20] [--home FOLDER]

Each page is asked for through Django's own test client, signed in, with DEBUG off. Beside them stands, in the same
run, the plainest read there is: `SELECT … LIMIT 50` over the same table. With --home the database is kept and reused.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from statistics import quantiles
from typing import Any

EMAIL = "bench@goodword.example"
PASSWORD = "twelve calm herons"  # noqa: S105 - of a database that is thrown away
TARGET_MS = 150
CAUSES = ("product_defect", "service_problem", "price", "delivery", "unmet_expectation", "other")
PLACES = (
    ("review_site", "reviews.example"), ("review_site", "stars.example"), ("social_network", "Weibo"),
    ("social_network", "microblog.example"), ("forum", "forum.example"), ("forum", "board.example"),
    ("blog", "essays.example"), ("content_community", "Xiaohongshu"), ("question_answer", "Zhihu"),
    ("news", "daily.example"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timing:
    """What one page took over its runs, in milliseconds, and how many queries it made."""

    name: str
    p50: float
    p95: float
    cpu_p50: float
    cpu_p95: float
    queries: int
    size: int


def main() -> int:
    """Fill a database, time the pages, print a table; 1 when a page is slower than it may be."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["GOODWORD_HOME"] = options.home or temporary
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.server.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        slug = _workspace(options.mentions, options.people)
        timings = [_baseline(options.runs), *_pages(slug, options.runs)]
    _print(timings, options.mentions)
    slow = [timing.name for timing in timings if timing.p95 > TARGET_MS]
    print(
        f"\ntarget p95 ≤ {TARGET_MS} ms: " + ("missed by " + ", ".join(slow) if slow else "met by every page")
    )
    return 1 if slow else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--home", default="")
    return parser.parse_args()


def _workspace(mentions: int, people: int) -> str:
    """Make a brand with its mentions, people and ties, unless the kept database has them; return its slug."""
    from goodword.server.accounts.factories import make_brand, make_member, make_organisation
    from goodword.server.accounts.models import Brand
    from goodword.server.accounts.rights import Role

    slug = "bench"
    if Brand.objects.filter(slug=slug).exists():
        return slug
    organisation = make_organisation("Bench", slug)
    brand = make_brand(organisation, "Bench", slug, time_zone="Europe/Berlin")
    make_member(organisation, EMAIL, Role.ADMIN, name="Bench", password=PASSWORD)
    began = time.perf_counter()
    chance = random.Random(0)
    _fill_mentions(brand.pk, mentions, people, chance)
    _fill_people(brand.pk, people, chance)
    print(
        f"filled {mentions:,} mentions and {people:,} people in {time.perf_counter() - began:.0f} s",
        file=sys.stderr,
    )
    return slug


def _sentences() -> list[tuple[str, str, str]]:
    """Return (text, sentiment, language) of the sentences that come with the package."""
    found = []
    for language in ("en", "zh"):
        lines = (
            files("goodword.sample.texts")
            .joinpath(f"{language}.tsv")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        found += [(line.split("\t")[0], line.split("\t")[1], language) for line in lines[1:]]
    return found


def _fill_mentions(brand_id: int, count: int, people: int, chance: random.Random) -> None:
    from goodword.server.listening.factories import make_mentions

    sentences = _sentences()
    now = datetime.now(UTC)
    for start in range(0, count, 10_000):
        numbers = range(start, min(start + 10_000, count))
        make_mentions(brand_id, [_mention(n, sentences, people, now, chance) for n in numbers])


def _mention(
    number: int, sentences: list[tuple[str, str, str]], people: int, now: datetime, chance: random.Random
) -> dict[str, Any]:
    parts = [chance.choice(sentences) for _ in range(chance.choice((1, 1, 2, 3)))]
    sentiment = parts[0][1] if chance.random() < 0.9 else ""
    source_type, source = chance.choice(PLACES)
    author = chance.randrange(people)
    joint = "" if parts[0][2] == "zh" else " "
    return {
        "external_id": f"m{number}",
        "key": f"{number:032x}",
        "text": joint.join(part[0] for part in parts if part[2] == parts[0][2]) + f" #{number}",
        "language": parts[0][2],
        "sentiment": sentiment,
        "sentiment_by": "file" if sentiment else "",
        "cause": chance.choice(CAUSES) if sentiment == "unfavourable" and chance.random() < 0.7 else "",
        "origin": chance.choices(("consumer", "brand", "employee", "paid"), (90, 4, 3, 3))[0],
        "stimulus": chance.choices(("organic", "stimulated"), (92, 8))[0],
        "source_type": source_type,
        "source": source,
        "author": f"author{author}",
        "author_id": f"p{author}",
        "thread_id": f"t{number // 40}" if number % 3 == 0 else "",
        "rating": chance.choice((1.0, 2.0, 3.0, 4.0, 5.0)) if source_type == "review_site" else None,
        "published_at": None
        if number % 500 == 0
        else now - timedelta(minutes=chance.randrange(60 * 24 * 365)),
        "extra": {"batch": number % 7},
    }


def _fill_people(brand_id: int, count: int, chance: random.Random) -> None:
    from goodword.server.talkers.models import Person, Tie

    people = Person.objects.bulk_create(
        (
            Person(
                brand_id=brand_id,
                key=f"{number:032x}",
                external_id=f"p{number}",
                name=f"Author {number}",
                language=chance.choice(("en", "zh")),
                joined_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(8000)),
                followers=int(chance.paretovariate(1) * 10),
            )
            for number in range(count)
        ),
        batch_size=5000,
    )
    first = people[0].pk
    pairs = {(chance.randrange(count), int(count * chance.random() ** 3)) for _ in range(count * 5)}
    Tie.objects.bulk_create(
        (Tie(brand_id=brand_id, source_id=first + a, target_id=first + b) for a, b in pairs if a != b),
        batch_size=5000,
    )


def _pages(slug: str, runs: int) -> list[Timing]:
    from django.test import Client

    from goodword.server.accounts.models import User
    from goodword.server.listening.lists import MENTIONS
    from goodword.server.listening.models import Mention
    from goodword.server.talkers.models import Person

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=EMAIL))
    base = f"/b/{slug}"
    mention = Mention.objects.filter(thread_id__gt="").order_by("-pk").first()
    person = Person.objects.order_by("-pk").first()
    middle = _middle(slug, MENTIONS)
    addresses = {
        "mentions": "/mentions/",
        "mentions, deep page": f"/mentions/?cursor={middle}",
        "mentions, one word": "/mentions/?q=recommend",
        "mentions, rare word": "/mentions/?q=%2343210",
        "mentions, Chinese word": "/mentions/?q=质量",
        "mentions, phrase and without": "/mentions/?q=%22great+product%22+-price",
        "mentions, sentiment": "/mentions/?sentiment=unfavourable",
        "mentions, three filters": "/mentions/?sentiment=unfavourable&cause=price&origin=paid",
        "mentions, one origin": "/mentions/?origin=paid&stimulus=stimulated&language=zh",
        "mentions, 30 days": "/mentions/?when=30d",
        "mentions, word and filters": "/mentions/?q=good&sentiment=favourable&language=en",
        "mentions, by rating": "/mentions/?sort=-rating",
        "mentions, one open": f"/mentions/?mention={mention.pk}",
        "one mention": f"/mentions/{mention.pk}/",
        "people": "/people/",
        "people, by reach": "/people/?sort=-reaches",
        "people, search": "/people/?q=1234",
        "one person": f"/people/{person.pk}/",
    }
    return [_timed(name, lambda url=url: _get(client, base + url), runs) for name, url in addresses.items()]


def _middle(slug: str, spec: Any) -> str:
    """Return a cursor half-way down the list of mentions."""
    from goodword.server.accounts.models import Brand
    from goodword.server.listening.models import Mention
    from goodword.server.shell.lists.cursors import Position, cursor_of

    rows = Mention.objects.filter(brand__slug=slug, published_at__isnull=False).order_by(
        "-published_at", "-pk"
    )
    row = rows[rows.count() // 2]
    assert Brand.objects.get(slug=slug)
    return cursor_of(f"{spec.name}:-published_at", Position(row.published_at, row.pk))


def _get(client: Any, url: str) -> int:
    response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}")
    return len(response.content)


def _baseline(runs: int) -> Timing:
    from django.db import connection

    def read() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM listening_mention ORDER BY published_at DESC LIMIT 50")
            return sum(len(str(row)) for row in cursor.fetchall())

    return _timed("SELECT … LIMIT 50", read, runs)


def _timed(name: str, ask: Callable[[], int], runs: int) -> Timing:
    from django.db import connection

    queries: list[str] = []

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        size = ask()
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return Timing(name, *_p50_p95(walls), *_p50_p95(cpus), len(queries), size)


def _p50_p95(values: list[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]


def _print(timings: list[Timing], mentions: int) -> None:
    print(
        f"{mentions:,} mentions, SQLite, milliseconds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    print(f"{'page':<32}{'p50':>8}{'p95':>8}{'cpu p50':>9}{'cpu p95':>9}{'queries':>9}{'kB':>7}")
    for t in timings:
        print(
            f"{t.name:<32}{t.p50:8.1f}{t.p95:8.1f}{t.cpu_p50:9.1f}{t.cpu_p95:9.1f}{t.queries:9}{t.size / 1024:7.0f}"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    sys.exit(main())
