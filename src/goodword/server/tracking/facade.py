"""What other apps may use of the events."""

from .aliases import known_aliases
from .erasing import Forgotten, do_forget_person, person_forgotten
from .forgetting import do_forget_events
from .intake import (
    count_known_events,
    do_add_events,
    do_count_again,
    in_another_currency,
    in_the_future,
)
from .link_actions import (
    Made,
    do_change_expiry,
    do_forget_links,
    do_make_links,
    do_register_hosts,
    do_restore_link,
    do_withdraw_link,
)
from .link_queries import access_clicks, access_hosts, access_link, access_links, share_address, state_of
from .link_sample import do_add_link_sample
from .links import LinkFault, LinkGiven, LinksRefusedError, UnknownHostError, host_of
from .logs import broken_event_logs, event_log, remove_event_log
from .publishing import Published, ensure_published, publish_all, published
from .summary import DayOfEvents, access_days_of_events

__all__ = [
    "DayOfEvents",
    "Forgotten",
    "LinkFault",
    "LinkGiven",
    "LinksRefusedError",
    "Made",
    "Published",
    "UnknownHostError",
    "access_clicks",
    "access_days_of_events",
    "access_hosts",
    "access_link",
    "access_links",
    "broken_event_logs",
    "count_known_events",
    "do_add_events",
    "do_add_link_sample",
    "do_change_expiry",
    "do_count_again",
    "do_forget_events",
    "do_forget_links",
    "do_forget_person",
    "do_make_links",
    "do_register_hosts",
    "do_restore_link",
    "do_withdraw_link",
    "ensure_published",
    "event_log",
    "host_of",
    "in_another_currency",
    "in_the_future",
    "known_aliases",
    "person_forgotten",
    "publish_all",
    "published",
    "remove_event_log",
    "share_address",
    "state_of",
]
