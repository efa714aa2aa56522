"""The second factor: a time-based code (RFC 6238) that works once, or a recovery code."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp
import segno

from staff_console.errors import LogInRefused
from staff_console.store import StaffMember, replace_recovery_codes, take_recovery_code
from storage.unit_of_work import UnitOfWork

STEP_SECONDS = 30
_DRIFT_STEPS = 1
RECOVERY_CODES = 8
ISSUER = "Warmwijzer"
_SECRET = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    """Return a fresh secret of 160 bits, as base 32."""
    return pyotp.random_base32()


def picture_of(secret: str, login_name: str) -> str:
    """Return the secret as an SVG image that an authenticator app can read."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login_name, issuer_name=ISSUER)
    svg: str = segno.make(address, error="m").svg_inline(scale=4, dark="#000", light="#fff")
    return svg


def matching_step(secret: str, code: str, at: datetime, after: int | None) -> int | None:
    """Return the time step of which ``code`` is the code, or None.

    One step early or late is fine; a step up to and including ``after`` was used before.
    """
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if right and (after is None or step > after):
            return step
    return None


def take_code(unit: UnitOfWork, member: StaffMember, code: str) -> str | None:
    """Return what ``code`` is of ``member``: app_code, recovery_code, or None when it is wrong.

    A code that was right never works again.
    """
    plain = "".join(code.split()).lower()
    if member.totp_secret is not None:
        step = matching_step(member.totp_secret, plain, unit.now, member.totp_step)
        if step is not None:
            member.totp_step = step
            return "app_code"
    return "recovery_code" if take_recovery_code(unit, member.id, _hashed(plain)) else None


def keep_app(unit: UnitOfWork, member: StaffMember, secret: str, code: str) -> None:
    """Make ``secret`` the one of the colleague's code app, when ``code`` shows that the app has it.

    Raises :class:`LogInRefused` ``wrong_code`` when it does not.
    """
    is_ours = _SECRET.fullmatch(secret) is not None
    step = matching_step(secret, "".join(code.split()), unit.now, None) if is_ours else None
    if step is None:
        raise LogInRefused("wrong_code")
    member.totp_secret, member.totp_step = secret, step


def new_recovery_codes(unit: UnitOfWork, member: StaffMember) -> list[str]:
    """Return fresh recovery codes, to be shown once; the earlier ones stop working."""
    codes = [secrets.token_hex(8) for _ in range(RECOVERY_CODES)]
    replace_recovery_codes(unit, member.id, [_hashed(code) for code in codes])
    return codes


def _hashed(code: str) -> str:
    return sha256(code.replace("-", "").encode()).hexdigest()
