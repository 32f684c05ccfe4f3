"""What made an alert: who wrote it, each account where it is."""

from datetime import timedelta

from goodword.server.alerting.evidence import Evidence
from goodword.server.alerting.models import Alert
from goodword.server.alerting.tests.conftest import HOUR, RISE, said, store


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
