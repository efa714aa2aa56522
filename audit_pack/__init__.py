"""The audit pack: norms, figures, samples and exports for auditors, made from the evidence log.

It reads the log only through ``evidence_log`` and never a case, so an auditor can compute the same
figures from an export.
"""

from audit_pack.artifacts import Artifact, read_artifacts
from audit_pack.cells import Figure
from audit_pack.errors import (
    AuditPackError,
    EarlierPackRefused,
    FolderTaken,
    FormRefused,
    PeriodRefused,
    WritingFailed,
)
from audit_pack.facts import LOCAL_TIME
from audit_pack.findings import Findings, gather
from audit_pack.kept_facts import KeptFacts
from audit_pack.kpis import Kpi, kpis
from audit_pack.maturity import SelfAssessment, read_self_assessment
from audit_pack.months import Period, last_two_years
from audit_pack.norms import Norm, load_norms, numbered, requirements
from audit_pack.pack import write_pack
from audit_pack.period_export import PeriodExport, write_period_export
from audit_pack.report import Wanted, build_report
from audit_pack.report.change_section import read_earlier
from audit_pack.sample import DrawnFile, draw
from audit_pack.store import in_force_during, keep_in_force
from audit_pack.team_figures import TeamFigures, read_ahead, team_facts, team_figures
from audit_pack.terms import question_due_on
from audit_pack.timelines import Step, timeline
from audit_pack.waiting import Slot, Waiting

__all__ = [
    "LOCAL_TIME",
    "Artifact",
    "AuditPackError",
    "DrawnFile",
    "EarlierPackRefused",
    "Figure",
    "Findings",
    "FolderTaken",
    "FormRefused",
    "KeptFacts",
    "Kpi",
    "Norm",
    "Period",
    "PeriodExport",
    "PeriodRefused",
    "SelfAssessment",
    "Slot",
    "Step",
    "TeamFigures",
    "Waiting",
    "Wanted",
    "WritingFailed",
    "build_report",
    "draw",
    "gather",
    "in_force_during",
    "keep_in_force",
    "kpis",
    "last_two_years",
    "load_norms",
    "numbered",
    "question_due_on",
    "read_ahead",
    "read_artifacts",
    "read_earlier",
    "read_self_assessment",
    "requirements",
    "team_facts",
    "team_figures",
    "timeline",
    "write_pack",
    "write_period_export",
]
