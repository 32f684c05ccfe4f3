"""Search visibility: a reading that failed is a gap, beyond what was read is no rank, and every gap in answers has its task."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.server.listening.factories import make_mention
from goodword.server.visibility import actions
from goodword.server.visibility.charts import rank_history
from goodword.server.visibility.coverage import access_coverage, access_uncovered, do_gather_questions
from goodword.server.visibility.engine import Hit, Reading, reading_of
from goodword.server.visibility.files import contents_of
from goodword.server.visibility.models import (
    BrandQuery,
    ContentTask,
    Keyword,
    OfficialPage,
    SearchHit,
    SearchReading,
)
from goodword.server.visibility.queries import access_history, access_positions
from goodword.server.visibility.reading import do_read_engine, store_readings

AT = datetime(2026, 3, 1, 1, tzinfo=UTC)
CAPTCHA = "<!doctype html><title>Sorry</title><p>Our systems have detected unusual traffic from your network."
CHINESE_CAPTCHA = "<html><head><title>百度安全验证</title></head></html>"
NEW_MARKUP = json.dumps({"search_metadata": {"status": "Success"}, "results_v2": [{"pos": 1}]})
OTHER_ITEMS = json.dumps({"organic_results": [{"rank": 1, "href": "https://a.example"}]})


def look(rank_of_own=1, day=0, *, n=10, keyword="lumen", **fields):
    hits = [
        Hit(r, f"https://{'lumen' if r == rank_of_own else f'site{r}'}.example/", f"Title {r}")
        for r in range(1, n + 1)
    ]
    return Reading(keyword, "google", "", AT + timedelta(days=day), depth=n, hits=tuple(hits), **fields)


def failed(day, reason="captcha"):
    return Reading("lumen", "google", "", AT + timedelta(days=day), state="failed", reason=reason)


@pytest.fixture
def own(actor):
    return actions.do_name_host(actor, "lumen.example", "own")


def history(actor):
    return access_history(actor, Keyword.objects.get().pk, "google", "")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(CAPTCHA, "captcha"), (CHINESE_CAPTCHA, "captcha"), ("", "empty"), ("  \n", "empty"), (NEW_MARKUP, "unreadable"),
     (OTHER_ITEMS, "unreadable"), ("<html><body>Results", "unreadable"), ("{broken", "unreadable"), ("[]", "unreadable"),
     (json.dumps({"organic_results": []}), "empty"), (json.dumps({"error": "Too many CAPTCHA"}), "captcha"),
     (json.dumps({"organic_results": [{"position": 0, "link": "https://a.example"}]}), "unreadable")],
)  # fmt: skip
def test_an_answer_that_cannot_be_read_is_a_reading_that_failed(answer, reason):
    found = reading_of(answer, keyword="k", engine="e", place="", at=AT)
    assert (found.state, found.reason, found.hits) == ("failed", reason, ())


def test_no_results_said_so_is_a_reading_that_counts():
    answer = json.dumps({"search_information": {"organic_results_state": "Fully empty"}})
    assert reading_of(answer, keyword="k", engine="e", place="", at=AT).state == "ok"


@given(st.text(max_size=300))
def test_no_answer_breaks_the_reader(answer):
    assert reading_of(answer, keyword="k", engine="e", place="", at=AT).state in ("ok", "partial", "failed")


def test_a_failed_or_partial_reading_is_a_gap_never_yesterdays_rank(actor, own):
    store_readings(actor, [look(3, 0), failed(1), look(1, 2, state="partial", n=4), look(2, 3)])
    ranks = [rank and rank.rank for _reading, rank in history(actor)]
    assert ranks == [3, None, None, 2]
    chart = rank_history(history(actor))
    assert list(chart.series[0].values) == [3, None, None, 2]
    assert chart.gaps == [(chart.labels[0], chart.labels[3], "no data")]
    [position] = access_positions(actor)
    assert (position.now.rank, position.before.rank, position.movement, position.unread) == (2, 3, 1, 2)


def test_a_day_without_any_reading_is_a_gap_too(actor, own):
    store_readings(actor, [look(3, 0), look(3, 1), look(2, 4), look(2, 5)])
    assert list(rank_history(history(actor)).series[0].values) == [3, 3, None, None, 2, 2]


def test_beyond_what_was_read_is_no_rank_and_not_zero(actor, own):
    store_readings(actor, [look(99, 0), look(5, 1)])
    first, second = (rank for _reading, rank in history(actor))
    assert (first.rank, first.said, first.order) == (None, "> 10", 11)
    assert (second.rank, second.said) == (5, "5")
    chart = rank_history(history(actor))
    assert [list(series.values) for series in chart.series] == [[None, 5], [11, None]]
    assert chart.gaps == []
    assert access_positions(actor)[0].movement is None


def test_after_a_failure_the_last_rank_is_dated_and_the_failure_is_said(actor, own):
    store_readings(actor, [look(3, 0), failed(1)])
    [position] = access_positions(actor)
    assert position.now.at == AT
    assert position.last_problem.reason == "captcha"


def test_only_failures_give_no_rank(actor, own):
    store_readings(actor, [failed(0), failed(1, "outage")])
    [position] = access_positions(actor)
    assert (position.now, position.page_one, position.unread) == (None, [], 2)


def test_an_engine_that_raises_is_a_gap(actor):
    class Broken:
        def read(self, keyword, engine, place):
            raise TimeoutError("secret address")

    stored = do_read_engine(actor, Broken(), "lumen", "google")
    assert (stored.new, stored.unread) == (1, 1)
    reading = SearchReading.objects.get()
    assert (reading.state, reading.reason, reading.detail) == ("failed", "outage", "TimeoutError")


TABLE = """keyword,engine,place,at,rank,url,title,snippet,state,reason,depth
lumen,google,,2026-03-01T09:00+08:00,1,https://lumen.example/,Lumen,,,,
lumen,google,,2026-03-01T09:00+08:00,2,https://forum.example/t/1,Refund,"I want a refund, this is terrible and awful.",,,
lumen,google,,2026-03-02T09:00,,,,,failed,captcha,
lumen,google,,2026-03-03,,,,,ok,,20
"""


def test_a_table_comes_in_once_and_whole(actor, own):
    first = actions.do_import_readings(actor, "a.csv", TABLE.encode())
    again = actions.do_import_readings(actor, "a.csv", ("\ufeff" + TABLE).encode())
    assert (first.readings.new, first.readings.unread, again.readings.new, again.readings.already) == (
        3,
        1,
        0,
        3,
    )
    assert [(r.at, r.state, r.depth) for r in SearchReading.objects.order_by("at")] == [
        (AT, "ok", 2), (AT + timedelta(days=1), "failed", 0), (datetime(2026, 3, 2, 16, tzinfo=UTC), "ok", 20)
    ]  # fmt: skip
    mine, forum = SearchHit.objects.order_by("rank")
    assert (mine.owner, forum.owner, forum.valence, forum.valence_by) == ("own", "other", "harmful", "model")


@pytest.mark.parametrize(
    ("text", "told"),
    [("keyword,engine,at,rank,url\na,b,2026-03-01,0,https://a.example", "Line 2 has the rank “0”"),
     ("keyword,engine,at,rank,url\na,b,yesterday,1,https://a.example", "Line 2 has the time “yesterday”"),
     ("keyword,engine,at,rank,url\na,b,2026-03-01,1,javascript:x", "Line 2 has no web address"),
     ("keyword,engine,at,rank,url\na,b,2026-03-01,,", "Line 2 has no rank"),
     ("keyword,engine,at,rank,url\na,b,2026-03-01,1,https://a.example\na,b,2026-03-01,1,https://b.example", "comes twice"),
     ("name,value\n1,2", "Expected are keyword, engine, at"), (CAPTCHA, "web page"), ("", "empty"),
     ('{"a": 1}\n{', "Line 2 is no JSON"),
     ('{"search_parameters": {"q": "x", "start": 10}, "search_metadata": {"created_at": "2026-03-01"}}', "Entry 1 begins after"),
     ('[1]', "Entry 1 is no object"), ('{"search_parameters": {"q": "x"}}', "Entry 1 does not say")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(text, told, actor):
    with pytest.raises(InputError, match=told):
        actions.do_import_readings(actor, "a.csv", text.encode())
    assert not SearchReading.objects.exists()


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_file_breaks_the_import(data):
    with suppress(InputError):
        contents_of(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))


def test_texts_no_database_can_keep_are_cleaned(actor):
    result = {"position": 1, "link": "https://a.example/\ud800", "title": "a\x00\ud800"}
    store_readings(
        actor,
        [reading_of(json.dumps({"organic_results": [result]}), keyword="k", engine="e", place="", at=AT)],
    )
    assert SearchHit.objects.get().title == "a?"
    assert reading_of("[" * 100_000, keyword="k", engine="e", place="", at=AT).reason == "unreadable"


def test_answers_of_a_search_service_are_recognised(actor, own):
    answer = {
        "search_metadata": {"created_at": "2026-03-01 01:00:00 UTC", "status": "Success"},
        "search_parameters": {"q": "lumen", "engine": "google", "location": "Singapore", "num": "20"},
        "organic_results": [
            {"position": 4, "link": "https://help.lumen.example/", "title": "Help", "snippet": "Ask us."}
        ],
        "related_questions": [{"question": "Is Lumen accredited?"}],
    }
    done = actions.do_import_readings(actor, "a.json", json.dumps([answer]).encode())
    assert (done.readings.new, done.questions) == (1, 1)
    [position] = access_positions(actor)
    assert (position.series.place, position.now.rank, position.now.depth, position.now.at) == (
        "Singapore",
        4,
        4,
        AT,
    )
    assert [each.query for each in access_uncovered(actor)] == ["Is Lumen accredited?"]


def results(n, **more):
    ranked = [{"position": rank, "link": f"https://site{rank}.example/"} for rank in range(1, n + 1)]
    return json.dumps({"organic_results": ranked, **more})


@pytest.mark.parametrize(
    ("more", "depth"),
    [({}, 8), ({"serpapi_pagination": {"current": 1, "next": "https://service.example/?start=8"}}, 8),
     ({"serpapi_pagination": {"current": 1}}, 100), ({"serpapi_pagination": "?"}, 8)],
)  # fmt: skip
def test_what_was_asked_for_was_looked_through_only_where_the_results_end(more, depth):
    found = reading_of(results(8, **more), keyword="k", engine="e", place="", at=AT, depth=100)
    assert (found.state, found.depth) == ("ok", depth)


@pytest.mark.parametrize(
    ("asked", "state"),
    [({"start": 10}, "failed"), ({"start": "10"}, "failed"), ({"pn": 10}, "failed"), ({"first": 11}, "failed"),
     ({"start": 0}, "ok"), ({"start": "0", "first": "1", "page": 1}, "ok"), ({"start": None}, "ok"), ({"start": "x"}, "ok")],
)  # fmt: skip
def test_a_later_page_says_no_rank(asked, state):
    answer = results(8, search_parameters=asked)
    found = reading_of(answer, keyword="k", engine="e", place="", at=AT)
    assert (found.state, bool(found.hits)) == (state, state == "ok")


def test_a_search_console_export_gives_questions_not_ranks(actor):
    export = 'Top queries,Clicks,Impressions,CTR,Position\nlumen price,9,"1,200",0.75%,3.4\nlumen refund,1,40,2.5%,8.1\n'
    done = actions.do_import_readings(actor, "Queries.csv", export.encode())
    assert (done.readings.new, done.questions) == (0, 2)
    assert [(each.query, each.why) for each in access_uncovered(actor)] == [
        ("lumen price", "shown 1,200 times in search results"), ("lumen refund", "shown 40 times in search results")
    ]  # fmt: skip


def test_whose_a_place_is_moves_every_result_but_those_a_person_judged(actor, own):
    store_readings(actor, [look(1, 0), look(1, 1)])
    judged = SearchHit.objects.filter(host="site2.example").first()
    actions.do_correct_hit(actor, judged.pk, owner="partner", valence="favourable")
    actions.do_name_host(actor, "https://www.site2.example/x", "competitor")
    assert sorted(SearchHit.objects.filter(host="site2.example").values_list("owner", flat=True)) == [
        "competitor",
        "partner",
    ]
    with pytest.raises(InputError, match="one of"):
        actions.do_correct_hit(actor, judged.pk, owner="nobody")


def test_every_gap_has_one_task_and_an_answer_closes_it(actor):
    question = actions.do_add_question(actor, "Is Ada accredited?")
    actions.do_add_question(actor, "Is Ada accredited?")
    task = ContentTask.objects.get()
    assert access_uncovered(actor)[0].task == "Answer “Is Ada accredited?” truthfully on an official page"
    page = actions.do_add_page(actor, "https://ada.example/faq", "FAQ", [question.pk])
    task.refresh_from_db()
    assert (task.state, access_uncovered(actor), access_coverage(actor)) == ("done", [], (1, 1))
    actions.do_remove_page(actor, page.pk)
    task.refresh_from_db()
    assert (task.state, len(access_uncovered(actor))) == ("open", 1)
    actions.do_set_aside(actor, question.pk)
    assert (access_uncovered(actor), access_coverage(actor)) == ([], (0, 0))


def test_a_page_nobody_checked_answers_nothing(actor, brand):
    question = actions.do_add_question(actor, "Is Ada accredited?")
    OfficialPage.objects.create(brand=brand, url="https://ada.example/", digest="x").answers.add(question)
    assert len(access_uncovered(actor)) == 1


def test_questions_come_from_keywords_and_unanswered_mentions(actor, brand):
    store_readings(actor, [look(1, 0)])
    ask = {"intent": "question", "source": "forum.example"}
    make_mention(brand.pk, "Hello. Does Ada have evening courses?", external_id="q1", **ask)
    make_mention(brand.pk, "Where do I find the timetable?", external_id="q2", **ask)
    make_mention(brand.pk, "Here it is.", origin="brand", reply_to="q2", source="forum.example")
    make_mention(brand.pk, "How much is it all?", origin="brand", **ask)
    assert do_gather_questions(actor) == 6
    assert do_gather_questions(actor) == 0
    asked = set(BrandQuery.objects.filter(source="mention").values_list("text", flat=True))
    assert asked == {"Does Ada have evening courses?"}


def test_titles_and_snippets_are_escaped(admin_client, actor, brand):
    hit = Hit(1, "https://a.example/", "<script>alert(1)</script>", "<b>x")
    store_readings(
        actor, [Reading("lumen", "google", "", AT, depth=10, hits=(hit, Hit(2, "javascript:alert(1)")))]
    )
    url = reverse("visibility-history", kwargs={"brand": brand.slug})
    page = admin_client.get(url, {"keyword": Keyword.objects.get().pk, "engine": "google"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "javascript:" not in page


def test_the_pages_import_correct_and_cover(admin_client, actor, brand, own):
    def url(name, **kwargs):
        return reverse(name, kwargs={"brand": brand.slug, **kwargs})

    assert "No search results yet" in admin_client.get(url("visibility")).content.decode()
    wrong = admin_client.post(url("visibility-import"), {"file": SimpleUploadedFile("a.csv", b"x,y\n1,2")})
    assert wrong.status_code == 400
    assert "Expected are keyword" in wrong.content.decode()
    done = admin_client.post(
        url("visibility-import"), {"file": SimpleUploadedFile("a.csv", TABLE.encode())}, follow=True
    )
    assert "3 new readings. 1 says nothing." in done.content.decode()
    listed = admin_client.get(url("visibility")).content.decode()
    assert "&gt; 20" in listed
    keyword = Keyword.objects.get()
    history = admin_client.get(
        url("visibility-history"), {"keyword": keyword.pk, "engine": "google", "place": ""}
    ).content.decode()
    assert "the engine asked whether we are a person" in history
    assert "no reading" in history
    hit = SearchHit.objects.first()
    admin_client.post(url("hit-correct", pk=hit.pk), {"valence": "favourable"})
    hit.refresh_from_db()
    assert (hit.valence, hit.valence_by) == ("favourable", "person")
    admin_client.post(url("coverage-gather"))
    assert "lumen price" in admin_client.get(url("coverage")).content.decode()
    task = ContentTask.objects.first()
    admin_client.post(url("task-change", pk=task.pk), {"owner": "Mina", "done": "1"})
    task.refresh_from_db()
    assert (task.owner, task.state) == ("Mina", "done")
    asked = BrandQuery.objects.get(text="lumen price")
    admin_client.post(url("official-add"), {"url": "https://lumen.example/price", "answers": [asked.pk]})
    assert OfficialPage.objects.get().answers.get() == asked
    card = admin_client.get(url("visibility-number"), {"figure": "unread"}).content.decode()
    assert "33" in card


def test_the_api_takes_readings_and_tells_positions(admin_client, actor, brand, own):
    def post(path, body):
        return admin_client.post(f"/api/v1/{path}?brand={brand.slug}", body, content_type="application/json")

    good = {
        "keyword": "lumen",
        "engine": "Google",
        "at": "2026-03-01T01:00:00Z",
        "hits": [{"rank": 3, "url": "https://lumen.example/"}],
    }
    bad = {
        "keyword": "lumen",
        "engine": "google",
        "at": "2026-03-02T01:00:00Z",
        "state": "failed",
        "reason": "captcha",
    }
    assert post("search-readings", [good, bad]).json() == {"new": 2, "unread": 1, "already": 0}
    assert (
        post("search-readings", {**good, "hits": [{"rank": 0, "url": "https://a.example"}]}).status_code
        == 422
    )
    assert post("search-readings", {**good, "hits": []}).status_code == 422
    [item] = admin_client.get(f"/api/v1/search-positions?brand={brand.slug}").json()["items"]
    assert (item["rank"], item["depth"], item["at"], item["unread"]) == (3, 3, "2026-03-01T01:00:00Z", 1)
    actions.do_add_question(actor, "lumen price")
    assert (
        post("official-pages", {"url": "https://lumen.example/p", "answers": ["lumen price"]}).status_code
        == 200
    )
    assert admin_client.get(f"/api/v1/uncovered-questions?brand={brand.slug}").json()["items"] == []


def test_the_sample_is_the_same_every_time_and_has_its_failed_day(actor, brand):
    from goodword.server.visibility.facade import do_add_visibility_sample

    with pytest.raises(InputError):
        do_add_visibility_sample(actor)
    brand.organisation.is_sample = brand.is_sample = True
    brand.organisation.save()
    brand.save()
    assert do_add_visibility_sample(actor) == 168
    before = list(SearchHit.objects.order_by("pk").values_list("rank", "url"))
    assert SearchReading.objects.filter(state="failed").count() == 2
    SearchReading.objects.all().delete()
    assert do_add_visibility_sample(actor) == 168
    assert list(SearchHit.objects.order_by("pk").values_list("rank", "url")) == before
    assert len(access_positions(actor)) == 3
