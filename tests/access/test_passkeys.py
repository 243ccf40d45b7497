"""Passkeys: added, used, renamed, removed; and forged ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from alatau.access.factors import FactorKind, list_factors
from alatau.access.sessions import PROVED_AT
from tests.access.authenticator import Authenticator
from tests.people import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.people import Resident


def add_passkey(client: Client, who: Resident, key: Authenticator | None = None) -> Authenticator:
    """Sign in and add a passkey, as the page's script does."""
    sign_in(client, who)
    key = key or Authenticator()
    options = client.get(reverse("access:new_passkey_challenge")).json()
    client.post(reverse("access:add_passkey"), {"name": "My phone", "credential": key.create(options)})
    return key


def passkeys(who: Resident) -> list[str]:
    """Return the names of a person's passkeys."""
    assert who.actor.user_id is not None
    return [factor.name for factor in list_factors(who.actor.user_id) if factor.kind is FactorKind.PASSKEY]


def sign_in_with(client: Client, key: Authenticator, *, challenge: str = "") -> int:
    """Sign out and in again with a passkey; return the status."""
    client.post(reverse("access:sign_out"))
    options = client.get(reverse("access:sign_in_challenge")).json()
    credential = key.get(options, challenge=challenge)
    return client.post(reverse("access:sign_in_passkey"), {"credential": credential}).status_code


def test_resident_signs_in_with_a_passkey(client: Client, aigerim: Resident) -> None:
    key = add_passkey(client, aigerim)
    assert passkeys(aigerim) == ["My phone"]
    assert sign_in_with(client, key) == 302
    assert aigerim.person.name in client.get("/me/").content.decode()


def test_answer_to_another_challenge_is_refused(client: Client, aigerim: Resident) -> None:
    key = add_passkey(client, aigerim)
    assert sign_in_with(client, key, challenge="c3RvbGVuLWNoYWxsZW5nZS1vZi1hbm90aGVyLWRheQ") == 403
    assert client.get("/me/").status_code == 302


def test_passkey_that_does_not_check_its_holder_is_not_added(client: Client, aigerim: Resident) -> None:
    add_passkey(client, aigerim, Authenticator(verifies=False))
    assert passkeys(aigerim) == []


def test_key_of_a_stranger_does_not_open_the_person(client: Client, aigerim: Resident) -> None:
    key = add_passkey(client, aigerim)
    forged = Authenticator()
    forged.credential_id, forged.user_handle = key.credential_id, key.user_handle
    assert sign_in_with(client, forged) == 403


def test_nonsense_in_place_of_a_credential_is_refused(client: Client, aigerim: Resident) -> None:
    client.get(reverse("access:sign_in_challenge"))
    for nonsense in ("", "{", "[]", '{"id": 1}', "null"):
        assert client.post(reverse("access:sign_in_passkey"), {"credential": nonsense}).status_code == 403


def test_passkey_is_renamed_and_removed_by_its_owner(client: Client, aigerim: Resident) -> None:
    add_passkey(client, aigerim)
    assert aigerim.actor.user_id is not None
    factor_id = list_factors(aigerim.actor.user_id)[0].id
    client.post(reverse("access:rename_passkey", args=[factor_id]), {"name": "Old phone"})
    assert passkeys(aigerim) == ["Old phone"]
    client.post(reverse("access:remove_factor", args=[factor_id]))
    assert passkeys(aigerim) == []


def test_passkey_of_another_cannot_be_touched(client: Client, aigerim: Resident, bolat: Resident) -> None:
    add_passkey(client, aigerim)
    assert aigerim.actor.user_id is not None
    factor_id = list_factors(aigerim.actor.user_id)[0].id
    sign_in(client, bolat)
    assert client.post(reverse("access:rename_passkey", args=[factor_id]), {"name": "x"}).status_code == 404
    assert client.post(reverse("access:remove_factor", args=[factor_id])).status_code == 404


def test_adding_a_passkey_asks_for_a_fresh_proof(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    session = client.session
    session[PROVED_AT] -= 3600
    session.save()
    answer = client.post(reverse("access:add_passkey"), {"credential": "{}"})
    assert answer["Location"].startswith(reverse("access:prove"))
