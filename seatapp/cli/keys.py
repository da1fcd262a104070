"""`flask keys make|list|revoke`: admin keys by hand."""

import click
from flask.cli import AppGroup

from ..identity import admin_keys
from ..organiser.schemas import SCOPES, NewAdminKeySchema
from .database import on_database

MADE_BY = "flask keys"

keys = AppGroup("keys", help="Make, list and revoke admin keys.")


@keys.command("make")
@click.argument("name")
@click.option(
    "--scope", "scopes", type=click.Choice(SCOPES), multiple=True, required=True, help="Again for more."
)
@click.option("--show", "shows", multiple=True, help="A show's id, again for more; without, all shows.")
@on_database
def make(name: str, scopes: tuple[str, ...], shows: tuple[str, ...]) -> None:
    """Make an admin key called NAME, and print its secret, which nobody can see again."""
    wanted = NewAdminKeySchema().load({"name": name, "scopes": list(scopes), "shows": list(shows) or None})
    _, secret = admin_keys.create(**wanted, by=MADE_BY)
    click.echo(secret)


@keys.command("list")
@on_database
def list_keys() -> None:
    """List the admin keys, the oldest first. ADMIN_TOKEN is a setting and not among them."""
    for key in admin_keys.every():
        shows = "all shows" if key["shows"] is None else ", ".join(key["shows"])
        click.echo(f"{key['_id']}\t{key['name']}\t{', '.join(key['scopes'])}\t{shows}")


@keys.command("revoke")
@click.argument("key_id", metavar="ID")
@on_database
def revoke(key_id: str) -> None:
    """Revoke the admin key with this id: every worker refuses it from now on."""
    key = admin_keys.revoke(key_id, by=MADE_BY)
    click.echo(f"Revoked {key['name']}.")
