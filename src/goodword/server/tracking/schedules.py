"""What tracking does by itself."""

from datetime import time, timedelta

from goodword.server.jobs.facade import Schedule, register

from .link_tasks import publish_links, publish_links_anew
from .tasks import look_everywhere, look_for_forgotten

register(Schedule(name="tracking.look_everywhere", task=look_everywhere, every=timedelta(minutes=1)))
register(Schedule(name="tracking.publish_links", task=publish_links, every=timedelta(minutes=1)))
register(Schedule(name="tracking.publish_links_anew", task=publish_links_anew, at=time(4, 20)))
register(Schedule(name="tracking.look_for_forgotten", task=look_for_forgotten, every=timedelta(hours=1)))
