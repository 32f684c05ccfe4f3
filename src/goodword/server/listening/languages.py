"""Names of languages."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

_UNNAMED = {"zh": _("Chinese"), "und": _("Not known")}


def language_name(code: str) -> str:
    """Return a language's name in the language of the page; the code itself when nobody named it.

    >>> language_name("zh"), language_name("fr"), language_name("xx")
    ('Chinese', 'French', 'xx')
    """
    if code in _UNNAMED:
        return str(_UNNAMED[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
