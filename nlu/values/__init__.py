"""Values in what people write: money, days, periods, counts, postcodes, by rules (no model)."""

from nlu.values.extraction import Value, extract

__all__ = ["Value", "extract"]
