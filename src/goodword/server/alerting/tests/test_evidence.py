"""What made an alert: who wrote it, each account where it is."""

from datetime import timedelta

from goodword.server.alerting.evidence import Evidence
from goodword.server.alerting.facade import do_watch
from goodword.server.alerting.models import Alert, AlertRule
from goodword.server.alerting.tests.conftest import HOUR, NOW, RISE, rise, said, store
from goodword.server.collecting.models import Source
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.models import Mention


def evidence(cast, rule, sources):
    """Return what made an alert of twelve mentions by four ids, from as many sources as named."""
    moments = [RISE + timedelta(minutes=n) for n in range(12)]
    store(
        cast.brand.pk,
        [
            said(moment, author=str(n % 4), text=f"I said {n}", source=sources[n % len(sources)])
            for n, moment in enumerate(moments)
        ],
    )
    alert = Alert(
        brand=cast.brand,
        rule=rule,
        series="volume",
        at=RISE,
        until=RISE + HOUR,
        since=RISE,
        seen=12,
        expected=1,
    )
    return Evidence(cast.actor(), alert)


def test_few_accounts_are_told_and_the_same_id_elsewhere_is_another_account(cast, rule):
    assert evidence(cast, rule, ["a.example"]).few == {"accounts": 3, "share": "75%"}


def test_the_same_id_at_another_source_is_another_account(cast, rule):
    assert evidence(cast, rule, ["a.example", "b.example", "c.example"]).few is None


def test_the_texts_of_an_alert_stay_those_of_the_query_it_was_raised_by(actor, cast, usual):
    Source.objects.create(brand=cast.brand, kind="feed", name="The forum")
    rule = AlertRule.objects.create(
        brand=cast.brand, name="App", query="app", unfavourable=False, causes=False
    )
    made = make_mentions(cast.brand.pk, rise())
    Mention.objects.filter(pk=made[0].pk).update(published_at=NOW - timedelta(days=20))
    (alert,) = do_watch(actor, NOW)
    AlertRule.objects.filter(pk=rule.pk).update(query="fees")
    alert.refresh_from_db()
    assert Evidence(actor, alert).total >= alert.seen
    assert "q=app" in Evidence(actor, alert).list_url
