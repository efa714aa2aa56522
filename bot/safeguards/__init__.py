"""Before understanding: danger, numbers that may not be kept, and the way to a person."""
