"""The second factor: a time-based code (RFC 6238) that works once, or a recovery code."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp
import segno

from staff_console.store import StaffMember, replace_recovery_codes, take_recovery_code
from storage.unit_of_work import UnitOfWork

STEP_SECONDS = 30
_DRIFT_STEPS = 1
RECOVERY_CODES = 8
ISSUER = "Warmwijzer"


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


def take_code(unit: UnitOfWork, member: StaffMember, code: str) -> bool:
    """Whether ``code`` is right for ``member``; a code that was right never works again."""
    plain = "".join(code.split()).lower()
    if member.totp_secret is not None:
        step = matching_step(member.totp_secret, plain, unit.now, member.totp_step)
        if step is not None:
            member.totp_step = step
            return True
    return take_recovery_code(unit, member.id, _hashed(plain))


def new_recovery_codes(unit: UnitOfWork, member: StaffMember) -> list[str]:
    """Return fresh recovery codes, to be shown once; the earlier ones stop working."""
    codes = [secrets.token_hex(8) for _ in range(RECOVERY_CODES)]
    replace_recovery_codes(unit, member.id, [_hashed(code) for code in codes])
    return codes


def _hashed(code: str) -> str:
    return sha256(code.replace("-", "").encode()).hexdigest()
