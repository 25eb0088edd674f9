"""Makes the demo's incidents as bundles, each with its mistake and its repaired twin: always the same bytes.

    python examples/make.py [FOLDER]

Without a folder it writes the demo's own data, `src/sekisho/data/demo/`. Two files there are not made: `report-fy2023.txt`,
from which the incidents come, and `register.toml`, which ties its measures to what runs them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import incident_1
import incident_2
import incident_3
import incident_4
import incident_5
import incident_6
import plan
import reopen

DEMO = Path(__file__).resolve().parent.parent / "src" / "sekisho" / "data" / "demo"
INCIDENTS = (incident_1, incident_2, incident_3, incident_4, incident_5, incident_6)


def write_bundle(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files of a bundle into a folder that holds nothing else afterwards."""
    if folder.exists():
        shutil.rmtree(folder)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main(folder: Path) -> None:
    """Write all bundles and `expected.toml`, then look with other tools whether all is where the plan says.

    Raises:
        reopen.NotThereError: a planted person is not at the planned place, or a repaired twin still holds one.
    """
    incidents = tuple(module.make_plan() for module in INCIDENTS)
    for module, incident in zip(INCIDENTS, incidents, strict=True):
        for twin in ("mistake", "repaired"):
            write_bundle(folder / f"incident-{incident.number}" / twin, module.make_bundle(mistake=twin == "mistake"))
    (folder / "expected.toml").write_text(plan.as_toml(incidents), encoding="utf-8", newline="\n")
    for incident in incidents:
        reopen.verify(folder, incident)
    print(f"{folder}: {len(incidents)} incidents, {sum(len(incident.planted) for incident in incidents)} mistakes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
