"""The edge: redirects share links and takes in what happens on them, losing nothing it has acknowledged.

In one folder: `links.sqlite3` (who owns the links writes it, see `links`), `spool/` (events on their way), `salt` (of
today's visitor names), `states/`. `app.Edge` is what a server runs; `drain.Drain` carries the spools into the event log.
"""

from goodword.edge.errors import LinkError, SpoolProblem
from goodword.edge.links import change_links, write_snapshot
from goodword.edge.rows import Card, LinkRow, Site
from goodword.edge.settings import EdgeSettings
from goodword.edge.tokens import ClickToken, Signer

__all__ = [
    "Card",
    "ClickToken",
    "EdgeSettings",
    "LinkError",
    "LinkRow",
    "Signer",
    "Site",
    "SpoolProblem",
    "change_links",
    "write_snapshot",
]
