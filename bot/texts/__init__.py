"""Fixed texts that Rasa may not say: notices, safeguards, and sentences about decisions."""
