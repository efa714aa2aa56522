"""The audit pack: norms, figures, samples and exports for auditors, made from the evidence log.

It reads the log only through ``evidence_log`` and never a case, so an auditor can compute the same
figures from an export.
"""

from audit_pack.artifacts import Artifact, read_artifacts
from audit_pack.errors import (
    AuditPackError,
    EarlierPackRefused,
    FolderTaken,
    FormRefused,
    PeriodRefused,
    WritingFailed,
)
from audit_pack.findings import Findings, gather
from audit_pack.kpis import Kpi, kpis
from audit_pack.maturity import SelfAssessment, read_self_assessment
from audit_pack.months import Period, last_two_years
from audit_pack.norms import Norm, load_norms, numbered, requirements
from audit_pack.pack import write_pack
from audit_pack.period_export import PeriodExport, write_period_export
from audit_pack.report import Wanted, build_report
from audit_pack.report.change_section import read_earlier
from audit_pack.store import in_force_during, keep_in_force

__all__ = [
    "Artifact",
    "AuditPackError",
    "EarlierPackRefused",
    "Findings",
    "FolderTaken",
    "FormRefused",
    "Kpi",
    "Norm",
    "Period",
    "PeriodExport",
    "PeriodRefused",
    "SelfAssessment",
    "Wanted",
    "WritingFailed",
    "build_report",
    "gather",
    "in_force_during",
    "keep_in_force",
    "kpis",
    "last_two_years",
    "load_norms",
    "numbered",
    "read_artifacts",
    "read_earlier",
    "read_self_assessment",
    "requirements",
    "write_pack",
    "write_period_export",
]
