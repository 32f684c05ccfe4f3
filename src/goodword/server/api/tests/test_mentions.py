"""Mentions over HTTP: added once, found, corrected, exported."""

import json

import pytest

from goodword.server.accounts.rights import Right
from goodword.server.audit.models import Entry
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.models import Mention

pytestmark = pytest.mark.django_db
MENTIONS = "/api/v1/mentions"


def post(client, body, path: str = MENTIONS, **headers):
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_one_mention_is_added_once(api, brand):
    given = {
        "text": "The course was clear, 讲得很好",
        "source": "forum.example",
        "external_id": "m-1",
        "published_at": "2026-03-01T23:30:00+08:00",
        "sentiment": "favourable",
        "rating": 4.5,
        "extra": {"likes": 3},
    }
    assert post(api, given).json() == {"added": 1, "already_there": 0}
    assert post(api, given).json() == {"added": 0, "already_there": 1}
    mention = Mention.objects.get()
    assert mention.brand_id == brand.pk
    shown = api.get(f"{MENTIONS}/{mention.pk}").json()
    assert shown["text"] == given["text"]
    assert shown["published_at"] == "2026-03-01T15:30:00Z"
    assert shown["sentiment"] == "favourable"
    assert shown["sentiment_by"] == "file"
    assert shown["cause"] is None
    assert shown["title"] is None
    assert shown["extra"] == {"likes": 3}


def test_a_batch_goes_in_as_a_whole_or_not_at_all(api):
    response = post(api, [{"text": "good"}, {"text": ""}])
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/1/text"
    assert not Mention.objects.exists()
    assert post(api, [{"text": f"text {n}"} for n in range(1000)]).json()["added"] == 1000


@pytest.mark.parametrize("text", ["   ", "\n\t", "\u3000"])
def test_a_mention_says_something(api, text):
    refused = post(api, {"text": text})
    assert refused.status_code == 422
    assert "blank" in refused.json()["errors"][0]["detail"]


def test_a_thousand_long_mentions_fit_and_one_more_does_not(api):
    assert post(api, [{"text": f"text {n}"} for n in range(1001)]).status_code == 422


def test_what_was_added_is_found(api):
    post(
        api,
        [{"text": "They found my lost luggage", "language": "en"}, {"text": "物流太慢", "language": "zh"}],
    )
    assert [m["text"] for m in api.get(f"{MENTIONS}?q=lost luggage").json()["items"]] == [
        "They found my lost luggage"
    ]
    assert [m["text"] for m in api.get(f"{MENTIONS}?q=物流").json()["items"]] == ["物流太慢"]
    assert api.get(f"{MENTIONS}?language=en&language=zh").json()["total"] == 2


def test_pages_follow_each_other_without_gap_or_repeat(api, brand):
    make_mentions(brand.pk, [{"text": f"text {n}"} for n in range(7)])
    seen, cursor, pages = [], "", 0
    while cursor is not None:
        page = api.get(f"{MENTIONS}?limit=3" + (f"&cursor={cursor}" if cursor else "")).json()
        assert page["total"] == 7
        seen += [item["text"] for item in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
    assert pages == 3
    assert seen == [f"text {n}" for n in reversed(range(7))]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("limit=", "limit"), ("q=", "q"),
        ("sentiment=happy", "sentiment"), ("since=yesterday", "since"), ("sort=colour", "sort"), ("colour=1", "colour"),
        ("columns=text", "columns"), ("mention=1", "mention"), ("q=%00", "q"), ("q=a&q=b", "q"),
        ("import_id=x", "import_id"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_refused_by_name(api, query, parameter):
    response = api.get(f"{MENTIONS}?{query}")
    assert response.status_code == 422
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


def test_a_cursor_is_good_for_its_own_order(api, brand):
    make_mentions(brand.pk, [{"text": f"text {n}"} for n in range(3)])
    cursor = api.get(f"{MENTIONS}?limit=1").json()["next_cursor"]
    for lost in (f"sort=published_at&cursor={cursor}", "cursor=x", f"cursor={cursor[:-1]}"):
        response = api.get(f"{MENTIONS}?limit=1&{lost}")
        assert response.status_code == 404
        assert response.json()["errors"][0]["parameter"] == "cursor"


def test_labels_are_corrected_by_a_person_and_recorded(api, brand):
    mention = make_mention(brand.pk, sentiment="neutral")
    address = f"{MENTIONS}/{mention.pk}"
    shown = api.patch(
        address, {"sentiment": "unfavourable", "cause": "delivery"}, content_type="application/json"
    ).json()
    assert (shown["sentiment"], shown["sentiment_by"], shown["cause"]) == (
        "unfavourable",
        "person",
        "delivery",
    )
    entry = Entry.objects.get(action="mention.correct")
    assert entry.before["sentiment"] == "neutral"
    assert entry.actor_kind == "token"
    cleared = api.patch(address, {"sentiment": None}, content_type="application/json").json()
    assert cleared["sentiment"] is None
    assert cleared["cause"] is None


@pytest.mark.parametrize(
    ("labels", "status"),
    [
        ({}, 422),
        ({"sentiment": "happy"}, 422),
        ({"text": "x"}, 422),
        ({"origin": None}, 422),
        ({"cause": "price"}, 409),
    ],
)
def test_labels_that_cannot_be(api, brand, labels, status):
    mention = make_mention(brand.pk, sentiment="favourable")
    response = api.patch(f"{MENTIONS}/{mention.pk}", labels, content_type="application/json")
    assert response.status_code == status
    mention.refresh_from_db()
    assert mention.sentiment == "favourable"
    assert not Entry.objects.filter(action="mention.correct").exists()


def test_another_brands_mention_is_not_there(api, cast):
    mention = make_mention(cast.bread.pk)
    assert api.get(f"{MENTIONS}/{mention.pk}").status_code == 404
    response = api.patch(
        f"{MENTIONS}/{mention.pk}", {"sentiment": "neutral"}, content_type="application/json"
    )
    assert response.status_code == 404
    assert api.get(MENTIONS).json()["total"] == 0


def test_an_id_too_large_for_any_table(api):
    assert api.get(f"{MENTIONS}/{2**70}").status_code == 422


def test_the_export_has_every_row_and_is_recorded(api, brand):
    make_mentions(
        brand.pk, [{"text": "=1+1", "sentiment": "neutral"}, {"text": "很好", "sentiment": "favourable"}]
    )
    response = api.get(f"{MENTIONS}/export?format=jsonl&columns=text&sort=published_at")
    assert response["Content-Type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
    assert [line["text"] for line in lines] == ["=1+1", "很好"]
    filtered = api.get(f"{MENTIONS}/export?sentiment=favourable&brand=ada&columns=text")
    assert b"".join(filtered.streaming_content).decode().splitlines() == ["text", "很好"]
    assert Entry.objects.filter(action="mentions.export").count() == 2
    assert api.get(f"{MENTIONS}/export?format=pdf").status_code == 422


def test_a_page_takes_as_many_queries_whatever_its_length(api, brand, django_assert_max_num_queries):
    make_mentions(brand.pk, [{"text": f"text {n}"} for n in range(60)])
    api.get(MENTIONS)
    with django_assert_max_num_queries(8):
        assert len(api.get(f"{MENTIONS}?limit=60").json()["items"]) == 60


def test_writing_needs_its_own_right(caller):
    reader = caller([Right.MENTIONS_READ])
    assert post(reader, {"text": "x"}).status_code == 403
    assert not Mention.objects.exists()


def test_a_query_that_cannot_be_read_is_told_with_its_place_and_fix(api, brand):
    make_mentions(brand.pk, [{"text": "lost bag"}, {"text": "found"}])
    answer = api.get(f"{MENTIONS}?q=lost%20OR%20found%20bag")
    assert answer.status_code == 422
    assert "Character 15" in answer.json()["detail"]
    assert answer.json()["detail"].endswith("Did you mean: lost OR (found bag)")
    assert api.get(f"{MENTIONS}?q=lost%20OR%20(found%20bag)").json()["total"] == 1
    assert api.get(f"{MENTIONS}/export?q=lost%20OR%20found%20bag").status_code == 422
