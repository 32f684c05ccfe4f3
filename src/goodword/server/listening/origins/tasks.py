"""The job that labels mentions by known accounts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from goodword.server.jobs.facade import enqueue, job, progress


@job(title=_("Label mentions of known accounts"), max_attempts=5, timeout_seconds=3600)
def relabel_mentions(brand_id: int) -> int:
    """Label a brand's mentions by the accounts known now; return how many changed."""
    from .relabelling import relabel  # it needs the mentions, whose models need this package

    return relabel(
        brand_id, on_done=lambda n: progress(None, gettext_noop("%(rows)s mentions looked at"), rows=n)
    )


def ask_relabel(brand_id: int) -> int:
    """Queue the labelling, unless it waits already."""
    return enqueue(relabel_mentions, brand_id, brand_id=brand_id, unless_waiting=True)
