"""What a pack says, as plain data in Dutch: the PDF, the workbook and the page show the same."""

from audit_pack.report.build import Wanted, build_report

__all__ = ["Wanted", "build_report"]
