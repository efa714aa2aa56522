"""Rasa behind a wall: the only place outside nlu/components that imports rasa."""
