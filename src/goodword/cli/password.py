"""`goodword password`: a link with which somebody sets a new password, for installations that send no mail."""

from typing import Annotated

import typer

from .setup import prepare


def password(email: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Print a link with which a person sets a new password."""
    prepare()
    from goodword.server.accounts.facade import password_path

    from .serving import default_port

    typer.echo(f"http://127.0.0.1:{default_port()}{password_path(email)}")
