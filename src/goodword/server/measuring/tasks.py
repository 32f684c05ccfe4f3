"""The jobs of Measure: a metric of a large log, the usual pages before somebody opens them, and clearing up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, all_brands, system_actor_for
from goodword.server.jobs.facade import enqueue, job
from goodword.server.tracking.facade import event_log

from .keeping import do_prune
from .measure import INLINE_MOST, access_measured


@job(title=_("Measure"), max_attempts=3)
def measure(brand_id: int, metric: str, asked: dict[str, Any]) -> float:
    """Compute a metric of a brand and keep it; returns how many seconds it took."""
    return access_measured(system_actor_for(brand_id, "measuring"), metric, wait=True, **asked).seconds


def ask_measuring(actor: Actor, metric: str, asked: dict[str, Any], fingerprint: str) -> int:
    """Queue the computation of a metric, once for each version of its data; return the job's id."""
    return enqueue(measure, actor.brand_id, metric, asked, actor=actor, subject=metric, key=fingerprint)


@job(title=_("Measure ahead"), max_attempts=2, timeout_seconds=600)
def measure_ahead(brand_id: int) -> int:
    """Compute what the overview of a brand shows, so that nobody waits for it; returns how many metrics."""
    from .queries import Measures
    from .windows import usual_days

    actor = system_actor_for(brand_id, "measuring")
    return Measures(actor, usual_days(actor)).compute_all()


@job(title=_("Measure ahead where something happened"), max_attempts=2)
def measure_everywhere() -> int:
    """Queue the measuring of every brand that has events few enough to be measured while somebody waits."""
    asked = 0
    for brand in all_brands():
        with event_log(brand.pk).snapshot() as snapshot:
            events = snapshot.rows
        if 0 < events <= INLINE_MOST:
            ask_ahead(brand.pk)
            asked += 1
    return asked


def ask_ahead(brand_id: int) -> int:
    """Queue the measuring ahead of a brand, unless a job that will do it waits already; return the job's id."""
    return enqueue(measure_ahead, brand_id, brand_id=brand_id, unless_waiting=True)


@job(title=_("Clear away old measurements"), max_attempts=3)
def clear_measurements() -> int:
    """Let go of measurements nobody asked for again; returns how many."""
    return do_prune()
