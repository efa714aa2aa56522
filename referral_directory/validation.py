"""Find every fault in the directory's files before anything is loaded from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from jsonschema import Draft202012Validator

from referral_directory.files import YamlFile
from referral_directory.findings import Finding

# A fact of a service that may only be given with its own block under `verification`.
_NEEDS_OWN_BLOCK = ("url", "email", "cost_options", "languages", "not_for")


def faults_of(
    files: Sequence[YamlFile],
    schema: dict[str, Any],
    source_keys: Iterable[str],
    taxonomy_codes: Iterable[str],
    municipalities: Iterable[str],
) -> list[Finding]:
    """Return all faults: wrong shapes, double ids, and names that nothing else knows."""
    validator = Draft202012Validator(schema)
    faults = [fault for file in files for fault in _shape_faults(file, validator)]
    sound = [file for file in files if not any(fault.file == file.name for fault in faults)]
    known = {
        "source": set(source_keys),
        "term": set(taxonomy_codes),
        "municipality": set(municipalities),
        "organization": {org["id"] for file in sound for org in file.data["organizations"]},
    }
    for file in sound:
        for index, service in enumerate(file.data["services"]):
            faults += _service_faults(file, ("services", index), service, known)
    faults += _double_ids(sound, "organizations") + _double_ids(sound, "services")
    return sorted(faults)


def _fault(file: YamlFile, path: Sequence[str | int], value: object, expected: str) -> Finding:
    field = ".".join(str(step) for step in path) or "-"
    return Finding("error", file.name, file.line_of(path), field, repr(value)[:80], expected)


def _shape_faults(file: YamlFile, validator: Draft202012Validator) -> Iterator[Finding]:
    for error in validator.iter_errors(file.data):
        expected = error.schema.get("x-expected", error.message)
        if error.validator == "additionalProperties":
            known = set(error.schema.get("properties", {}))
            extra = ", ".join(sorted(str(key) for key in set(error.instance) - known))
            yield _fault(file, [*error.absolute_path], extra, f"only {', '.join(sorted(known))}")
        elif error.validator == "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield _fault(file, [*error.absolute_path], "nothing", f"also {', '.join(missing)}")
        else:
            yield _fault(file, [*error.absolute_path], error.instance, expected)


def _service_faults(
    file: YamlFile, path: tuple[str | int, ...], service: dict[str, Any], known: dict[str, set[str]]
) -> Iterator[Finding]:
    if service["organization_id"] not in known["organization"]:
        yield _fault(
            file,
            (*path, "organization_id"),
            service["organization_id"],
            "the id of an organization in one of the files",
        )
    for index, code in enumerate(service["taxonomy_terms"]):
        if code not in known["term"]:
            yield _fault(file, (*path, "taxonomy_terms", index), code, "a code from taxonomy.yml")
    for index, area in enumerate(service["service_areas"]):
        place = area.get("within") if area["extent_type"] == "neighbourhood" else area["name"]
        if area["extent_type"] != "country" and place not in known["municipality"]:
            yield _fault(
                file,
                (*path, "service_areas", index),
                place,
                "a municipality from postcodes.yml (a neighbourhood names it in `within`)",
            )
    for field in _NEEDS_OWN_BLOCK:
        if service.get(field) and field not in service["verification"]:
            yield _fault(
                file,
                (*path, field),
                service[field],
                f"a block verification.{field} with its source",
            )
    for block_path, block in _verification_blocks(service):
        yield from _block_faults(file, (*path, *block_path), block, known["source"])
    if service["status"] == "active" and not service["verification"]["existence"]["verified"]:
        yield _fault(
            file, (*path, "status"), "active", "null, because nobody saw that the service exists"
        )
    if bool(service.get("assured_date")) != bool(service.get("assurer_email")):
        yield _fault(
            file,
            (*path, "assured_date"),
            service.get("assured_date"),
            "both assured_date and assurer_email, or neither",
        )


def _verification_blocks(
    service: dict[str, Any],
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for name, block in service["verification"].items():
        yield ("verification", name), block
    for field in ("phones", "schedules", "addresses"):
        for index, item in enumerate(service.get(field, [])):
            yield (field, index, "verification"), item["verification"]


def _block_faults(
    file: YamlFile, path: tuple[str | int, ...], block: dict[str, Any], source_keys: set[str]
) -> Iterator[Finding]:
    for index, key in enumerate(block["sources"]):
        if key not in source_keys:
            yield _fault(file, (*path, "sources", index), key, "a key from sources.yml")
    if block["verified"] and not block["sources"] and not block.get("assured_on"):
        yield _fault(
            file, (*path, "verified"), True, "a source or assured_on; without them it is false"
        )


def _double_ids(files: Sequence[YamlFile], kind: str) -> list[Finding]:
    seen: dict[str, str] = {}
    faults = []
    for file in files:
        for index, item in enumerate(file.data[kind]):
            place = f"{file.name}, line {file.line_of((kind, index))}"
            if item["id"] in seen:
                faults.append(
                    _fault(
                        file,
                        (kind, index, "id"),
                        item["id"],
                        f"an id that is used once (also in {seen[item['id']]})",
                    )
                )
            seen[item["id"]] = place
    return faults
