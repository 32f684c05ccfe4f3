"""Listings that show the newest first, page by page: read down to what is known, nothing lost, nothing doubled.

Most review and comment services answer in this way. A connector says how a page of one listing is read (`Listing`);
`pull_newest_first` keeps the place in each, over as many pulls as it takes.
"""

from .listing import Entry, Found, Known, Listing, Page, StalePageError
from .pulling import Plan, pull_newest_first
from .replies import reply_id, take_back
from .versions import version_of

__all__ = [
    "Entry",
    "Found",
    "Known",
    "Listing",
    "Page",
    "Plan",
    "StalePageError",
    "pull_newest_first",
    "reply_id",
    "take_back",
    "version_of",
]
