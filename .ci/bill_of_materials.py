"""Write the bill of materials of scopegen: CycloneDX 1.6 in JSON, the same bytes each time.

    python .ci/bill_of_materials.py OUTPUT SITE-PACKAGES...

Named are the packages that scopegen needs when it runs, at the versions of requirements.lock, with
the digests that the lock admits, on every system; and the fonts and dated tables it carries.
Licences are what each package says of itself in the given folders of installed packages. Packages
that only tests need are left out. `tasks.py sbom` runs this where cyclonedx-python-lib is.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType, Pedigree
from cyclonedx.model.license import LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from locked_packages import ROOT, Pin, Tree, licences, lock, needs, said
from packageurl import PackageURL
from packaging.utils import canonicalize_name

TEMPLATES = ROOT / "templates"
LICENCES = LicenseFactory()


def package(pin: Pin, found: Distribution | None, scope: ComponentScope) -> Component:
    """Describe a package; the digests are those of every file that the lock admits."""
    purl = PackageURL("pypi", name=pin.name, version=pin.version)
    reference = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(purl.to_string()),
        comment="every file of this version that requirements.lock admits",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.hashes],
    )
    declared = LicenseAcknowledgement.DECLARED
    return Component(
        type=ComponentType.LIBRARY,
        name=pin.name,
        version=pin.version,
        bom_ref=purl.to_string(),
        purl=purl,
        scope=scope,
        description=said(found, "Summary") if found else None,
        licenses=[
            LICENCES.make_from_string(each, license_acknowledgement=declared)
            for each in licences(found)
        ],
        external_references=[reference],
        properties=[Property(name="scopegen:only-when", value=pin.marker)] if pin.marker else [],
    )


def carried(path: Path, kind: ComponentType, version: str, licence: str, about: str) -> Component:
    """Describe a file that scopegen carries."""
    name = path.relative_to(ROOT).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(
        type=kind,
        name=name,
        version=version,
        bom_ref=f"file:{name}",
        scope=ComponentScope.REQUIRED,
        description=about,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        licenses=[LICENCES.make_from_string(licence)],
    )


def fonts() -> Iterator[Component]:
    """Describe the fonts: those of Carlito, and the one for form fields that is cut from it."""
    about = (TEMPLATES / "fonts" / "README.txt").read_text(encoding="utf-8")
    said = re.search(r"Debian package (\S+) ([\d-]+)", about)
    if said is None:
        raise SystemExit("bill_of_materials.py: the readme of the fonts does not say where from")
    source = f"Carlito by Lukasz Dziedzic, unmodified, from the Debian package {said[1]}"
    for path in sorted((TEMPLATES / "fonts").glob("*.ttf")):
        yield carried(path, ComponentType.FILE, said[2], "OFL-1.1", source)
    cut = "ScopegenForm: Carlito Regular, cut down to the characters of Windows-1252 and renamed"
    yield carried(TEMPLATES / "pdf" / "form_font.ttf", ComponentType.FILE, said[2], "OFL-1.1", cut)


def tables() -> Iterator[Component]:
    """Describe the dated tables: holidays, rates, limits; the version is the day they were made."""
    for path in sorted((*TEMPLATES.glob("calendars/*.csv"), *TEMPLATES.glob("rates/*.csv"))):
        first = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# as_of ")
        as_of, _, about = first.partition("; ")
        made = carried(path, ComponentType.DATA, as_of, "MIT", about)
        source = re.fullmatch(r"source: (\w+) ([\d.]+)", about)
        if source:
            origin = PackageURL("pypi", name=source[1], version=source[2])
            ancestor = Component(
                type=ComponentType.LIBRARY,
                name=source[1],
                version=source[2],
                purl=origin,
                bom_ref=f"ancestor:{path.stem}:{origin.to_string()}",
            )
            made.pedigree = Pedigree(ancestors=[ancestor])
        yield made
    for path in sorted(TEMPLATES.glob("limits/*.toml")):
        as_of = tomllib.loads(path.read_text(encoding="utf-8"))["as_of"].isoformat()
        about = "figures that laws and practice move, each with its source"
        yield carried(path, ComponentType.DATA, as_of, "MIT", about)


def bill(places: list[str]) -> Bom:
    """Put together the whole bill."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = re.search(r'__version__ = "(.+)"', (ROOT / "scopegen/__init__.py").read_text("utf-8"))
    installed: dict[str, Distribution] = {
        canonicalize_name(one.name): one for one in distributions(path=places)
    }
    pins = lock()
    always: list[str] = project["dependencies"]
    sometimes = [one for part in project["optional-dependencies"].values() for one in part]
    required, whole = Tree(pins, installed, {}), Tree(pins, installed, {})
    required.grow_all(always)
    whole.grow_all([*always, *sometimes])
    parts = {
        name: package(
            pins[name],
            installed.get(name),
            ComponentScope.REQUIRED if name in required.children else ComponentScope.OPTIONAL,
        )
        for name in sorted(whole.children)
    }
    files = [*fonts(), *tables()]
    made = Bom(components=[*parts.values(), *files])
    made.metadata.component = root = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=version[1] if version else None,
        bom_ref="scopegen",
        description=project["description"],
        licenses=[LICENCES.make_from_string(project["license"])],
    )
    asked = dict(needs([*always, *sometimes]))
    made.register_dependency(root, [*(parts[name] for name in sorted(asked)), *files])
    for name, component in parts.items():
        made.register_dependency(component, [parts[one] for one in sorted(whole.children[name])])
    return made


def written(made: Bom) -> str:
    """Write the bill; its number follows from its content, its moment is that of the source."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    made.metadata.timestamp = datetime.fromtimestamp(int(epoch or 0), UTC)
    data = json.loads(JsonV1Dot6(made).output_as_string())
    del data["serialNumber"]
    if not epoch:
        del data["metadata"]["timestamp"]
    number = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(data, sort_keys=True))
    return json.dumps({**data, "serialNumber": number.urn}, indent=1, sort_keys=True) + "\n"


def main(output: str, *places: str) -> None:
    """Write the bill when it is valid, and say what is in it."""
    text = written(bill(list(places)))
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise SystemExit(f"bill_of_materials.py: not valid CycloneDX 1.6: {wrong}")
    place = Path(output)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="\n")
    components = json.loads(text)["components"]
    silent = [one["name"] for one in components if not one.get("licenses")]
    sys.stdout.write(f"{place}: {len(components)} components, valid CycloneDX 1.6\n")
    sys.stdout.write(f"Say no licence of themselves here: {', '.join(silent) or 'none'}\n")
    sys.stdout.write(f"SHA-256 {hashlib.sha256(text.encode()).hexdigest()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
