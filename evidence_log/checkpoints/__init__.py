"""Signed checkpoints: what the log's keeper stands for, kept outside the database too."""
