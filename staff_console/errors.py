"""What can go wrong in the console."""

from __future__ import annotations


class ConsoleError(Exception):
    """Base of every error this package raises. ``text_key`` names its sentence for a colleague."""

    text_key = "went_wrong"


class AccountRefused(ConsoleError):
    """An account cannot be made or changed like this. ``text_key`` says why, for a colleague."""

    def __init__(self, text_key: str, message: str) -> None:
        super().__init__(message)
        self.text_key = text_key


class LogInRefused(ConsoleError):
    """Somebody may not come in. The reason never tells whether the account exists."""

    def __init__(self, text_key: str) -> None:
        super().__init__(f"log-in refused: {text_key}")
        self.text_key = text_key


class NotThere(ConsoleError):
    """What was asked for does not exist, or is not for this colleague: the answer is the same."""

    text_key = "not_there"
