"""A way back in for somebody who lost a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.errors import InputError

from .models import User


def password_path(email: str) -> str:
    """Return the path of a page on which a user sets a new password; it works once."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        raise InputError(
            _("Nobody signs in as %(email)s. Check the address; members are listed in the console.")
            % {"email": email}
        )
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
