"""Who may come in: the first person of a new installation, brands, agencies, and a way back for a lost password."""

from typing import Annotated

import typer
from rich.console import Console

from goodword.core.errors import InputError

from .setup import prepare

Slug = Annotated[str, typer.Option(help="Short name for addresses (default: made from the name).")]


def invite(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    role: Annotated[
        str, typer.Option(help="marketing, sales, after_sales, legal, analyst or admin.")
    ] = "admin",
    organisation: Annotated[
        str | None, typer.Option(help="The organisation or agency to join (default: your own).")
    ] = None,
) -> None:
    """Print a link with which a person joins, for instance the first administrator."""
    prepare()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from goodword.server.accounts.facade import Role, invitation_path, organisation_named

    if role not in Role.values:
        raise typer.BadParameter(f"--role is one of {', '.join(Role.values)}.")
    try:
        validate_email(email)
    except ValidationError:
        raise InputError(f"{email} is no e-mail address. Write it as name@example.org.") from None
    place = organisation_named(organisation or _own_organisation())
    typer.echo(_address(invitation_path(email, Role(role), place)))


def _own_organisation() -> str:
    """Return the short name of the only organisation that is not sample data."""
    from goodword.server.accounts.facade import all_brands

    own = sorted({brand.organisation.slug for brand in all_brands() if not brand.is_sample})
    if len(own) > 1:
        raise InputError(
            f"There are several organisations. Choose one with --organisation: {', '.join(own)}."
        )
    return own[0]


def brand(
    name: Annotated[str, typer.Argument(help="What the brand is called.")],
    organisation: Annotated[
        str, typer.Option(help="The organisation it belongs to, made if it is not there (default: your own).")
    ] = "",
    slug: Slug = "",
) -> None:
    """Make a brand."""
    prepare()
    from goodword.server.accounts.facade import do_found_brand

    made = do_found_brand(name, organisation, slug)
    Console(highlight=False).print(
        f"Made the brand {made.name} of {made.organisation.name}; its short name is {made.slug}.",
        markup=False,
    )


def agency(name: Annotated[str, typer.Argument(help="What the agency is called.")], slug: Slug = "") -> None:
    """Make an agency; an administrator of a brand then lets it in by its short name."""
    prepare()
    from goodword.server.accounts.facade import do_found_agency

    made = do_found_agency(name, slug)
    Console(highlight=False).print(
        f"Made the agency {made.name}; its short name is {made.slug}.", markup=False
    )


def password(email: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Print a link with which a person sets a new password."""
    prepare()
    from goodword.server.accounts.facade import password_path

    typer.echo(_address(password_path(email)))


def _address(path: str) -> str:
    """Return a path at the address people use, or where the console listens on this machine."""
    from django.conf import settings

    from .serving import default_port

    return f"{settings.PUBLIC_URL.rstrip('/') or f'http://127.0.0.1:{default_port()}'}{path}"
