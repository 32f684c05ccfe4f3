"""Hours become alerts: what stands out is raised once, what nobody saw is not judged."""

from datetime import datetime, timedelta

import pytest

from goodword.server.alerting.actions import do_close
from goodword.server.alerting.facade import access_alerts, do_watch
from goodword.server.alerting.models import Alert, AlertRule, Message, Recipient
from goodword.server.collecting.models import GapRecord, Source
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.models import Mention

from .conftest import HOUR, NOW, RISE, rise, said, store, usual_mentions

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast) -> Source:
    return Source.objects.create(brand=cast.brand, kind="feed", name="The forum")


def test_the_usual_raises_nothing(actor, rule, usual, source):
    assert do_watch(actor, NOW) == []
    rule.refresh_from_db()
    assert (rule.looked_at, rule.problem) == (NOW, "")


def test_a_rise_raises_one_alert_for_each_series_that_shows_it(actor, cast, rule, usual, source):
    store(cast.brand.pk, rise())
    raised = {alert.series: alert for alert in do_watch(actor, NOW)}
    assert {"volume", "unfavourable"} <= set(raised) <= {"volume", "unfavourable", "cause:service_problem"}
    volume = raised["volume"]
    assert RISE <= volume.at < RISE + 3 * HOUR
    assert volume.seen > 3 * volume.expected
    assert volume.total is None
    assert "usually" in volume.title()
    share = raised["unfavourable"]
    assert share.seen / share.total > 0.4 > share.expected / share.total


def test_looking_again_raises_nothing_twice_and_late_mentions_change_nothing_but_the_end(
    actor, cast, rule, usual, source
):
    store(cast.brand.pk, rise())
    first = do_watch(actor, NOW)
    assert first
    assert do_watch(actor, NOW + timedelta(minutes=10)) == []
    store(cast.brand.pk, rise(30, RISE - HOUR, 2))
    assert do_watch(actor, NOW + timedelta(minutes=20)) == []
    assert len(access_alerts(actor)) == len(first)


def test_an_alert_ends_when_the_hours_are_usual_again(actor, cast, rule, usual, source):
    store(cast.brand.pk, rise())
    do_watch(actor, NOW)
    later = NOW + timedelta(days=2)
    store(
        cast.brand.pk,
        [row for row in usual_mentions(26, 5, later) if row["published_at"] >= NOW.replace(minute=0)],
    )
    do_watch(actor, later)
    alert = Alert.objects.get(series="volume")
    assert alert.is_over
    assert alert.at <= alert.until < NOW + 12 * HOUR
    do_watch(actor, later + timedelta(days=8))
    alert.refresh_from_db()
    assert (alert.state, alert.verdict) == (Alert.State.CLOSED, "")


@pytest.mark.parametrize("state", ["open", "lost"])
def test_hours_with_a_gap_are_not_judged(actor, cast, rule, source, state):
    store(cast.brand.pk, [{**row, "source_id": source.pk} for row in usual_mentions()])
    store(cast.brand.pk, rise(hours=2))
    GapRecord.objects.create(
        brand=cast.brand, source=source, reason="outage", start=RISE - HOUR, end=RISE + 3 * HOUR, state=state
    )
    assert do_watch(actor, NOW) == []


def test_a_gap_is_no_silence_to_rise_from(actor, cast, rule, source):
    rows = [
        row for row in usual_mentions() if not NOW - timedelta(days=6) < row["published_at"] < NOW - 10 * HOUR
    ]
    store(cast.brand.pk, [{**row, "source_id": source.pk} for row in rows])
    GapRecord.objects.create(
        brand=cast.brand,
        source=source,
        reason="outage",
        start=NOW - timedelta(days=6),
        end=NOW - 10 * HOUR,
        state="lost",
    )
    assert do_watch(actor, NOW) == []


def test_the_gap_of_a_source_that_hardly_matters_hides_nothing(actor, cast, rule, usual, source):
    small = Source.objects.create(brand=cast.brand, kind="feed", name="A small one")
    store(cast.brand.pk, rise())
    GapRecord.objects.create(brand=cast.brand, source=small, reason="auth", start=NOW - timedelta(days=9))
    assert {alert.series for alert in do_watch(actor, NOW)} >= {"volume"}


def test_under_fourteen_days_only_the_limit_counts(actor, cast, rule, source):
    store(cast.brand.pk, usual_mentions(days=10) + rise(90))
    assert do_watch(actor, NOW) == []
    AlertRule.objects.update(limit=25)
    (alert,) = do_watch(actor, NOW)
    assert (alert.series, alert.reason, alert.at) == ("volume", "limit", RISE)


def test_a_rule_watches_what_its_query_finds(actor, cast, usual, source):
    AlertRule.objects.create(brand=cast.brand, name="App", query="app", unfavourable=False, causes=False)
    AlertRule.objects.create(brand=cast.brand, name="Fees", query="fees", unfavourable=False, causes=False)
    made = make_mentions(cast.brand.pk, rise())
    Mention.objects.filter(pk=made[0].pk).update(published_at=NOW - timedelta(days=20))
    assert {alert.rule.name for alert in do_watch(actor, NOW)} == {"App"}


def test_a_query_that_cannot_be_read_any_more_is_said_and_harms_no_other_rule(
    actor, cast, rule, usual, source
):
    broken = AlertRule.objects.create(brand=cast.brand, name="Broken", query='cause:"gone"')
    store(cast.brand.pk, rise())
    assert do_watch(actor, NOW)
    broken.refresh_from_db()
    assert broken.problem


def test_other_brands_and_other_origins_are_not_counted(actor, cast, rule, usual, source):
    store(cast.bread.pk, rise())
    store(cast.brand.pk, [{**row, "origin": "brand"} for row in rise()])
    assert do_watch(actor, NOW) == []


def test_a_brand_without_live_sources_is_not_watched_beyond_its_last_mention(actor, cast, rule):
    rows = usual_mentions(days=30, end=NOW - timedelta(days=10))
    store(cast.brand.pk, [*rows, said(NOW - HOUR)])
    assert do_watch(actor, NOW) == []


def test_looking_back_keeps_two_rises_apart(actor, cast, rule, source):
    store(cast.brand.pk, usual_mentions(30))
    first, second = RISE - timedelta(days=8), RISE
    store(cast.brand.pk, rise(begin=first) + rise(begin=second))
    do_watch(actor, NOW, reach=timedelta(days=12))
    found = Alert.objects.filter(series="volume").order_by("at")
    assert [alert.at.date() for alert in found] == [first.date(), second.date()]
    assert found[0].is_over
    assert found[0].until < first + timedelta(days=1)


def test_a_crisis_soon_after_an_alert_opens_it_again_and_is_told_whatever_was_said_of_it(
    actor, cast, rule, usual, source
):
    Recipient.objects.create(rule=rule, kind="email", address="ada@ada.example", language="en")
    AlertRule.objects.update(unfavourable=False, causes=False)
    store(cast.brand.pk, rise(hours=1))
    (alert,) = do_watch(actor, NOW)
    later = NOW + timedelta(days=2)
    store(cast.brand.pk, [row for row in usual_mentions(26, 5, later) if row["published_at"] >= _hour(NOW)])
    do_watch(actor, NOW + 8 * HOUR)
    do_close(actor, alert.pk, "false")
    store(cast.brand.pk, rise(200, _hour(NOW) + 12 * HOUR, 20))
    assert do_watch(actor, NOW + 30 * HOUR) == []
    alert.refresh_from_db()
    assert (alert.is_over, alert.state) == (False, "open")
    assert alert.until == _hour(NOW) + 29 * HOUR
    assert Message.objects.filter(rule=rule).count() == 2
    do_watch(actor, NOW + 31 * HOUR)
    assert Message.objects.filter(rule=rule).count() == 2


def test_what_was_said_for_a_reward_is_not_watched(actor, cast, rule, usual, source):
    store(cast.brand.pk, [{**row, "stimulus": "stimulated"} for row in rise()])
    assert do_watch(actor, NOW) == []


def test_single_items_that_could_not_be_read_hide_nothing(actor, cast, rule, source):
    store(cast.brand.pk, [{**row, "source_id": source.pk} for row in usual_mentions() + rise()])
    _gap(source, "skipped", NOW - timedelta(days=29), NOW, "lost")
    assert {alert.series for alert in do_watch(actor, NOW)} >= {"volume"}


def test_a_source_that_somebody_paused_does_not_hide_the_others(actor, cast, rule, usual, source):
    paused = Source.objects.create(brand=cast.brand, kind="feed", name="A large one", state="off")
    before = NOW - timedelta(days=10)
    mine = [row for row in usual_mentions(seed=2) if row["published_at"] < before]
    store(cast.brand.pk, [{**row, "source_id": paused.pk} for row in mine])
    store(cast.brand.pk, rise())
    _gap(paused, "paused", before)
    assert {alert.series for alert in do_watch(actor, NOW)} >= {"volume"}


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0)


def _gap(
    source: Source, reason: str, start: datetime, end: datetime | None = None, state: str = "open"
) -> None:
    GapRecord.objects.create(
        brand=source.brand, source=source, reason=reason, start=start, end=end, state=state
    )
