"""`flask people export|erase`: a person's data, by hand."""

from collections.abc import Mapping

import click
from flask.cli import AppGroup

from ..encoding import SocketJson
from ..identity.person import Person
from ..people.erase import erase
from ..people.export import count, export, identify
from .database import on_database

people = AppGroup("people", help="Show and erase what is kept of a person.")


@people.command("export")
@click.argument("names", nargs=-1, required=True, metavar="USER_ID_OR_EMAIL...")
@on_database
def export_person(names: tuple[str, ...]) -> None:
    """Print as JSON all that is kept of a person, of all shows."""
    person, maybe = identify(list(names))
    click.echo(SocketJson.dumps(export(person)))
    _mention(maybe)


@people.command("erase")
@click.argument("names", nargs=-1, required=True, metavar="USER_ID_OR_EMAIL...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_database
def erase_person(names: tuple[str, ...], yes: bool) -> None:
    """Take a person out of all that is kept, of all shows.

    Bookings, their seats and amounts stay for the accounts, without the person; running locks are released.
    What was interrupted is finished by the next run.
    """
    person, maybe = identify(list(names))
    if not yes:
        click.echo(f"Of {_listed(person)}: {_counted(count(person))}.", err=True)
        click.confirm("Erase all that, so that nobody can bring it back?", abort=True, err=True)
    click.echo(f"Erased {_listed(person)}: {_counted(erase(person))}.")
    _mention(maybe)


def _mention(maybe: list[str]) -> None:
    if maybe:
        click.echo(f"Perhaps the same person, and left alone: {', '.join(maybe)}", err=True)


def _listed(person: Person) -> str:
    return ", ".join(sorted(person.names))


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items() if number) or "nothing"
