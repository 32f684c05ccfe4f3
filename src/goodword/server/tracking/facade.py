"""What other apps may use of the events."""

from .forgetting import do_forget_events
from .intake import count_known_events, do_add_events, do_count_again
from .logs import broken_event_logs, event_log, remove_event_log
from .summary import DayOfEvents, access_days_of_events

__all__ = [
    "DayOfEvents",
    "access_days_of_events",
    "broken_event_logs",
    "count_known_events",
    "do_add_events",
    "do_count_again",
    "do_forget_events",
    "event_log",
    "remove_event_log",
]
