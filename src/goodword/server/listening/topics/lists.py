"""The list of topics."""

from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register, term_label

from ..languages import language_name
from .models import Topic
from .queries import access_topics

State = Topic.State
STATE_ICONS = {State.NEW.value: "star", State.RISING.value: "rise", State.FALLING.value: "fall"}

TOPICS = register(
    ListSpec(
        name="topics",
        title=_("Topics"),
        right=Right.MENTIONS_READ,
        rows=access_topics,
        columns=(
            Column(name="name", label=_("Topic"), value=lambda t: t.name, template="listening/topic.html"),
            Column(name="sentence", label=_("Sentence"), value=lambda t: t.sentence, default=False),
            Column(name="size", label=_("Mentions"), value=lambda t: t.size, sort="size", align="end"),
            Column(
                name="share", label=_("Share of all"), value=lambda t: t.share, template="listening/topic_share.html", align="end"
            ),
            Column(name="weeks", label=_("By week"), value=lambda t: t.weeks, template="listening/topic_weeks.html",
                   export=lambda t: " ".join(map(str, t.weeks))),
            Column(name="tones", label=term_label("sentiment"), value=lambda t: t.tones, template="listening/topic_tones.html",
                   export=lambda t: " ".join(f"{n}" for n in t.tones.values())),
            Column(name="net", label=term_label("net_favourable"), value=lambda t: t.net, sort="net",
                   template="listening/topic_share.html", align="end"),
            Column(name="state", label=_("State"), value=lambda t: t.state, default=False),
            Column(name="first_day", label=_("First seen"), value=lambda t: t.first_day, sort="first_day", default=False),
        ),
        facets=(
            Facet(name="state", label=_("State"), labels={each.value: each.label for each in State}, icons=STATE_ICONS),
            Facet(name="language", label=_("Language"), label_of=language_name, blank=_("Not known")),
        ),
        sorts=(
            Sort(name="size", label=_("Largest first"), key="size"),
            Sort(name="change", label=_("Fastest rising first"), key="change"),
            Sort(name="net", label=_("Most favourable first"), key="net", nullable=True,
                 reverse_label=_("Least favourable first")),
            Sort(name="first_day", label=_("Newest first"), key="first_day"),
        ),
        route="topic-list",
        export_route="topic-export",
    )
)  # fmt: skip
