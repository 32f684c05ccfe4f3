"""The pages of the sources: how each is, the way to a new one, what is missing; secrets never."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from goodword.connectors.protocol import Author, Mention, Pull, RefusedError, UnavailableError
from goodword.server.audit.models import Entry
from goodword.server.collecting import trying
from goodword.server.collecting.models import GapRecord, Source
from goodword.server.collecting.pushing import do_take_events
from goodword.server.collecting.running import run_source
from goodword.server.jobs.models import Job
from goodword.server.listening.models import Mention as Stored

from .conftest import Silent, lost, pulled

pytestmark = pytest.mark.django_db


def page(client, name: str, **kwargs) -> str:
    response = client.get(reverse(name, kwargs={"brand": "ada", **kwargs}))
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, data: dict | None = None, **kwargs):
    return client.post(reverse(name, kwargs={"brand": "ada", **kwargs}), data or {}, follow=True)


def test_an_empty_page_leads_to_the_first_source(admin_client, script):
    shown = page(admin_client, "source-list")
    assert "No sources yet" in shown
    assert reverse("source-new", kwargs={"brand": "ada"}) in shown


def test_a_source_is_added_step_by_step(admin_client, cast, script, monkeypatch):
    assert "Everything in the script." in page(admin_client, "source-new")
    assert "Everything else." in page(admin_client, "source-setup", connector="scripted")
    response = post(
        admin_client, "source-setup", {"place": "forum.example", "key": "s3cret"}, connector="scripted"
    )
    [draft] = Source.objects.all()
    assert (draft.state, "s3cret" in draft.secrets, draft.settings["place"]) == (
        "draft",
        False,
        "forum.example",
    )
    assert "s3cret" not in response.content.decode()
    ada = Author(id="a", name="<b>Ada</b>")
    items = [Mention(native_id=str(n), text=f"<script>{n}</script>", author=ada) for n in range(9)]
    script.steps = [Pull(items, [], {})]
    monkeypatch.setattr(trying, "guarded", lambda _limits: Silent())
    shown = page(admin_client, "draft-items", pk=draft.pk)
    assert shown.count("&lt;script&gt;") == 5
    assert "<script>" not in shown
    assert (
        "source-list"
        in admin_client.get(reverse("source-list", kwargs={"brand": "ada"})).resolver_match.url_name
    )
    assert "No sources yet" in page(admin_client, "source-list")
    response = post(admin_client, "draft-try", {"name": "The forum", "every": 15}, pk=draft.pk)
    assert "Collecting has begun." in response.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.name) == ("on", "The forum")
    assert Job.objects.filter(subject="The forum").count() == 1
    entry = Entry.objects.get(action="source.create")
    assert "s3cret" not in str(entry.after)
    assert entry.after["settings.place"] == "forum.example"


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (UnavailableError("forum.example does not answer."), "forum.example does not answer."),
        (RefusedError("The key is refused (401)."), "The key is refused (401)."),
        (KeyError("x"), "The connector broke (KeyError)."),
        (Pull([], [], {}), "shows nothing just now"),
    ],
)
def test_a_try_that_fails_says_why_in_one_sentence(admin_client, script, monkeypatch, step, sentence):
    monkeypatch.setattr(trying, "guarded", lambda _limits: Silent())
    post(admin_client, "source-setup", {"place": "forum.example"}, connector="scripted")
    script.steps = [step]
    assert sentence in page(admin_client, "draft-items", pk=Source.objects.get().pk)


def test_settings_that_cannot_work_are_said_in_the_form(admin_client, script):
    response = post(admin_client, "source-setup", {"place": "nowhere"}, connector="scripted")
    assert response.status_code == 400
    assert "There is no such place. Give another one." in response.content.decode()
    assert Source.objects.count() == 0


def test_terms_must_be_accepted(admin_client, script):
    response = post(admin_client, "source-setup", {"place": "forum.example"}, connector="termed")
    assert (response.status_code, Source.objects.count()) == (400, 0)
    post(admin_client, "source-setup", {"place": "forum.example", "notice": "on"}, connector="termed")
    assert Source.objects.get().notice_accepted_at is not None


def test_a_draft_can_be_thrown_away(admin_client, script):
    post(admin_client, "source-setup", {"place": "forum.example"}, connector="scripted")
    post(admin_client, "draft-discard", pk=Source.objects.get().pk)
    assert Source.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Not read yet"),
        ({"last_ok_at": 1, "last_item_at": 3}, "Collecting; last item 3 min ago"),
        ({"last_ok_at": 1}, "Collecting; nothing has come yet"),
        ({"last_ok_at": 600}, "Is a worker running?"),
        ({"state": "off"}, "Paused"),
        ({"state": "attention", "problem_reason": "refused"}, "Needs you: the source refused access"),
        ({"failures": 2, "problem_reason": "outage", "last_ok_at": 60}, "because the source did not answer"),
        ({"failures": 1, "problem_reason": "rate_limited"}, "the source asked us to slow down"),
    ],
)
def test_the_list_says_how_each_source_is(admin_client, source, changes, sentence):
    now = timezone.now()
    moments = {
        name: now - timedelta(minutes=value) if name.endswith("_at") else value
        for name, value in changes.items()
    }
    Source.objects.filter(pk=source.pk).update(**moments)
    assert sentence in page(admin_client, "source-list")
    assert sentence in page(admin_client, "source-detail", pk=source.pk)


def test_one_source_shows_its_runs_and_what_it_missed(admin_client, source, script):
    script.at = timezone.now()
    script.steps = [pulled(1, 2, gaps=(lost(2, missing=40),)), UnavailableError("No answer.")]
    run_source(source.pk, net=Silent(), clock=script.now)
    run_source(source.pk, net=Silent(), clock=script.now)
    shown = page(admin_client, "source-detail", pk=source.pk)
    assert "because the source hands out only so many items" in shown
    assert "because the source did not answer" in shown
    assert "No answer." in shown
    assert "s3cret" not in shown
    assert shown.count("<rect") >= 3
    missing = page(admin_client, "gap-list")
    assert "Still open" in missing
    assert "Lost" in missing


def test_pages_about_mentions_say_what_is_missing(admin_client, source, script):
    now = timezone.now()
    Source.objects.update(last_ok_at=now)
    assert page(admin_client, "gap-notice").strip() == ""
    GapRecord.objects.create(
        brand_id=source.brand_id, source=source, reason="outage", start=now - timedelta(hours=3), end=now, state="lost"
    )  # fmt: skip
    shown = page(admin_client, "gap-notice")
    assert "The forum: Incomplete" in shown
    assert "because the source did not answer" in shown
    for name in ("mention-list", "mention-trends"):
        assert reverse("gap-notice", kwargs={"brand": "ada"}) in page(admin_client, name)


def test_settings_change_without_the_secret_being_shown_or_lost(admin_client, source, script):
    shown = page(admin_client, "source-settings", pk=source.pk)
    assert "Set on" in shown
    assert "s3cret" not in shown
    post(
        admin_client, "source-settings", {"name": "New", "every": 60, "place": "other.example"}, pk=source.pk
    )
    run_source(source.pk, net=Silent(), clock=script.now)
    assert script.opened_with["key"] == "s3cret"
    assert script.opened_with["place"] == "other.example"
    post(
        admin_client,
        "source-settings",
        {"name": "New", "every": 60, "place": "other.example", "key": "n3w"},
        pk=source.pk,
    )
    run_source(source.pk, net=Silent(), clock=script.now)
    assert script.opened_with["key"] == "n3w"
    entry = Entry.objects.filter(action="source.change").order_by("-pk").first()
    assert entry.after["secrets"] == "replaced"
    assert "n3w" not in str(entry.after)


def test_pause_resume_and_collect_now(admin_client, source, script):
    Job.objects.all().delete()
    assert "Paused." in post(admin_client, "source-pause", pk=source.pk).content.decode()
    answer = post(admin_client, "source-collect", pk=source.pk).content.decode()
    assert "This source is paused. Resume it first." in answer
    post(admin_client, "source-resume", pk=source.pk)
    source.refresh_from_db()
    assert (source.state, Job.objects.count()) == ("on", 1)
    post(admin_client, "source-collect", pk=source.pk)
    assert Job.objects.count() == 1
    assert [each.action for each in Entry.objects.order_by("pk") if each.action.startswith("source.")] == [
        "source.create", "source.pause", "source.resume",
    ]  # fmt: skip


def test_a_kind_that_is_no_longer_installed_still_has_its_page(admin_client, source, script):
    Source.objects.update(kind="gone")
    assert "The forum" in page(admin_client, "source-list")
    assert "The forum" in page(admin_client, "source-detail", pk=source.pk)


def test_the_list_takes_a_fixed_number_of_queries(
    admin_client, source, script, django_assert_max_num_queries
):
    for number in range(30):
        Source.objects.create(brand_id=source.brand_id, kind="scripted", name=f"Source {number}")
    with django_assert_max_num_queries(20):
        page(admin_client, "source-list")


def test_a_mention_shows_what_it_said_before_and_that_it_was_deleted(admin_client, actor, source):
    def send(*items: Mention) -> None:
        do_take_events(actor, source, items)

    send(Mention(native_id="1", text="The lamp is broken"))
    send(Mention(native_id="1", text="The lamp was repaired"))
    mention = Stored.objects.get()
    shown = page(admin_client, "mention-detail", pk=mention.pk)
    assert "Before it was edited" in shown
    assert "The lamp is broken" in shown
    assert reverse("source-detail", kwargs={"brand": "ada", "pk": source.pk}) in shown
    send(Mention(native_id="1", deleted=True))
    shown = page(admin_client, "mention-detail", pk=mention.pk)
    assert "Deleted at the source" in shown
    assert "The lamp" not in shown
    listed = page(admin_client, "mention-list")
    assert "Deleted at the source" in listed
    assert "The lamp" not in listed
