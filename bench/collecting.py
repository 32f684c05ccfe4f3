"""How many collected mentions a CPU second takes: pulled, kept, indexed and read by the model, on SQLite.

A made-up source shows pages of 200 sentences of the sample in two languages; each page is committed by itself, as it is
in the worker, and everything is read afterwards. Run: python bench/collecting.py [mentions]
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

PAGE = 200


def main() -> None:
    """Print the table."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "GOODWORD_HOME": home,
            "DJANGO_SETTINGS_MODULE": "goodword.server.settings",
            "DATABASE_URL": "",
        }
        import django

        django.setup()
        print(f"{'step':<22}{'mentions':>10}{'CPU s':>9}{'a CPU second':>15}{'a CPU minute':>15}")
        collecting, reading, count = _measured(wanted)
        for name, seconds in (("collected", collecting), ("read", reading), ("both", collecting + reading)):
            print(
                f"{name:<22}{count:>10,}{seconds:>9.2f}{count / seconds:>15,.0f}{60 * count / seconds:>15,.0f}"
            )


def _measured(wanted: int) -> tuple[float, float, int]:
    from django.core.management import call_command

    from goodword.server.accounts.facade import all_brands, ensure_default_brand
    from goodword.server.collecting import kinds
    from goodword.server.collecting.models import Source
    from goodword.server.collecting.running import run_source
    from goodword.server.listening.facade import unread_count
    from goodword.server.understanding.reading import read_pending

    call_command("migrate", verbosity=0)
    ensure_default_brand()
    brand = all_brands()[0]
    source = Source.objects.create(brand_id=brand.pk, kind="sentences", name="Sentences")
    kinds._found = lambda: [_spec(wanted)]
    read_pending(brand.pk)  # loads the models
    begun = time.process_time()
    while Source.objects.get(pk=source.pk).cursor.get("at") != wanted:
        run_source(source.pk)
    collected = time.process_time()
    count = unread_count(brand.pk)
    read_pending(brand.pk)
    return collected - begun, time.process_time() - collected, count


def _spec(wanted: int) -> object:
    from goodword.connectors.protocol import Author, ConnectorSpec, Mention, Pull
    from goodword.core.vocabulary import SourceType
    from goodword.sample.sentences import sentences

    texts = [sentence.text for language in ("en", "zh") for sentence in sentences(language)]
    start = datetime.now(UTC) - timedelta(days=2)

    class Sentences:
        def pull(self, cursor: dict[str, int]) -> Pull:
            at = cursor.get("at", 0)
            end = min(at + PAGE, wanted)
            return Pull([item(n) for n in range(at, end)], [], {"at": end, "more": end < wanted})

    def item(n: int) -> Mention:
        author = Author(id=f"a{n % 997}", name=f"Reader {n % 997}", followers=n % 5_000)
        text = f"{texts[n % len(texts)]} {texts[(n * 7 + 3) % len(texts)]}"
        return Mention(
            native_id=str(n), text=text, author=author, published=start + timedelta(seconds=n),
            url=f"https://forum.example/{n}", reply_to=str(n - 1) if n % 4 else "", engagement={"likes": n % 9},
        )  # fmt: skip

    return ConnectorSpec(
        kind="sentences", title_en="", title_zh="", source_type=SourceType.FORUM, fields=(),
        open=lambda _settings, _net: Sentences(), sees_en="", sees_zh="", misses_en="", misses_zh="", limits_en="",
        limits_zh="",
    )  # fmt: skip


if __name__ == "__main__":
    main()
