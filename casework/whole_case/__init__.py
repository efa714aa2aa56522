"""Everything that hangs on a case, in every package, as the schema tells it."""
