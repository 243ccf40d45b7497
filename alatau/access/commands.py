"""`alatau access ...`: staff and roles from the command line, and the sample city's people."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from alatau.access.errors import StaffUnknownError
from alatau.access.lookup import get_role
from alatau.access.matrix import draw_table
from alatau.access.own_record import link_record
from alatau.access.read import find_person_by_number, list_role_grants, list_roles_of, list_staff
from alatau.access.roles import grant_role, revoke_role
from alatau.access.sample import list_sample_sign_ins, load_sample_city
from alatau.access.staff import create_staff, disable_staff, find_staff, make_first_password
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import UserId, system_actor

BY = system_actor("access.command_line")

commands = typer.Typer(help="Staff, roles and sample people.", no_args_is_help=True)
role_commands = typer.Typer(help="Give, take and list roles of staff.", no_args_is_help=True)
staff_commands = typer.Typer(help="Make, close and list sign-ins of staff.", no_args_is_help=True)
sample_commands = typer.Typer(help="Invented people of a sample city.", no_args_is_help=True)
commands.add_typer(role_commands, name="role")
commands.add_typer(staff_commands, name="staff")
commands.add_typer(sample_commands, name="sample")
console = Console()


@commands.command("matrix")
def matrix() -> None:
    """Print the permission matrix as docs/reference/permissions.md keeps it."""
    typer.echo(draw_table(), nl=False)


@staff_commands.command("create")
def staff_create(login: str, name: str, office: str, role: str = typer.Option("", help="First role to give.")) -> None:
    """Make a sign-in and print its first password once. A new city's first administrator is made like this."""
    at, password = read_clocks(), make_first_password()
    if role:
        get_role(role)
    user_id = create_staff(login=login, name=name, office=office, password=password, by=BY, at=at)
    if role:
        grant_role(user_id, role, ground="Command line", valid_from=at.city_day, by=BY, at=at)
    console.print(f"{login} signs in at /sign-in/staff/ with this password, shown only now:\n\n  {password}\n")
    console.print("The first sign-in asks for a second factor to be set up, and for nothing to be skipped.")


@staff_commands.command("disable")
def staff_disable(login: str) -> None:
    """Close a sign-in for good and end its open browsers."""
    disable_staff(login, by=BY, at=read_clocks())
    console.print(f"{login} can no longer sign in.")


@staff_commands.command("recognise")
def staff_recognise(login: str) -> None:
    """Tell which resident a member of staff is, so that they never work on their own or their family's affairs."""
    at, user_id = read_clocks(), _need(login)
    # Asked for, not taken as an argument: a number in the shell's history would be a number in a file.
    person_id = find_person_by_number(typer.prompt("Personal number", hide_input=True), on=at.city_day)
    if person_id is None:
        raise NotFoundError
    link_record(user_id, person_id, by=BY, at=at)
    console.print(f"{login} no longer works on their own affairs or those of people close to them.")


@staff_commands.command("list")
def staff_list() -> None:
    """List active staff and the roles they hold."""
    table = Table("Name", "Office", "Roles", box=None, pad_edge=False)
    at = read_clocks()
    for view in list_staff(at=at):
        table.add_row(view.name, view.office, ", ".join(sorted(list_roles_of(view.user_id, at=at))))
    console.print(table)


@role_commands.command("grant")
def role_grant(
    login: str,
    role: str,
    ground: str = typer.Option(..., help="The order or request the role rests on."),
    region: str = typer.Option("", help="Place code; empty for the whole city."),
) -> None:
    """Give a member of staff a role from today on."""
    at = read_clocks()
    grant_role(_need(login), role, ground=ground, region=region, valid_from=at.city_day, by=BY, at=at)
    console.print(f"{login} holds the role {role} from today on.")


@role_commands.command("revoke")
def role_revoke(login: str, role: str) -> None:
    """Take a role back from now on, in every region."""
    at = read_clocks()
    for grant in list_role_grants(_need(login)):
        if grant.role == role:
            revoke_role(grant.id, by=BY, at=at)
    console.print(f"{login} no longer holds the role {role}.")


@role_commands.command("list")
def role_list() -> None:
    """List the roles the content package knows."""
    table = Table("Key", "Name", box=None, pad_edge=False)
    for role in content().roles:
        table.add_row(role.key, role.name.say("en"))
    console.print(table)


@sample_commands.command("load")
def sample_load() -> None:
    """Register the invented people of the sample city; a repeat adds only what is missing."""
    load_sample_city()
    console.print("The sample people are in the city.")


@sample_commands.command("list")
def sample_list() -> None:
    """Print who one can be in the sample city, and how to sign in as each."""
    table = Table("Who", "What they are", "How to sign in", box=None, pad_edge=False)
    for line in list_sample_sign_ins():
        table.add_row(line.name, line.description, line.how)
    console.print(table)


def _need(login: str) -> UserId:
    user_id = find_staff(login)
    if user_id is None:
        raise StaffUnknownError
    return user_id
