"""Share links: made one by one and by the thousand, each code once, leading nowhere but to registered hosts."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.edge import Card
from goodword.server.audit.models import Entry
from goodword.server.tracking.link_actions import (
    do_change_expiry,
    do_make_links,
    do_register_hosts,
    do_restore_link,
    do_withdraw_link,
)
from goodword.server.tracking.link_queries import access_clicks, access_hosts, access_link, access_links
from goodword.server.tracking.links import (
    CodeTakenError,
    LinkGiven,
    LinksRefusedError,
    UnknownHostError,
    host_of,
    keyed_code,
    new_code,
)
from goodword.server.tracking.logs import event_log
from goodword.server.tracking.models import Report, ShareLink

TEA = "https://ada.example/tea?size=2"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def actor(cast):
    actor = cast.actor("admin")
    do_register_hosts(actor, ["ada.example"])
    return actor


def make(actor, **changes) -> ShareLink:
    [link] = do_make_links(actor, [LinkGiven(**({"target": TEA} | changes))]).links
    return link


def shares(actor) -> list[dict]:
    return event_log(actor.brand_id).table(kinds="share").to_pylist()


def test_a_link_of_a_person_is_a_share_in_the_log(actor):
    link = make(
        actor, person="林小雨", programme="春季 推荐", channel="feed", lever="helping", tie_strength="weak"
    )
    assert (link.root_code, link.depth, link.parent, link.made_by) == (link.code, 0, None, actor.name)
    [share] = shares(actor)
    told = {
        "event_id": f"share-{link.code}", "kind": "share", "channel": "feed", "lever": "helping", "tie_strength": "weak",
        "programme_id": "春季 推荐", "person_id": "林小雨", "link_id": link.code, "root_id": link.code, "depth": 0,
        "referrer_id": None, "source": "link",
    }  # fmt: skip
    assert {name: share[name] for name in told} == told


@pytest.mark.parametrize(
    ("changes", "asked"), [({"person": "c-1"}, True), ({"channel": "feed"}, True), ({"person": "c-1", "channel": "feed"}, False)]
)  # fmt: skip
def test_without_a_person_a_channel_or_the_wish_no_share_is_recorded(actor, changes, asked):
    do_make_links(actor, [LinkGiven(TEA, **changes)], record_share=asked)
    assert shares(actor) == []


def test_the_link_a_sharer_came_through_is_the_parent(actor):
    first = make(actor, person="c-1", channel="feed")
    second = make(actor, person="c-2", channel="email", parent=first.code)
    third = make(actor, person="c-3", channel="email", parent=second.code)
    assert [(each.root_code, each.depth, each.parent_id) for each in (second, third)] == [
        (first.code, 1, first.pk),
        (first.code, 2, second.pk),
    ]
    by_link = {
        share["link_id"]: (share["referrer_id"], share["root_id"], share["depth"]) for share in shares(actor)
    }
    assert by_link[third.code] == ("c-2", first.code, 2)


def test_links_of_one_call_may_be_each_others_parents(actor):
    rows = [
        LinkGiven(TEA, code="a"),
        LinkGiven(TEA, code="b", parent="a"),
        LinkGiven(TEA, code="c", parent="b"),
    ]
    do_make_links(actor, rows)
    stored = ShareLink.objects.order_by("depth").values_list("code", "parent__code", "root_code", "depth")
    assert list(stored) == [("a", None, "a", 0), ("b", "a", "a", 1), ("c", "b", "a", 2)]


def test_without_a_parent_a_report_says_how_the_sharer_came(actor, brand):
    came, other = make(actor, person="c-1", channel="feed"), make(actor)
    for n, link in enumerate((other, came)):
        event = {"event_id": f"o-{n}", "kind": "purchase", "person_id": "c-2", "link_id": link.code}
        Report.objects.create(brand=brand, key=f"o-{n}", kind="purchase", event=event, person_id="c-2")
    again = make(actor, person="c-2", channel="email")
    assert (again.parent_id, again.root_code, again.depth) == (came.pk, came.code, 1)
    assert make(actor, person="c-2", channel="feed").parent_id == came.pk
    own = Report.objects.create(
        brand=brand,
        key="x",
        kind="sign_up",
        person_id="c-1",
        event={"person_id": "c-1", "link_id": came.code},
    )
    assert make(actor, person="c-1").parent_id is None, own.key


def test_a_parent_of_another_brand_or_none_is_refused(actor, cast):
    theirs = ShareLink.objects.create(brand=cast.bread, code="theirs", target=TEA, root_code="theirs")
    for code in (theirs.code, "nobody"):
        with pytest.raises(LinksRefusedError, match="No share link of this brand has the code"):
            make(actor, parent=code)


def test_a_taken_code_is_told_without_saying_whose(actor, cast):
    make(actor, code="summer")
    ShareLink.objects.create(brand=cast.bread, code="bread", target=TEA, root_code="bread")
    for code in ("summer", "bread"):
        with pytest.raises(CodeTakenError, match=f"The code “{code}” is taken. Choose another one"):
            make(actor, code=code, person="c-9")
    assert ShareLink.objects.count() == 2


def test_the_same_link_twice_is_one(actor):
    rows = [
        LinkGiven(TEA, code="a", person="c-1", channel="feed"),
        LinkGiven(TEA, key="order 7", person="c-2"),
    ]
    first, again = do_make_links(actor, rows), do_make_links(actor, rows + rows)
    assert (first.new, first.already_there, again.new, again.already_there) == (2, 0, 0, 4)
    assert [link.pk for link in again.links] == [link.pk for link in first.links] * 2
    assert first.links[1].code == keyed_code(actor.brand_id, "order 7")
    assert len(shares(actor)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"target": "https://evil.example/"},
            "evil.example is not registered.*Register the host first.*ada.example",
        ),
        ({"target": "https://ada.example@evil.example/"}, "no web address"),
        ({"target": "https://ada.example.evil.example/"}, "not registered"),
        ({"target": "//ada.example/"}, "no web address"),
        ({"target": "javascript:alert(1)"}, "no web address"),
        ({"target": "https://ada.example/\r\nSet-Cookie: a=b"}, "no web address"),
        ({"target": "https://ada.example\\@evil.example/"}, "no web address"),
        ({"target": "https://ada.example:99999/"}, "no web address"),
        ({"target": f"https://ada.example/{'a' * 2048}"}, "no web address"),
        ({"target": ""}, "no web address"),
        ({"code": "a b"}, "cannot be a code"),
        ({"code": "../r"}, "cannot be a code"),
        ({"code": "x" * 65}, "cannot be a code"),
        ({"person": "x" * 65}, "person's id has 65 characters"),
        ({"person": "a\nb"}, "printable"),
        ({"programme": "x" * 65}, "programme's name has 65 characters"),
        ({"channel": "pigeon"}, "“pigeon” is not known here. Give one of: private_message"),
        ({"lever": "greed"}, "not known"),
        ({"tie_strength": "best friends"}, "strong, weak"),
        ({"card": Card("x" * 201)}, "201 characters"),
        ({"card": Card(image="data:image/png,x")}, "no web address of a picture"),
    ],
)
def test_what_cannot_be_a_link_is_said_in_a_sentence(actor, changes, sentence):
    with pytest.raises(InputError, match=sentence):
        make(actor, **changes)
    assert not ShareLink.objects.exists()


@hypothesis(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["https://ada.example", "http://", "https:", ""]))
def test_no_address_leads_away_from_its_host(rest, start):
    from urllib.parse import urlsplit

    host = host_of(start + rest)
    assert host == "" or urlsplit(start + rest).hostname.encode("idna").decode().lower() == host


def test_all_or_nothing_unless_asked_otherwise(actor):
    rows = [
        LinkGiven(TEA, code="a"),
        LinkGiven("https://evil.example/"),
        LinkGiven(TEA, code="a", person="x"),
        LinkGiven(TEA),
    ]
    with pytest.raises(UnknownHostError, match="Link 2: evil") as refused:
        do_make_links(actor, rows)
    assert (refused.value.host, [fault.row for fault in refused.value.faults]) == ("evil.example", [1])
    assert not ShareLink.objects.exists()
    made = do_make_links(actor, rows, partly=True)
    assert ([link is not None for link in made.links], made.new) == ([True, False, False, True], 2)
    assert [(fault.row, fault.field) for fault in made.faults] == [(1, "target"), (2, "code")]


def test_codes_are_short_unlike_and_readable():
    codes = {new_code() for _ in range(5_000)}
    assert len(codes) == 5_000
    assert {len(code) for code in codes} == {8}
    assert not set("".join(codes)) & set("01loiuae")


@pytest.mark.parametrize("who", ["sales", "after_sales", "legal"])
def test_who_may_only_read_makes_and_withdraws_nothing(actor, cast, who):
    link, reader = make(actor), cast.actor(who)
    assert access_link(reader, link.code).pk == link.pk
    for act in (lambda: make(reader), lambda: do_withdraw_link(reader, link.code), lambda: do_restore_link(reader, link.code),
                lambda: do_change_expiry(reader, link.code, None), lambda: do_register_hosts(reader, ["b.example"])):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act()


def test_an_analyst_makes_links_but_opens_no_host(actor, cast):
    analyst = cast.actor("analyst")
    assert make(analyst).made_by == analyst.name
    with pytest.raises(PermissionDenied):
        do_register_hosts(analyst, ["evil.example"])


def test_another_brands_links_are_not_there(actor, cast):
    theirs = ShareLink.objects.create(brand=cast.bread, code="theirs", target=TEA, root_code="theirs")
    assert list(access_links(actor)) == []
    for act in (access_link, do_withdraw_link, do_restore_link):
        with pytest.raises(Http404):
            act(actor, theirs.code)
    assert access_hosts(actor) == ["ada.example"]


def test_withdrawn_expired_and_live_are_told_apart_and_written_down(actor):
    link = make(actor, code="a")
    assert do_withdraw_link(actor, "a").state == "withdrawn"
    assert do_withdraw_link(actor, "a").revision == 2
    assert do_restore_link(actor, "a").state == "live"
    assert do_change_expiry(actor, "a", datetime(2020, 1, 1, tzinfo=UTC)).state == "expired"
    assert do_change_expiry(actor, "a", None).state == "live"
    noted = Entry.objects.filter(target_id=str(link.pk), target_kind="sharelink").order_by("sequence")
    assert [entry.action for entry in noted] == [
        "link.make", "link.withdraw", "link.restore", "link.expiry", "link.expiry",
    ]  # fmt: skip


def test_hosts_are_registered_once_and_as_they_go_over_the_wire(actor):
    assert do_register_hosts(actor, ["茶.example", "ADA.example", "localhost"]) == [
        "xn--cl1a.example",
        "localhost",
    ]
    assert do_register_hosts(actor, ["localhost"]) == []
    assert make(actor, target="https://茶.example/oolong").target == "https://茶.example/oolong"
    for host in ("", "https://ada.example", "a b", "a..b", "ada.example/x"):
        with pytest.raises(InputError, match="no host name"):
            do_register_hosts(actor, [host])


def test_ten_thousand_links_take_no_query_a_link(actor):
    def count(links: int) -> int:
        rows = [LinkGiven(TEA, key=f"{links} {n}", person=f"c-{n}", channel="email") for n in range(links)]
        with CaptureQueriesContext(connection) as queries:
            assert do_make_links(actor, rows).new == links
        return len(queries)

    few, many = count(10), count(10_000)
    assert many - few < 10_000 / 30
    assert ShareLink.objects.count() == 10_010
    assert event_log(actor.brand_id).counts(kinds="share").column("events").to_pylist() == [10_010]


def test_clicks_are_counted_from_the_log_for_a_whole_page(actor, brand):
    codes = [make(actor).code for _ in range(3)]
    day = {"local_day": 0, "received_day": 0, "tenant": str(brand.pk), "ts_us": 0, "kind": "click"}
    clicks = [{**day, "event_id": f"e{n}", "link_id": codes[n % 2]} for n in range(5)]
    event_log(brand.pk).append(clicks)
    assert access_clicks(actor, codes) == {codes[0]: 3, codes[1]: 2}
    assert access_clicks(actor, []) == {}
