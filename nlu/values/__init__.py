"""Values in what people write: money, days, periods, counts, postcodes, by rules (no model)."""

from nlu.values.extraction import extract
from nlu.values.value import Value

__all__ = ["Value", "extract"]
