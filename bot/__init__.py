"""The conversation: channels, safeguards, the turn, and Rasa's domain and rules."""
