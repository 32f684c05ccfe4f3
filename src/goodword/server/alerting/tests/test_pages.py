"""The pages: what stood out, what made it, what is watched, and the replay."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from goodword.server.alerting.facade import do_watch
from goodword.server.alerting.models import Alert, AlertRule, Recipient
from goodword.server.audit.models import Entry
from goodword.server.collecting.models import GapRecord, Source
from goodword.server.listening.factories import make_mentions

from .conftest import HOUR, rise, store, usual_mentions

pytestmark = pytest.mark.django_db


def address(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"brand": "ada", **kwargs})


@pytest.fixture
def alert(cast, actor, rule) -> Alert:
    """A rise of some hours ago, with copies, that was found."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    Source.objects.create(brand=cast.brand, kind="feed", name="The forum")
    store(cast.brand.pk, usual_mentions(20, end=now))
    made = make_mentions(cast.brand.pk, rise(40, now - 4 * HOUR))
    first = made[0]
    type(first).objects.filter(pk__in=[each.pk for each in made[1:18]]).update(copy_of=first.pk)
    do_watch(actor)
    return Alert.objects.get(series="volume")


def test_an_alert_shows_the_texts_folded_the_cause_the_people_and_the_chart(admin_client, alert):
    page = admin_client.get(address("alert-detail", pk=alert.pk)).content.decode()
    for part in (
        "+17 copies, 5 accounts",
        "The app is down",
        "possibly a campaign",
        "Likely cause",
        "False alarm",
    ):
        assert part in page
    chart = admin_client.get(address("alert-chart", pk=alert.pk)).content.decode()
    assert "usual, high" in chart
    assert "no data" in chart or "seen" in chart


def test_somebody_says_whether_it_was_real_and_that_is_in_the_trail(admin_client, alert):
    decide = address("alert-decide", pk=alert.pk)
    for said, state, verdict in (
        ("acknowledged", "acknowledged", ""),
        ("real", "closed", "real"),
        ("open", "open", ""),
        ("false", "closed", "false"),
    ):
        admin_client.post(decide, {"said": said})
        alert.refresh_from_db()
        assert (alert.state, alert.verdict) == (state, verdict)
    assert Entry.objects.filter(action="alert.decide").count() == 4
    assert admin_client.post(decide, {"said": "maybe"}).status_code == 400


def test_the_list_the_rules_and_the_empty_pages_open(admin_client, cast, alert):
    for name in ("alert-list", "alert-replay", "rule-list", "rule-new"):
        assert admin_client.get(address(name)).status_code == 200
    assert "mentions in" in admin_client.get(address("alert-list")).content.decode()
    AlertRule.objects.all().delete()
    for name in ("alert-list", "alert-replay", "rule-list"):
        assert "Nothing is watched yet" in admin_client.get(address(name)).content.decode()
    admin_client.post(address("alert-begin"))
    assert AlertRule.objects.filter(brand=cast.brand).count() == 1


def test_the_replay_moves_with_the_slider_and_its_threshold_can_be_used(admin_client, rule, alert):
    alert.verdict = "real"
    alert.save()
    part = {"HTTP_HX_REQUEST": "true"}
    strict = admin_client.get(
        address("alert-replay"), {"rule": rule.pk, "step": "0"}, **part
    ).content.decode()
    loose = admin_client.get(address("alert-replay"), {"rule": rule.pk, "step": "8"}, **part).content.decode()
    assert "<html" not in strict
    assert "that somebody called real" in strict
    assert strict.count("<tr>") <= loose.count("<tr>")
    admin_client.post(address("rule-threshold", pk=rule.pk), {"rate": "5.0"})
    rule.refresh_from_db()
    assert rule.alarms_per_month == 5.0
    admin_client.post(address("rule-threshold", pk=rule.pk), {"rate": "a lot"})
    rule.refresh_from_db()
    assert rule.alarms_per_month == 5.0


def test_the_replay_opens_with_a_threshold_of_ones_own(admin_client, rule, alert):
    replay = address("alert-replay")
    assert admin_client.get(replay).status_code == 200
    admin_client.post(address("rule-threshold", pk=rule.pk), {"rate": "3.3"})
    assert "3.3" in admin_client.get(replay).content.decode()


def test_the_replay_judges_its_first_day_by_four_weeks_before(admin_client, cast, rule):
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    Source.objects.create(brand=cast.brand, kind="feed", name="The forum")
    begin = now - timedelta(days=29, hours=20)
    store(cast.brand.pk, usual_mentions(50, end=now) + rise(60, begin))
    assert "Nothing in these thirty days" not in admin_client.get(address("alert-replay")).content.decode()


def test_a_day_that_nobody_saw_is_no_learning(admin_client, cast, rule):
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    source = Source.objects.create(brand=cast.brand, kind="feed", name="The forum", last_ok_at=now)
    store(cast.brand.pk, usual_mentions(30, end=now))
    GapRecord.objects.create(
        brand=cast.brand, source=source, reason="outage", start=now - timedelta(hours=30)
    )
    assert "Still learning" not in admin_client.get(address("alert-replay")).content.decode()


def test_the_pages_say_why_nothing_is_judged_and_what_is_left_out(admin_client, cast, rule):
    now = timezone.now()
    forum = Source.objects.create(brand=cast.brand, kind="feed", name="The forum", last_ok_at=now)
    blog = Source.objects.create(brand=cast.brand, kind="feed", name="The blog", last_ok_at=now)
    for source, rows in ((forum, usual_mentions(20, 1, now)), (blog, usual_mentions(20, 2, now))):
        store(cast.brand.pk, [{**row, "source_id": source.pk} for row in rows])
    places = [address("alert-list"), address("rule-detail", pk=rule.pk)]
    for place in places:
        assert "not judged" not in admin_client.get(place).content.decode()
    GapRecord.objects.create(brand=cast.brand, source=forum, reason="outage", start=now - 5 * HOUR)
    GapRecord.objects.create(brand=cast.brand, source=blog, reason="paused", start=now - 9 * HOUR)
    Source.objects.filter(pk=blog.pk).update(state="off")
    for place in places:
        page = admin_client.get(place).content.decode()
        assert "The last hour was not judged" in page
        assert "because the source did not answer" in page
        assert "Paused sources are not watched" in page


def _rule_fields(**changed: object) -> dict[str, object]:
    return {
        "name": "App",
        "query": "",
        "volume": "on",
        "alarms_per_month": "2",
        "daily_cap": "3",
        "is_on": "on",
    } | changed


def test_rules_are_added_changed_and_removed(admin_client, cast):
    admin_client.post(address("rule-new"), _rule_fields())
    added = AlertRule.objects.get(name="App")
    page = address("rule-detail", pk=added.pk)
    admin_client.post(page, _rule_fields(query="app OR login", quiet_from="22:00", quiet_until="07:00"))
    added.refresh_from_db()
    assert (added.query, added.quiet_from.hour) == ("app OR login", 22)
    admin_client.post(address("rule-remove", pk=added.pk))
    assert not AlertRule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"alarms_per_month": "900"}, "False alarms a month go from"),
        ({"quiet_from": "22:00"}, "Quiet hours need a beginning and an end"),
        ({"query": '"never closed'}, "field-error"),
        ({"name": "Everything"}, "already"),
    ],
)
def test_what_a_rule_cannot_be_is_said(admin_client, rule, wrong, said):
    response = admin_client.post(address("rule-new"), _rule_fields(**wrong))
    assert response.status_code == 400
    assert said in response.content.decode()
    assert AlertRule.objects.count() == 1


def test_recipients_come_and_go_and_a_webhooks_secret_is_shown_once(admin_client, rule):
    tell = address("rule-tell", pk=rule.pk)
    given = {"kind": "webhook", "address": "https://hooks.example/x", "language": "en"}
    page = admin_client.post(tell, given, follow=True).content.decode()
    assert "whsec_" in page
    assert "whsec_" not in Recipient.objects.get().secret
    assert "whsec_" not in admin_client.get(address("rule-detail", pk=rule.pk)).content.decode()
    for bad in (
        {"kind": "email", "address": "nobody"},
        {"kind": "webhook", "address": "file:///etc/passwd"},
        given,
    ):
        admin_client.post(tell, {"language": "en", **bad})
    assert Recipient.objects.count() == 1
    admin_client.post(address("rule-untell", pk=rule.pk, recipient=Recipient.objects.get().pk))
    assert not Recipient.objects.exists()


def test_nobody_else_sees_or_changes_anything(client, cast, alert, rule):
    client.force_login(cast.members["stranger"])
    assert client.get(address("alert-detail", pk=alert.pk)).status_code == 404
    client.force_login(cast.members["sales"])
    assert client.get(address("alert-detail", pk=alert.pk)).status_code == 200
    assert client.post(address("alert-decide", pk=alert.pk), {"said": "real"}).status_code == 403
    assert client.post(address("rule-threshold", pk=rule.pk), {"rate": "5"}).status_code == 403


def test_the_replay_of_a_new_brand_says_that_it_learns(admin_client, cast, rule):
    store(cast.brand.pk, usual_mentions(5, end=timezone.now() - timedelta(minutes=5)))
    assert "Still learning" in admin_client.get(address("alert-replay")).content.decode()
