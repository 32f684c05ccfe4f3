"""What other apps may use of the alerts."""

from .models import Alert
from .queries import access_alerts
from .sample import do_watch_sample
from .watching import do_watch

__all__ = ["Alert", "access_alerts", "do_watch", "do_watch_sample"]
