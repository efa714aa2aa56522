"""What can go wrong in a conversation; each has a text for the person."""

from __future__ import annotations


class BotError(Exception):
    """Base of every error this package raises. ``text_key`` names the notice a person gets."""

    text_key = "notice_trouble"


class DialogueUnavailable(BotError):
    """No dialogue worker answered in time; the message is kept and handled later."""


class WorkerLost(DialogueUnavailable):
    """The worker hung or died on this message: the worker's fault, or the message's."""


class LeaseLost(BotError):
    """Another turn holds the conversation by now, so this one may change nothing."""


class DialogueFailed(BotError):
    """This message broke the understanding or one of its actions; a colleague takes it."""


class TooManyMessages(BotError):
    """More messages than one person may send in a minute. Danger is answered all the same."""

    text_key = "notice_too_many"


class BadMessage(BotError):
    """A message that is not one: wrong shape or far too large."""

    text_key = "notice_bad_message"


class CannotBeSaid(BotError):
    """A message in the outbox for which there are no words, so it is not sent or shown."""


class TextMissing(BotError):
    """A text key that no file holds, or a text whose value is missing."""


class TelegramRefused(BotError):
    """Telegram refuses the bot's token or webhook; whoever runs the product must mend that."""


class PhraseWrong(BotError):
    """A phrase in bot/safeguards/*.yml that cannot be read; whoever wrote it must mend it."""
