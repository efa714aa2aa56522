"""Which language is written, and the few fixed texts that exist in it."""

from bot.languages.recognise import recognise

__all__ = ["recognise"]
