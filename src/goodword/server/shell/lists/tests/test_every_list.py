"""What holds for every list of the platform; a new one joins by being registered."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from goodword.server import urls  # noqa: F401 - loads every app's lists
from goodword.server.shell.lists import read, registry

_QUERIES_OF_A_PAGE = 24


@pytest.fixture(autouse=True)
def _all_lists_are_known(client, db):
    client.get("/")  # the first request loads every app's addresses and with them its lists


def specs():
    return list(registry().values())


def test_the_main_lists_are_there():
    assert {"mentions", "people", "ties", "members", "audit"} <= set(registry())


def test_columns_sorts_and_facets_have_names_of_their_own():
    for spec in specs():
        for parts in (spec.columns, spec.sorts, spec.facets):
            names = [part.name for part in parts]
            assert len(names) == len(set(names)), spec.name
        reserved = {"q", "sort", "columns", "cursor", "when", "since", "until", "format"}
        assert not reserved & {facet.name for facet in spec.facets}, spec.name
        assert {column.sort for column in spec.columns if column.sort} <= {
            sort.name for sort in spec.sorts
        }, spec.name


def test_every_order_and_facet_can_be_asked_for(actor):
    for spec in specs():
        for sort in spec.sorts:
            for sign in ("", "-"):
                assert not read(spec, actor, QueryDict(f"sort={sign}{sort.name}")).problems, (
                    spec.name,
                    sort.name,
                )
        for facet in spec.facets:
            assert not read(spec, actor, QueryDict(f"{facet.name}=-")).problems, (spec.name, facet.name)


def test_every_page_of_a_list_answers_with_and_without_scripts(admin_client, brand):
    for spec in specs():
        if not spec.route:
            continue
        url = reverse(spec.route, kwargs={"brand": brand.slug})
        assert admin_client.get(url).status_code == 200, spec.name
        part = admin_client.get(url, headers={"HX-Request": "true", "HX-Target": "list"})
        assert part.status_code == 200, spec.name
        assert "<html" not in part.content.decode(), spec.name
        wrong = admin_client.get(url, {"sort": "nonsense"})
        assert wrong.status_code == 400, spec.name
        assert "nonsense" in wrong.content.decode(), spec.name


def test_every_export_answers(admin_client, brand):
    for spec in specs():
        if spec.export_route:
            url = reverse(spec.export_route, kwargs={"brand": brand.slug})
            for kind in ("csv", "csv-excel", "jsonl"):
                assert b"".join(admin_client.get(url, {"format": kind}).streaming_content) is not None, (
                    spec.name
                )
