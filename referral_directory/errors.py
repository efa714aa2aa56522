"""The errors of the referral directory: one family, so that a caller can catch them together."""

from __future__ import annotations

from collections.abc import Sequence

from referral_directory.findings import Finding


class DirectoryError(Exception):
    """Something in the referral directory cannot be used; the base of this family."""

    text_key = "error_directory"


class DirectoryFileError(DirectoryError):
    """The directory files are not valid; `findings` lists every fault, not only the first."""

    text_key = "error_directory_file"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        super().__init__(
            f"The directory has {len(self.findings)} fault(s) and was not loaded, because a person "
            f"could be sent to a wrong place. Correct these lines and load again:\n{lines}"
        )


class PostcodeError(DirectoryError):
    """A text is not a Dutch postcode that can exist."""

    text_key = "error_postcode"

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            "This is not a postcode that can exist, so no place can be read from it. "
            "A postcode is four digits (1000 or more) and two letters (not SA, SD or SS), "
            "such as 3011 AB. Ask for it again, or for the municipality."
        )


class NeedError(DirectoryError):
    """A `Need` holds a code that the directory does not know."""

    text_key = "error_directory_need"


class NotExportableError(DirectoryError):
    """An entry cannot be exported, because nobody has seen that the service exists."""

    text_key = "error_directory_export"


class RegisterChanged(DirectoryError):
    """The register changed between looking and writing, so nothing was written."""

    text_key = "error_directory_changed"


class ImportRefused(DirectoryError):
    """A file was not imported; `findings` lists every fault, and nothing was changed."""

    text_key = "error_directory_import"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        super().__init__(
            f"Nothing was imported, because {len(self.findings)} thing(s) are wrong. "
            f"Correct them in the file and import it again:\n{lines}"
        )

    @classmethod
    def because(
        cls, file: str, line: int, found: str, expected: str = "JSON", column: int = 0
    ) -> ImportRefused:
        """Return the refusal for one fault of a whole file."""
        return cls([Finding("error", file, line, "-", found, expected, column)])


class EntryUnknown(DirectoryError):
    """An entry, or a fact of an entry, that the register does not hold."""

    text_key = "error_directory_entry"


class NoCoordinates(DirectoryError):
    """A distance was asked for from a place whose coordinates the register does not know."""

    text_key = "error_directory_coordinates"
