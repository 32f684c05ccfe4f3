"""The cascades explorer: the numbers are the metric's, everybody sees their own brand's, and no page reads it all."""

import json

import pytest
from django.http import Http404
from django.urls import reverse

from goodword import metrics
from goodword.network import cascade_statistics
from goodword.server.measuring import cascade_list_reading
from goodword.server.measuring.cascade_files import drawing, tree_csv
from goodword.server.measuring.cascade_list_reading import ORDERS, access_cascades
from goodword.server.measuring.cascade_people import names_of, pseudonym
from goodword.server.measuring.cascade_reading import access_tree
from goodword.server.talkers.models import Person
from goodword.server.tracking.facade import event_log

from .cascade_events import FIRST_DAY, Story, school_story


@pytest.fixture
def told(settings, tmp_path, cast):
    settings.HOME = tmp_path
    school_story(cast.brand.pk).told()
    Story(cast.bread.pk).add("share", "bob", "r1").add("share", "ben", "r1", "bob").told()
    Person.objects.create(brand=cast.brand, key="ann", external_id="ann", name="Ann Fenwright")
    return cast


@pytest.fixture
def page(told, admin_client):
    def get(name: str, **asked: str):
        return admin_client.get(reverse(name, kwargs={"brand": told.brand.slug}), asked)

    return get


class TestOneCascade:
    def test_its_numbers_are_those_of_the_tree(self, told):
        tree = access_tree(told.actor(), "r1")
        known = cascade_statistics([-1, 0, 0, 1])
        shape = tree.shape
        assert (shape.size, shape.depth, shape.breadth) == (known.size, known.depth, known.breadth)
        assert shape.structural_virality == pytest.approx(known.structural_virality)
        assert tree.totals == {"clicks": 2, "customers": 1, "purchases": 1, "money": 6_000}

    def test_what_each_brought_is_counted_once(self, told):
        people = access_tree(told.actor(), "r1").people.set_index("person_id")
        assert people["brought"].to_dict() == {"ann": 2, "ben": 1, "cleo": 0, "dan": 1}
        assert people.loc["dan", ["customers", "money"]].tolist() == [1, 6_000]

    def test_it_is_of_the_actors_brand_alone(self, told, page):
        with pytest.raises(Http404):
            access_tree(told.actor(), "nowhere")
        assert "bob" not in access_tree(told.actor(), "r1").people["person_id"].tolist()
        assert page("cascade", root="bakery").status_code == 404
        for name in ("cascade", "cascade-data", "cascade-export"):
            assert page(name).url.endswith("/measure/cascades/")

    def test_a_cascade_too_large_to_draw_is_cut_and_its_numbers_are_of_all(self, told):
        tree = access_tree(told.actor(), "r1", most=2)
        assert (len(tree.people), tree.cut, tree.shape.size, tree.shape.depth) == (2, 2, 4, 2)
        assert tree.shape.structural_virality == pytest.approx(
            cascade_statistics([-1, 0, 0, 1]).structural_virality
        )

    def test_a_missing_referrer_is_said(self, told, page):
        Story(told.brand.pk).add("share", "kim", "torn", event_id="t1").add(
            "share", "lee", "torn", "gone", event_id="t2"
        ).told()
        assert access_tree(told.actor(), "torn").shape.structural_virality is None
        assert "It is in 2 trees" in page("cascade", root="torn").content.decode()

    def test_the_picture_has_a_row_for_everybody_in_the_order_of_time(self, told, page):
        data = json.loads(page("cascade-data", root="r1").content)
        assert data["who"][0] == "Ann Fenwright"
        assert data["parent"] == [-1, 0, 0, 1]
        assert data["at"] == sorted(data["at"])
        assert data["channels"] == ["Feed", "E-mail", "Spoken"]
        assert {len(data[name]) for name in ("url", "under", "brought", "slot", "x", "y", "channel")} == {4}

    def test_without_the_right_to_people_there_are_pseudonyms(self, told, client):
        legal = told.actor("legal")
        data = drawing(legal, access_tree(legal, "r1"))
        assert data["who"][0] == pseudonym(legal, "ann") != pseudonym(legal, "ben")
        assert data["url"] == [""] * 4
        client.force_login(told.members["legal"])
        for name in ("cascade", "cascade-data", "cascade-export"):
            answer = client.get(reverse(name, kwargs={"brand": told.brand.slug}), {"root": "r1"})
            assert answer.status_code == 200
            assert not {"Ann Fenwright", "cleo"} & set(answer.content.decode().replace('"', "<").split("<"))

    def test_a_pseudonym_differs_between_brands(self, told):
        bakery = told.members["stranger"]
        from goodword.server.accounts.queries import access_brand

        assert pseudonym(access_brand(bakery, told.bread.slug), "ben") != pseudonym(told.actor(), "ben")

    def test_who_was_erased_is_said_to_be(self, told):
        assert names_of(told.actor(), ["erased:1f2e"])["erased:1f2e"].name == "Erased person"

    def test_the_file_says_the_same(self, told):
        rows = tree_csv(told.actor(), access_tree(told.actor(), "r1")).splitlines()
        assert rows[0].startswith("person,shared_at,has_it_from,depth,channel")
        assert [row.split(",")[0] for row in rows[1:]] == ["Ann Fenwright", "ben", "dan", "cleo"]

    def test_every_number_opens_its_card_with_its_query(self, page):
        figures = (
            "size",
            "depth",
            "breadth",
            "structural_virality",
            "clicks",
            "customers",
            "purchases",
            "money",
            "days",
        )
        for figure in figures:
            card = page("cascade-number", root="r1", figure=figure).content.decode()
            assert "SELECT" in card, figure
            assert "Version of the data" in card, figure
        assert page("cascade-number", root="r1", figure="fame").status_code == 404

    def test_a_page_asks_the_database_little(self, told, admin_client, django_assert_max_num_queries):
        address = reverse("cascade", kwargs={"brand": told.brand.slug})
        with django_assert_max_num_queries(16):
            assert admin_client.get(address, {"root": "r1"}).status_code == 200


class TestTheList:
    def test_it_says_what_the_metric_says(self, told):
        found = access_cascades(told.actor(), {})
        rows = {row["root_id"]: row for row in found.greatest.rows}
        for known in metrics.compute("cascades", event_log(told.brand.pk)).to_dict("records"):
            assert {name: rows[known["root_id"]][name] for name in known} == pytest.approx(known)
        assert (found.count, found.people, found.largest, found.onward) == (2, 5, 4, 1)
        assert [row["root_id"] for row in found.ordered("size")] == ["r1", "r2"]
        assert [row["root_id"] for row in found.ordered("started")] == ["r2", "r1"]
        assert (rows["r1"]["customers"], rows["r1"]["money"], rows["r1"]["starter"]) == (1, 6_000, "ann")

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"channel": "email"}, ["r2"]),
            ({"channel": "spoken"}, []),
            ({"lever": "helping"}, ["r1"]),
            ({"programme": "spring"}, ["r1"]),
            ({"person": "dan"}, ["r1"]),
            ({"days": [FIRST_DAY + 30, FIRST_DAY + 60]}, ["r2"]),
            ({"days": [FIRST_DAY, FIRST_DAY]}, ["r1"]),
        ],
    )
    def test_a_filter_is_of_how_it_began_and_keeps_all_that_came_of_it(self, told, asked, expected):
        found = access_cascades(told.actor(), asked)
        assert [row["root_id"] for row in found.ordered("size")] == expected
        assert all(row["size"] == 4 for row in found.ordered("size") if row["root_id"] == "r1")

    def test_only_the_greatest_of_each_order_leave_the_engine(self, told, monkeypatch):
        monkeypatch.setattr(cascade_list_reading, "MOST", 2)
        story = Story(told.brand.pk)
        for number in range(40):
            story.add("share", f"p{number}", f"many{number:02d}", day=50, event_id=f"m{number:03d}")
        story.told()
        found = access_cascades(told.actor(), {})
        assert found.count == 42
        assert len(found.greatest.rows) <= 2 * len(ORDERS)
        assert [row["root_id"] for row in found.ordered("size")] == ["r1", "many00"]

    def test_it_is_computed_once_for_a_version_of_the_data(self, told, monkeypatch):
        first = access_cascades(told.actor(), {})
        monkeypatch.setattr(cascade_list_reading, "_answer", lambda *_given: pytest.fail("computed again"))
        assert access_cascades(told.actor(), {}).greatest.rows == first.greatest.rows

    def test_new_events_are_seen(self, told):
        access_cascades(told.actor(), {})
        Story(told.brand.pk).add("share", "kim", "r3", event_id="n1").told()
        assert access_cascades(told.actor(), {}).count == 3

    def test_the_page_lists_orders_and_pages(self, page):
        answer = page("cascade-list", window="all", sort="started")
        text = answer.content.decode()
        assert answer.status_code == 200
        assert text.index("root=r2") < text.index("root=r1")
        assert "Ann Fenwright" in text
        assert "60 CNY" in text
        assert page("cascade-list", window="all", page="999").status_code == 200

    def test_what_the_address_gets_wrong_is_said(self, page):
        answer = page("cascade-list", window="all", channel="pigeon", sort="fame")
        assert answer.status_code == 400
        assert "There is no channel pigeon" in answer.content.decode()

    def test_a_brand_without_events_is_told_what_will_be_here(self, settings, tmp_path, cast, admin_client):
        settings.HOME = tmp_path
        answer = admin_client.get(
            reverse("cascade-list", kwargs={"brand": cast.brand.slug}), {"window": "all"}
        )
        assert "No cascades yet" in answer.content.decode()

    def test_the_file_has_a_line_for_each(self, page):
        answer = page("cascade-list-export", window="all")
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert answer["Content-Disposition"].startswith("attachment")
        assert [line.split(",")[0] for line in lines] == ["root_id", "r1", "r2"]

    def test_every_number_opens_its_card_with_its_query(self, page):
        for figure in ("count", "onward", "people", "largest"):
            assert "SELECT" in page("cascade-number", window="all", figure=figure).content.decode(), figure

    def test_a_page_asks_the_database_little(self, told, page, admin_client, django_assert_max_num_queries):
        page("cascade-list", window="all")
        with django_assert_max_num_queries(24):
            page("cascade-list", window="all", sort="money")
