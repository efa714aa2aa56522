"""Every table of the product in one metadata, for migrations, erasure and tests."""

import audit_pack.store  # noqa: F401
import bot.store  # noqa: F401
import casework.referrals.store
import casework.settings.store
import casework.store  # noqa: F401
import evidence_log.checkpoints.store
import evidence_log.store  # noqa: F401
import referral_directory.store  # noqa: F401
import staff_console.store
import staff_console.ways_in.store
import staff_console.wording.store  # noqa: F401
from storage.base import Base

ALL = Base.metadata
