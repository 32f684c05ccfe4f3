"""Saved queries: tried before they are saved, kept version by version, and freed of what is not meant."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goodword.core.errors import ConflictError, InputError
from goodword.server.append_only import AppendOnlyError
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.models import Mention, QueryVersion, SavedQuery
from goodword.server.listening.query_problems import UnreadableQueryError
from goodword.server.listening.saved.actions import do_change_query, do_judge, do_retire_query, do_save_query
from goodword.server.listening.saved.comparison import access_comparison
from goodword.server.listening.saved.cost import Cost, costs_of, searches_of
from goodword.server.listening.saved.dry_run import access_dry_run
from goodword.server.listening.saved.exclusion import Judged, advise, excluding, terms_of, written
from goodword.server.listening.saved.judging import Assistant, do_exclude
from goodword.server.listening.saved.queries import access_versions
from goodword.text.query import parse_query

PHONE = ["小米手机拍照很清楚", "小米的新手机续航不错", "小米手机系统更新了", "我的小米手机屏幕碎了"]
GRAIN = ["小米粥养胃好喝", "今天煮了小米粥", "小米粥要熬多久", "南瓜小米粥的做法"]


def url(brand, name, **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def rows(texts, n, **fields):
    return [{"text": f"{texts[i % len(texts)]} {i}", **fields} for i in range(n)]


@pytest.fixture
def xiaomi(actor, brand):
    """A name with two meanings: 40 texts about the phone, 40 about the grain."""
    make_mentions(
        brand.pk,
        [*rows(PHONE, 40, language="zh", source="微博"), *rows(GRAIN, 40, language="zh", source="下厨房")],
    )
    return do_save_query(actor, name="小米", kind="brand", source="小米")


def judge_all(actor, query, n=100):
    for _ in range(n):
        current = Assistant(actor, query).current
        if current is None:
            return
        do_judge(actor, query.pk, current.mention.pk, relevant="粥" not in current.mention.text)


def test_a_dry_run_counts_by_source_and_language_and_folds_copies(actor, brand):
    first = make_mentions(brand.pk, rows(["the lamp is bright"], 3, source="a.example", language="en"))[0]
    make_mentions(
        brand.pk, [{"text": "lamp", "source": "b.example", "copy_of": first.pk}, {"text": "a chair"}]
    )
    run = access_dry_run(actor, "lamp")
    assert (run.total, run.distinct, run.copies, run.everything) == (4, 3, 1, 5)
    assert run.by_source == [("a.example", 3), ("b.example", 1)]
    assert [n for _, n in run.by_language] == [3, 1]
    assert sum(run.days.values()) == 4 == sum(run.over_time.series[0].values)
    assert len(run.sample) == 3
    assert [row.mention.pk for row in access_dry_run(actor, "lamp").sample] == [
        row.mention.pk for row in run.sample
    ]


def test_days_are_those_of_the_brand(actor, brand):
    from datetime import UTC, date, datetime

    make_mentions(brand.pk, [{"text": "late", "published_at": datetime(2026, 3, 1, 17, tzinfo=UTC)}])
    assert access_dry_run(actor, "late").days == {date(2026, 3, 2): 1}


def test_every_change_is_a_version_and_stays(actor, brand):
    query = do_save_query(actor, name="Lamp", source="lamp")
    do_change_query(actor, query.pk, source="lamp OR light", note="more words")
    do_change_query(actor, query.pk, source="lamp OR light")
    query.refresh_from_db()
    assert (query.source, query.version) == ("lamp OR light", 2)
    versions = access_versions(actor, query)
    assert [(v.number, v.source, v.note) for v in versions] == [
        (2, "lamp OR light", "more words"),
        (1, "lamp", ""),
    ]
    with pytest.raises(AppendOnlyError):
        versions[0].delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE listening_queryversion SET source = 'x'")
    assert QueryVersion.objects.count() == 2


def test_what_cannot_be_read_is_refused_with_place_and_fix(actor):
    with pytest.raises(UnreadableQueryError) as refused:
        do_save_query(actor, name="Lamp", source="a OR b c")
    assert refused.value.column == 8
    assert refused.value.fix == "a OR (b c)"
    with pytest.raises(InputError, match="asks for nothing"):
        do_save_query(actor, name="Lamp", source="  ")
    assert not SavedQuery.objects.exists()


def test_a_name_is_taken_once_per_brand(actor):
    do_save_query(actor, name="Lamp", source="lamp")
    with pytest.raises(ConflictError, match="already"):
        do_save_query(actor, name=" Lamp ", source="light")


def test_two_versions_say_what_came_in_and_what_fell_out(actor, brand):
    make_mentions(brand.pk, [{"text": text} for text in ("red lamp", "blue lamp", "red light")])
    found = access_comparison(actor, "lamp", "red")
    assert (found.both, found.entered, found.left) == (1, 1, 1)
    assert [row.mention.text for row in found.entered_rows] == ["red light"]
    assert [row.mention.text for row in found.left_rows] == ["blue lamp"]


def test_nothing_is_proposed_before_enough_is_judged(actor, xiaomi):
    judge_all(actor, xiaomi, 19)
    assistant = Assistant(actor, xiaomi)
    assert (assistant.missing, assistant.advice, assistant.proposals) == (1, None, [])


def test_the_assistant_excludes_the_grain_and_keeps_the_phone(actor, xiaomi):
    judge_all(actor, xiaomi, 40)
    assistant = Assistant(actor, xiaomi)
    advice = assistant.advice
    assert advice.holds
    assert "粥" in advice.exclusions[0].written
    assert advice.before.irrelevant > 10
    assert advice.held_out.irrelevant == 0
    assert advice.held_out.relevant == advice.held_out.of_relevant
    changed = do_exclude(actor, xiaomi.pk, [each.exclusion.written for each in assistant.proposals])
    run = access_dry_run(actor, changed.source)
    assert (run.total, run.by_source) == (40, [("微博", 40)])
    after = Assistant(actor, changed)
    assert after.relevant == len(after.judged)
    assert changed.version == 2


def test_judging_goes_on_until_the_sample_is_used_up(actor, xiaomi):
    judge_all(actor, xiaomi)
    assistant = Assistant(actor, xiaomi)
    assert assistant.current is None
    assert len(assistant.judged) == 80
    assert assistant.relevant == 40


def test_noise_is_not_called_an_improvement():
    """Words that differ by chance alone are held against texts they were not chosen on."""
    texts = [Judged(f"apple w{(7 * n) % 23} x{(11 * n) % 19}", n % 2 == 0) for n in range(40)]
    advice = advise(texts)
    assert not advice.holds or not advice.exclusions


def test_an_exclusion_is_checked_before_it_is_written(actor, xiaomi):
    with pytest.raises(InputError, match="at least one"):
        do_exclude(actor, xiaomi.pk, [""])
    with pytest.raises(InputError, match="no word or phrase"):
        do_exclude(actor, xiaomi.pk, ["(粥"])


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_term_of_a_text_is_found_in_it_and_excluded_from_it(text, other):
    for term in sorted(terms_of(f"{text} {other}"))[:8]:
        assert parse_query(written(term)).matches(f"{text} {other}")
        assert not parse_query(excluding("x OR y", [written(term)])).matches(f"x {text} {other}")


def costs(query: str, items_a_day: float) -> dict[str, Cost]:
    return {cost.search.kind: cost for cost in costs_of(parse_query(query).tree, items_a_day)}


def test_costs_follow_from_what_the_connectors_ask():
    tree = parse_query("lamp OR light OR 灯").tree
    assert searches_of(tree) == 3
    calls = {kind: cost.calls for kind, cost in costs("lamp OR light OR 灯", 1).items()}
    assert calls == {
        "hacker_news": 3 * 96,
        "stack_exchange": 3 * 48 * 2,  # the excerpts, and the threads they are from
        "youtube": 48,  # the words take turns
        "reddit": 3 * 96,
    }
    assert all(cost.fits for cost in costs("lamp OR light OR 灯", 1).values())
    assert all(cost.calls is None for cost in costs("-lamp", 5).values())


def test_costs_grow_with_what_is_read_again_at_every_poll():
    many = costs("lamp", 4_800)
    assert many["stack_exchange"].calls == 48 * 2 * 44  # 6.5 hours of 200 an hour, thirty a page
    assert many["youtube"].calls == 48 * 2  # half an hour, fifty a page
    assert many["reddit"].calls == 96 * 10  # two days, and no more than a thousand are shown
    assert [kind for kind, cost in many.items() if cost.fits] == ["hacker_news", "youtube", "reddit"]


def test_the_pages_try_save_change_judge_and_exclude(admin_client, brand, xiaomi, actor):
    new = url(brand, "query-new")
    wrong = admin_client.post(new, {"name": "A", "kind": "topic", "source": "a OR b c", "save": "1"})
    assert wrong.status_code == 400
    assert "Character 8" in wrong.content.decode()
    fixed = admin_client.post(
        new, {"name": "A", "kind": "topic", "source": "a OR b c", "fix": "手机 OR (b c)"}
    )
    assert fixed.context["run"].total == 40
    assert not SavedQuery.objects.filter(name="A").exists()
    saved = admin_client.post(new, {"name": "A", "kind": "topic", "source": "手机", "save": "1"}, follow=True)
    assert "A" in saved.content.decode()
    listed = admin_client.get(url(brand, "query-list")).content.decode()
    assert "小米" in listed
    assert "A" in listed
    pk = xiaomi.pk
    tried = admin_client.post(url(brand, "query-change", pk=pk), {"source": "小米 手机", "try": "1"})
    assert "Tried, not saved" in tried.content.decode()
    admin_client.post(url(brand, "query-change", pk=pk), {"source": "小米 -x", "note": "less", "save": "1"})
    assert "came in" in admin_client.get(url(brand, "query-compare", pk=pk)).content.decode()
    page = admin_client.get(url(brand, "query-assistant", pk=pk))
    mention = page.context["assistant"].current.mention.pk
    admin_client.post(url(brand, "query-judge", pk=pk), {"mention": mention, "relevant": "no"})
    assert Assistant(actor, SavedQuery.objects.get(pk=pk)).judged[0].relevant is False
    admin_client.post(url(brand, "query-judge", pk=pk), {"back": "1"})
    assert not Assistant(actor, SavedQuery.objects.get(pk=pk)).judged
    admin_client.post(url(brand, "query-exclude", pk=pk), {"term": ["小米粥"]})
    assert admin_client.get(url(brand, "query-detail", pk=pk)).context["run"].total == 40
    card = admin_client.get(url(brand, "query-number", figure="precision"), {"query": pk})
    assert "Wilson" in card.content.decode()


def test_a_query_put_away_is_on_no_list(actor, admin_client, brand, xiaomi):
    do_retire_query(actor, xiaomi.pk)
    assert "小米" not in admin_client.get(url(brand, "query-list")).content.decode()
    assert Mention.objects.count() == 80


def test_the_api_saves_tries_and_changes(admin_client, brand, xiaomi):
    def post(path, body):
        return admin_client.post(
            f"/api/v1/queries{path}?brand={brand.slug}", body, content_type="application/json"
        )

    made = post("", {"name": "B", "kind": "competitor", "source": "手机"}).json()
    assert (made["kind"], made["version"]) == ("competitor", 1)
    assert post("/try", {"source": "手机"}).json()["total"] == 40
    assert post("", {"name": "C", "source": "a OR b c"}).status_code == 422
    path = f"/api/v1/queries/{made['id']}?brand={brand.slug}"
    admin_client.patch(path, {"source": "手机 屏幕"}, content_type="application/json")
    detail = admin_client.get(path).json()
    assert [version["number"] for version in detail["versions"]] == [2, 1]
