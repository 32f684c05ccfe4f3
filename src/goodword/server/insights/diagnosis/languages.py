"""Lists as each language writes them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from goodword.server.shell.vocabulary import is_chinese


def listed(names: Sequence[str]) -> str:
    """Return names as a list in the language of the page.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     listed(["price", "delivery", "staff"]), listed(["price"]), listed([])
    ('price, delivery and staff', 'price', '')
    >>> with override("zh-hans"):
    ...     listed(["价格", "配送"])
    '价格、配送'
    """
    if is_chinese() or len(names) < 2:
        return "、".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
