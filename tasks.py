#!/usr/bin/env python3
"""The everyday commands: python3 tasks.py COMMAND   (Windows: py tasks.py COMMAND).

demo   draw the sample letter into demo/
test   run the tests; what follows goes to pytest, such as: test -k quantities
lint   ruff, its format check, and mypy
wheel  build sdist and wheel into dist/, twice, and see that the bytes are the same; install the
       wheel elsewhere and draw a letter with it
sbom   write the bill of materials into dist/: what scopegen needs and carries, in CycloneDX 1.6
audit  ask OSV which known holes the packages of requirements.lock have; needs the internet
lock   write requirements.lock anew; `lock --upgrade` takes newer versions
clean  remove .venv and what these commands made

The first use makes .venv with the packages of requirements.lock, which needs the internet once.
SCOPEGEN_VENV names another place for it. Needs Python 3.11 or newer and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
OWN_VENV = ROOT / ".venv"
VENV = Path(os.environ.get("SCOPEGEN_VENV") or OWN_VENV).absolute()
STAMP = VENV / ".scopegen-stamp"
LOCK, PROJECT, DIST = ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / "dist"
SAMPLE = "veiligheidsregio"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
LOCKED = ("--require-hashes", "--only-binary", ":all:", "-r", LOCK)
BILL_MAKER = ("cyclonedx-python-lib[json-validation]>=11.12,<12", "packaging>=26")
AUDITOR = "pip-audit>=2.10,<3"
LATER = 1_900_000_000
"""A moment in 2030: the second build sees files of another date."""
OTHER_PLACE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
OFFLINE = "\ntasks.py: pip could not get the packages; it says why above. Are you online?"


def python_of(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def run(*command: str | Path, cwd: Path = ROOT, remedy: str = "", elsewhere: bool = False) -> None:
    """Run a command; when it fails, say the remedy and stop with its exit code."""
    env = {**os.environ, **OTHER_PLACE} if elsewhere else None
    umask = 0o077 if elsewhere and os.name == "posix" else -1
    code = subprocess.call([str(part) for part in command], cwd=cwd, env=env, umask=umask)
    if code:
        sys.stderr.write(remedy and remedy + "\n")
        raise SystemExit(code)


def make_venv(place: Path) -> Path:
    run(sys.executable, "-m", "venv", place, remedy="tasks.py: python -m venv failed, see above")
    return python_of(place)


def ready() -> Path:
    """Give the Python of an environment that fits requirements.lock; make it when there is none."""
    parts = (sys.version, sys.base_prefix, ROOT, VENV, LOCK.read_bytes(), PROJECT.read_bytes())
    wanted = hashlib.sha256(repr(parts).encode()).hexdigest()
    if not (python_of(VENV).exists() and STAMP.exists() and STAMP.read_text() == wanted):
        refuse_what_cannot_work()
        shown = VENV.relative_to(ROOT) if ROOT in VENV.parents else VENV
        print(f"Making the environment {shown} (once; a minute or two) ...", flush=True)
        empty_venv()
        python = make_venv(VENV)
        run(python, *PIP, "install", "-q", *LOCKED, remedy=OFFLINE)
        run(python, *PIP, "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)
        STAMP.write_text(wanted)  # last, so that a half-made environment is never taken for ready
    return python_of(VENV)


def refuse_what_cannot_work() -> None:
    if find_spec("ensurepip") is None:
        debian = "On Debian and Ubuntu: sudo apt install python3-venv"
        raise SystemExit(f"tasks.py: {sys.executable} lacks the module ensurepip. {debian}")
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise SystemExit("tasks.py: the environment must be remade: `deactivate` it first")
    if VENV != OWN_VENV and VENV.exists() and any(VENV.iterdir()) and not STAMP.exists():
        raise SystemExit(f"tasks.py: SCOPEGEN_VENV is {VENV}, which holds something else")


def empty_venv() -> None:
    """Remove all but the stamp: it tells the next run that this folder is ours to empty."""
    VENV.mkdir(parents=True, exist_ok=True)
    STAMP.write_text("unfinished")
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != STAMP:
            entry.unlink()


def has_desktop() -> bool:
    windowed = os.name == "nt" or sys.platform == "darwin"
    return windowed or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))


def demo(*options: str) -> None:
    look = ["--open"] if has_desktop() and not os.environ.get("CI") else []
    spec = Path("samples", SAMPLE, "engagement.yaml")
    run(ready(), "-m", "scopegen", "build", spec, "-o", "demo", *look, *options)
    print("The letter:", *sorted(Path(os.path.relpath(ROOT / "demo")).iterdir()), sep="\n  ")


def test(*options: str) -> None:
    side_by_side = [] if options else ["-n", "auto", "--maxprocesses", "4"]
    run(ready(), "-m", "pytest", *side_by_side, *options)


def lint() -> None:
    for checker in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
        run(ready(), "-m", *checker)


def wheel() -> None:
    """Prove the packages: runtime dependencies alone, locked versions, away from the checkout."""
    with tempfile.TemporaryDirectory(prefix="scopegen wheel ") as folder:
        place, house = Path(folder), Path(folder, "house")
        build(ROOT, place / "dist")
        prove_reproducible(place)
        run(ready(), *PIP, "download", "-q", *LOCKED, "-d", house, remedy=OFFLINE)
        fresh, (built,) = make_venv(place / "venv"), (place / "dist").glob("*.whl")
        run(fresh, *PIP, "install", "-q", "--no-index", "--find-links", house, built)
        run(fresh, *PIP, "check")
        draw_a_letter(fresh.with_name("scopegen"), place)
        shutil.copytree(place / "dist", DIST, dirs_exist_ok=True)
    for name, content in packages_in(DIST).items():
        print(f"dist/{name}\n  SHA-256 {hashlib.sha256(content).hexdigest()}")


def build(source: Path, target: Path, *options: str, elsewhere: bool = False) -> None:
    how: tuple[str | Path, ...] = ("-m", "build", "--no-isolation", *options, "--outdir", target)
    run(ready(), *how, source, elsewhere=elsewhere)


def prove_reproducible(place: Path) -> None:
    """Build again from the sdist, with other names, rights, dates, zone and locale; and at once.

    The same bytes come out where hatchling, Python's zlib and the files are the same; files that
    git does not know are packed too, so only a clean checkout gives what others get.
    """
    (sdist,) = (place / "dist").glob("*.tar.gz")
    only_data: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    shutil.unpack_archive(sdist, place / "elsewhere", **only_data)
    (source,) = (place / "elsewhere").iterdir()
    for path in (source, *source.rglob("*")):
        path.chmod(0o700 if path.is_dir() or os.access(path, os.X_OK) else 0o600)
        os.utime(path, (LATER, LATER))
    build(source, place / "again", elsewhere=True)
    build(ROOT, place / "straight", "--wheel")
    first = packages_in(place / "dist")
    for folder in ("again", "straight"):
        for name, content in packages_in(place / folder).items():
            if first[name] != content:
                raise SystemExit(f"tasks.py: {name} is not the same when it is built {folder}")
    print("Built from the checkout and from the sdist: the same bytes.")


def packages_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def sbom() -> None:
    """Write the bill of materials with a library of its own, outside the locked environment."""
    ask = "import sysconfig as s; print(s.get_path('purelib'), s.get_path('platlib'), sep='\\n')"
    places = subprocess.check_output([ready(), "-c", ask], text=True).splitlines()
    with tempfile.TemporaryDirectory() as place:
        python = make_venv(Path(place))
        run(python, *PIP, "install", "-q", *BILL_MAKER, remedy=OFFLINE)
        maker = ROOT / ".ci" / "bill_of_materials.py"
        run(python, maker, DIST / "scopegen.cdx.json", *dict.fromkeys(places))


def audit() -> None:
    """Let pip-audit ask OSV about every locked package; what was not asked is not clean."""
    locked = set(re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    with tempfile.TemporaryDirectory() as place:
        python, report = make_venv(Path(place, "venv")), Path(place, "report.json")
        run(python, *PIP, "install", "-q", AUDITOR, remedy=OFFLINE)
        # Without markers: a package that only Windows needs is asked about on every system.
        plain = re.sub(r" ; [^\\\n]+", " ", LOCK.read_text(encoding="utf-8"))
        asked = Path(place, "asked.txt")
        asked.write_text(plain, encoding="utf-8")
        options = ("--disable-pip", "--require-hashes", "-s", "osv", "-f", "json", "-o", report)
        command = [str(one) for one in (python, "-m", "pip_audit", "-r", asked, *options)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise SystemExit(f"tasks.py: nothing was audited: {why}")
        answered = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    tell_audit(locked, answered)


def tell_audit(locked: set[str], answered: list[dict[str, Any]]) -> None:
    """Name every hole; a package that was skipped or not answered for is as bad as one."""
    unasked = locked - {one["name"] for one in answered if "skip_reason" not in one}
    holes = [(one, hole) for one in answered for hole in one.get("vulns", ())]
    for one, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {hole['id']}, fixed in {fixed}")
    if holes or unasked:
        lost = f"; not asked: {', '.join(sorted(unasked))}" if unasked else ""
        raise SystemExit(f"tasks.py: {len(holes)} known holes{lost}")
    print(f"{len(locked)} packages audited: no known holes.")


def draw_a_letter(scopegen: Path, place: Path) -> None:
    run(scopegen, "--version", cwd=place)
    run(scopegen, "init", "--from", SAMPLE, "--no-input", "trial", cwd=place)
    run(scopegen, "build", cwd=place / "trial")
    drawn = [
        p.relative_to(place) for kind in ("docx", "pdf") for p in place.glob(f"trial/**/*.{kind}")
    ]
    print("Drawn by the installed wheel:", *drawn, sep="\n  ")
    if {path.suffix for path in drawn} != {".docx", ".pdf"}:
        raise SystemExit("tasks.py: expected a Word and a PDF letter")


def lock(*options: str) -> None:
    """Resolve for all platforms at once, which uv does and pip does not."""
    with tempfile.TemporaryDirectory() as place:
        python = make_venv(Path(place))
        run(python, *PIP, "install", "-q", "uv>=0.13,<0.14", remedy=OFFLINE)
        resolve = (python, "-m", "uv", "pip", "compile", "-q", "pyproject.toml", "--group", "dev")
        shape = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header")
        run(*resolve, *shape, "-o", LOCK.name, *options)


def clean() -> None:
    for made in (OWN_VENV, DIST, ROOT / "demo", ROOT / ".hypothesis", *ROOT.glob(".*_cache")):
        shutil.rmtree(made, ignore_errors=True)


def main(command: str = "help", *options: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told, not trip
        found = "{}.{}".format(*sys.version_info[:2])
        raise SystemExit(f"tasks.py: needs Python 3.11 or newer; {sys.executable} is {found}")
    commands = {f.__name__: f for f in (demo, test, lock, lint, wheel, sbom, audit, clean)}
    if command not in commands or (options and command not in {"demo", "test", "lock"}):
        print(__doc__)
        raise SystemExit(0 if command in {"help", "-h", "--help"} else 2)
    commands[command](*options)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit(130) from None
