"""Rasa's hands: typed slots in, one use case, events and response keys out."""
