"""Answers to what people ask about letters, costs, seizure and help: each with source and date."""

from bot.explanations.answers import explanation_texts
from bot.explanations.figures import figures
from bot.explanations.nearest import find_explanation

__all__ = ["explanation_texts", "figures", "find_explanation"]
