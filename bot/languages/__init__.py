"""Which language is written, and which is asked for."""

from bot.languages.recognise import asked_language, leans_to, recognise

__all__ = ["asked_language", "leans_to", "recognise"]
