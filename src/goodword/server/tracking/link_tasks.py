"""The job of share links: the edge serves what the database holds, whatever went wrong meanwhile."""

from django.utils.translation import gettext_lazy as _

from goodword.server.jobs.facade import enqueue, job

from .publishing import ensure_published, publish_all


@job(title=_("Publish share links"), max_attempts=10, retry_seconds=2, retry_ceiling_seconds=60)
def publish_links() -> int:
    """Look whether the edge serves every link as it is now; return how many had to be written."""
    return ensure_published()


@job(title=_("Publish all share links anew"), max_attempts=5)
def publish_links_anew() -> int:
    """Write the whole link file anew, also where nothing seems to be missing."""
    return publish_all()


def ask_to_publish(brand_id: int) -> None:
    """Queue the publishing for a brand, unless it is queued already."""
    enqueue(publish_links, brand_id=brand_id, unless_waiting=True)
