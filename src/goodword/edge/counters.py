"""What the edge counts, as Prometheus reads it."""

from collections.abc import Mapping

_HELP = {
    "clicks": ("counter", "Redirects of people's browsers."),
    "machines": ("counter", "Looks of machines at links, never counted as clicks, by kind."),
    "polite_pages": ("counter", "Links that lead nowhere, by reason."),
    "views": ("counter", "Loads of the counting pixel by people's browsers."),
    "page_events": ("counter", "Events sent by pages' scripts."),
    "page_batches_refused": ("counter", "Batches of page events that could not be used."),
    "events_recorded": ("counter", "Events on disk."),
    "events_lost": ("counter", "Events lost because the spool was full or broken. Alarm when this grows."),
    "events_unconfirmed": (
        "counter",
        "Events answered before the disk confirmed them. Alarm when this grows.",
    ),
    "commits": ("counter", "Group commits."),
    "events_waiting": ("gauge", "Events waiting for the next commit."),
    "batches_undrained": ("gauge", "Batches in current spools that are not in the event log yet."),
    "spool_broken": ("gauge", "1 while events cannot be kept."),
    "links": ("gauge", "Links that are served."),
    "links_version": ("gauge", "Version of the link file that is served."),
    "drain_events": ("counter", "Events the drain has put into the event log."),
    "drain_refused": ("counter", "Lines the event log refused; they are in refused.ndjson."),
    "drain_damaged": ("counter", "Spools set aside because they were damaged."),
    "drain_failing": ("gauge", "1 while the drain cannot do its work."),
}
_LABELS = {"machines": "kind", "polite_pages": "reason"}


class Counters:
    """Counts of one process; plain attributes, because this is the hot path."""

    __slots__ = ("clicks", "machines", "page_batches_refused", "page_events", "polite_pages", "views")

    def __init__(self) -> None:
        self.clicks = self.views = self.page_events = self.page_batches_refused = 0
        self.machines: dict[str, int] = {}
        self.polite_pages: dict[str, int] = {}

    def values(self) -> dict[str, float]:
        """Return all counts by name; labelled ones as `name|label`."""
        found: dict[str, float] = {
            name: getattr(self, name) for name in ("clicks", "views", "page_events", "page_batches_refused")
        }
        for name in ("machines", "polite_pages"):
            labels = list(getattr(self, name).items())  # at once: the other thread may add one meanwhile
            found |= {f"{name}|{label}": count for label, count in labels}
        return found


def prometheus_text(processes: Mapping[str, Mapping[str, float]]) -> str:
    """Return the counts of processes, by their name, in the text format of Prometheus (version 0.0.4).

    Each sample names its process: a sum would fall when one of them ends, and look like a new beginning of all.

    >>> print(prometheus_text({"edge-1": {"machines|preview": 2}}).splitlines()[-1])
    goodword_edge_machines_total{process="edge-1",kind="preview"} 2
    """
    lines = []
    for name, (kind, meaning) in _HELP.items():
        full = f"goodword_edge_{name}" + ("_total" if kind == "counter" else "")
        samples = [
            f'{full}{{process="{process}"{_label(key)}}} {value:.15g}'
            for process, values in processes.items()
            for key, value in sorted(values.items())
            if key.partition("|")[0] == name
        ]
        if samples:
            lines += [f"# HELP {full} {meaning}", f"# TYPE {full} {kind}", *samples]
    return "\n".join(lines) + "\n"


def _label(key: str) -> str:
    name, _, value = key.partition("|")
    return f',{_LABELS[name]}="{value}"' if value else ""
