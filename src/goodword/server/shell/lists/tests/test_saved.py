"""Saved views and remembered columns: one's own, shared, and never somebody else's."""

import pytest
from django.http import Http404, QueryDict
from django.urls import reverse

from goodword.core.errors import ConflictError, InputError
from goodword.server.audit.models import Entry
from goodword.server.listening.lists import MENTIONS
from goodword.server.shell.lists.saved import (
    access_remembered_columns,
    access_saved_views,
    do_remember_columns,
    do_remove_view,
    do_save_view,
)


def test_a_view_keeps_filters_order_and_columns_but_no_place(actor):
    view = do_save_view(
        actor,
        MENTIONS,
        name=" Complaints ",
        query="sentiment=unfavourable&sort=rating&columns=text",
        shared=False,
    )
    assert view.name == "Complaints"
    assert QueryDict(view.query).dict() == {"sentiment": "unfavourable", "sort": "rating", "columns": "text"}
    assert Entry.objects.filter(action="view.save").count() == 1


def test_saving_again_under_a_name_replaces_the_view(actor):
    do_save_view(actor, MENTIONS, name="Mine", query="language=zh", shared=False)
    do_save_view(actor, MENTIONS, name="Mine", query="language=en", shared=True)
    assert [view.query for view in access_saved_views(actor, MENTIONS)] == ["language=en"]


def test_others_see_only_what_is_shared_and_cannot_remove_it(cast):
    mine, theirs = cast.actor("admin"), cast.actor("analyst")
    do_save_view(mine, MENTIONS, name="private", query="", shared=False)
    shared = do_save_view(mine, MENTIONS, name="shared", query="", shared=True)
    assert [view.name for view in access_saved_views(theirs, MENTIONS)] == ["shared"]
    with pytest.raises(Http404):
        do_remove_view(theirs, MENTIONS, shared.pk)
    do_remove_view(mine, MENTIONS, shared.pk)
    assert not access_saved_views(theirs, MENTIONS)


@pytest.mark.parametrize(
    ("name", "query", "error"),
    [
        ("", "", InputError),
        ("x" * 81, "", InputError),
        ("Default", "", ConflictError),
        ("fine", "sentiment=angry", InputError),
        ("fine", "colour=red", InputError),
        ("fine", "&".join(f"source=site{n:04d}.example" for n in range(200)), InputError),
    ],
)
def test_what_cannot_be_kept_is_refused(actor, name, query, error):
    with pytest.raises(error):
        do_save_view(actor, MENTIONS, name=name, query=query, shared=False)


def test_columns_are_remembered_for_one_member_and_can_be_forgotten(cast):
    mine, theirs = cast.actor("admin"), cast.actor("analyst")
    do_remember_columns(mine, MENTIONS, ["text", "rating"])
    assert access_remembered_columns(mine, MENTIONS) == "text,rating"
    assert access_remembered_columns(theirs, MENTIONS) == ""
    do_remember_columns(mine, MENTIONS, [])
    assert access_remembered_columns(mine, MENTIONS) == ""


def test_the_pages_forms_save_remember_and_remove(admin_client, actor, brand):
    where = {"brand": brand.slug, "name": "mentions"}
    saved = admin_client.post(
        reverse("view-save", kwargs=where), {"name": "Zh", "query": "language=zh", "shared": "on"}
    )
    assert saved.url == f"/b/{brand.slug}/mentions/?language=zh"
    chosen = admin_client.post(
        reverse("columns-choose", kwargs=where), {"column": ["text"], "query": "language=zh&columns=id"}
    )
    assert chosen.url == f"/b/{brand.slug}/mentions/?language=zh"
    assert access_remembered_columns(actor, MENTIONS) == "text"
    view = access_saved_views(actor, MENTIONS).get()
    gone = admin_client.post(reverse("view-remove", kwargs={**where, "pk": view.pk}), {"query": ""})
    assert gone.status_code == 302
    assert not access_saved_views(actor, MENTIONS)


@pytest.mark.parametrize(
    ("data", "status"), [({}, 400), ({"column": ["colour"]}, 400), ({"reset": "1"}, 302)]
)
def test_a_choice_of_columns_that_makes_no_sense_is_refused(admin_client, brand, data, status):
    url = reverse("columns-choose", kwargs={"brand": brand.slug, "name": "mentions"})
    assert admin_client.post(url, data).status_code == status


def test_a_list_that_is_not_there_is_said(admin_client, brand):
    url = reverse("view-save", kwargs={"brand": brand.slug, "name": "unicorns"})
    response = admin_client.post(url, {"name": "x"})
    assert response.status_code == 400
    assert "unicorns" in response.content.decode()
