"""Passkeys (W3C WebAuthn 3): two factors in one, a device and the finger or PIN that opens it.

Each ceremony has a challenge of its own (see ``challenges.py``), asks the device to verify who
holds it, and is bound to the console's own address.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    bytes_to_base64url,
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import InvalidAuthenticationResponse, WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from staff_console.errors import AccountRefused, LogInRefused
from staff_console.store import StaffMember
from staff_console.ways_in import challenges, store
from staff_console.ways_in.store import Passkey
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
NEW, USE = "passkey_new", "passkey_use"
"""What a challenge is for."""
MOST_PASSKEYS = 20
_NAME_CHARACTERS = 80
_VERIFIED = UserVerificationRequirement.REQUIRED
_BAD = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Site:
    """Where the console is served, and the name that a device shows for it."""

    url: str
    name: str

    @property
    def rp_id(self) -> str:
        """The host that a passkey belongs to."""
        return urlsplit(self.url).hostname or ""


def ask_new(unit: UnitOfWork, site: Site, member: StaffMember, browser: str) -> str:
    """Return, as JSON, what a browser needs to make a passkey for ``member``.

    Raises :class:`AccountRefused` ``too_many_passkeys``.
    """
    existing = store.passkeys_of(unit, member.id)
    if len(existing) >= MOST_PASSKEYS:
        raise AccountRefused("too_many_passkeys", "There are enough passkeys: remove one first.")
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_id=member.id.encode(),
        user_name=member.login_name,
        user_display_name=member.display_name,
        exclude_credentials=_described(existing),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
    )
    _put_out(unit, options.challenge, browser, NEW)
    return options_to_json(options)


def ask(unit: UnitOfWork, site: Site, browser: str, staff_id: str | None = None) -> str:
    """Return, as JSON, what a browser needs to use a passkey: of one colleague, or of anybody."""
    allowed = _described(store.passkeys_of(unit, staff_id)) if staff_id else None
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id, allow_credentials=allowed, user_verification=_VERIFIED
    )
    _put_out(unit, options.challenge, browser, USE)
    return options_to_json(options)


def take_challenge(unit: UnitOfWork, credential: str, *, browser: str, purpose: str) -> bytes:
    """Return the challenge that ``credential`` answers. Commit this on its own.

    Raises :class:`LogInRefused` when it answers none that was put out to this browser.
    """
    parse = (
        parse_registration_credential_json
        if purpose == NEW
        else parse_authentication_credential_json
    )
    try:
        answered = parse_client_data_json(parse(credential).response.client_data_json).challenge
    except _BAD as error:
        raise LogInRefused("wrong_passkey") from error
    challenges.take_back(unit, bytes_to_base64url(answered), browser=browser, purpose=purpose)
    return answered


def keep_new(
    unit: UnitOfWork, site: Site, member: StaffMember, credential: str, challenge: bytes, name: str
) -> None:
    """Keep the passkey that ``credential`` is for ``member``.

    Raises :class:`LogInRefused` ``wrong_passkey`` when it was made for another site, without
    verifying who holds the device, or is known already.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.url,
            require_user_verification=True,
        )
    except _BAD as error:
        raise LogInRefused("wrong_passkey") from error
    key = _id(made.credential_id)
    if store.passkey_with(unit, key) is not None:
        raise LogInRefused("wrong_passkey")
    unit.add(
        Passkey(
            id=key,
            staff_id=member.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=" ".join(name.split())[:_NAME_CHARACTERS] or "Passkey",
            created_at=unit.now,
        )
    )


def owner_of(unit: UnitOfWork, site: Site, credential: str, challenge: bytes) -> str:
    """Return the id of the colleague whose passkey made ``credential``; its counter moves on.

    Raises :class:`LogInRefused` ``wrong_passkey``: unknown, another site's, a wrong signature,
    nobody verified, or a counter that does not move, as a copied device's would not.
    """
    try:
        answer = parse_authentication_credential_json(credential)
        passkey = store.passkey_with(unit, _id(answer.raw_id))
        if passkey is None or answer.response.user_handle not in (None, passkey.staff_id.encode()):
            raise LogInRefused("wrong_passkey")
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _BAD as error:
        if isinstance(error, InvalidAuthenticationResponse) and "sign count" in str(error):
            log.warning("a passkey's counter went back: it may have been copied")
        raise LogInRefused("wrong_passkey") from error
    passkey.sign_count, passkey.used_at = used.new_sign_count, unit.now
    return passkey.staff_id


def remove(unit: UnitOfWork, member: StaffMember, passkey_id: str) -> bool:
    """Remove a passkey of ``member``; return whether there was one.

    Raises :class:`AccountRefused` ``last_key`` when nothing else would be the second factor.
    """
    own = store.passkeys_of(unit, member.id)
    passkey = next((each for each in own if each.id == passkey_id), None)
    if passkey is None:
        return False
    if len(own) == 1 and member.totp_secret is None:
        raise AccountRefused("last_key", "This is the only second factor, so it stays.")
    store.remove_passkey(unit, passkey)
    return True


def _described(passkeys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in passkeys]


def _put_out(unit: UnitOfWork, challenge: bytes, browser: str, purpose: str) -> None:
    challenges.put_out(unit, bytes_to_base64url(challenge), browser=browser, purpose=purpose)


def _id(credential_id: bytes) -> str:
    return sha256(credential_id).hexdigest()
