"""Who a visitor turned out to be."""

import pyarrow as pa

from goodword.server.accounts.facade import Actor, Right

from .models import Alias

_SCHEMA = pa.schema([("alias", pa.string()), ("person_id", pa.string())])


def known_aliases(actor: Actor) -> pa.Table:
    """Return the brand's aliases and who they are (alias, person_id: strings), in the order of the alphabet."""
    actor.check(Right.EVENTS_READ)
    rows = Alias.objects.filter(brand_id=actor.brand_id).order_by("alias").values_list("alias", "person_id")
    aliases, people = zip(*rows, strict=True) if rows else ((), ())
    return pa.table([pa.array(aliases, pa.string()), pa.array(people, pa.string())], schema=_SCHEMA)
