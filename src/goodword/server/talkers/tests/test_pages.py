"""The people pages: who is known, whom they reach, what they said; personal fields only to those who may."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.urls import reverse

from goodword.server.listening.factories import make_mentions
from goodword.server.shell.lists import read
from goodword.server.talkers.lists import PEOPLE
from goodword.server.talkers.models import Person, Tie


@pytest.fixture
def people(brand):
    made = Person.objects.bulk_create(
        Person(
            brand=brand, key=f"{n}", external_id=f"p{n}", name=f"Person {n:02d}", email=f"p{n}@example.org",
            language="zh" if n % 3 else "en", followers=None if n % 4 == 0 else n * 10,
            joined_at=None if n % 5 == 0 else datetime(2026, 1, n, tzinfo=UTC), extra={"phone": f"555-{n}"},
        )
        for n in range(1, 21)
    )  # fmt: skip
    Tie.objects.bulk_create(
        Tie(brand=brand, source=made[n], target=made[(n * 3 + step) % 20])
        for n in range(20)
        for step in range(n % 4)
        if (n * 3 + step) % 20 != n
    )
    make_mentions(brand.pk, [{"text": f"said {n}", "author_id": f"p{n % 3 + 1}"} for n in range(10)])
    return made


def url(brand, name="person-list", **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def test_the_list_counts_ties_and_mentions_as_they_are(actor, people):
    for row in read(PEOPLE, actor, QueryDict()).rows:
        assert row.ties_out_n == Tie.objects.filter(source=row).count()
        assert row.ties_in_n == Tie.objects.filter(target=row).count()
        assert row.mentions_n == {"p1": 4, "p2": 3, "p3": 3}.get(row.external_id, 0)


@pytest.mark.parametrize("side", ["reaches", "reached_by"])
def test_people_can_be_ordered_by_whom_they_reach(actor, people, side):
    name = "ties_out_n" if side == "reaches" else "ties_in_n"
    page = read(PEOPLE, actor, QueryDict(f"sort=-{side}"), size=7)
    counts = [getattr(row, name) for row in page.rows]
    while page.next_cursor:
        page = read(PEOPLE, actor, QueryDict(f"sort=-{side}&cursor={page.next_cursor}"), size=7)
        counts += [getattr(row, name) for row in page.rows]
    assert len(counts) == 20
    assert counts == sorted(counts, reverse=True)


def test_a_page_asks_the_same_whatever_the_number_of_people(
    admin_client, brand, people, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        admin_client.get(url(brand))
    with django_assert_max_num_queries(18):
        admin_client.get(url(brand, "person-detail", pk=people[3].pk))


def test_contact_data_is_shown_only_to_those_who_may_change_it(client, cast, people):
    for who, seen in (("admin", True), ("sales", False)):
        client.force_login(cast.members[who])
        detail = client.get(url(cast.brand, "person-detail", pk=people[0].pk)).content.decode()
        assert ("p1@example.org" in detail) is seen
        assert ("555-1" in detail) is seen
        asked = client.get(url(cast.brand), {"columns": "name,email"})
        assert (asked.status_code == 200) is seen


def test_those_without_the_right_see_nobody(client, cast, people):
    client.force_login(cast.members["legal"])
    assert client.get(url(cast.brand)).status_code == 403
    assert client.get(url(cast.brand, "person-detail", pk=people[0].pk)).status_code == 403


def test_another_brands_person_is_not_there(admin_client, cast):
    other = Person.objects.create(brand=cast.bread, key="x", name="Baker")
    assert admin_client.get(url(cast.brand, "person-detail", pk=other.pk)).status_code == 404


def test_a_persons_connections_are_paged_both_ways_round(admin_client, brand, people):
    hub = people[0]
    Tie.objects.bulk_create(
        (Tie(brand=brand, source=hub, target=other, kind="referred") for other in people[1:]),
        ignore_conflicts=True,
    )
    Tie.objects.bulk_create(
        (Tie(brand=brand, source=other, target=hub, kind="follows") for other in people[1:]),
        ignore_conflicts=True,
    )
    seen, address = [], url(brand, "person-detail", pk=hub.pk)
    while address:
        page = admin_client.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        address = page.next_url
    assert sorted(seen) == sorted(
        Tie.objects.filter(source=hub)
        .values_list("pk", flat=True)
        .union(Tie.objects.filter(target=hub).values_list("pk", flat=True))
    )


def test_a_wrong_cursor_is_said(admin_client, brand, people):
    response = admin_client.get(url(brand, "person-detail", pk=people[0].pk), {"cursor": "x"})
    assert response.status_code == 400
    assert "first page" in response.content.decode()


def test_an_empty_list_says_what_to_do_next(admin_client, brand):
    assert "No people yet" in admin_client.get(url(brand)).content.decode()
