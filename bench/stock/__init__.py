"""Stock Rasa to compare with: its own environment, its model, its servers."""
