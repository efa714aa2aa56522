"""Every table of the product in one metadata, for migrations, erasure and tests."""

import evidence_log.store  # noqa: F401
from storage.base import Base

ALL = Base.metadata
