"""The doctor's findings as a text file for Prometheus' node exporter (its "textfile collector")."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from grants_db.import_export.atomic_write import whole_file
from tui.jobs.health.findings import HealthCheck, worst


def metrics_text(checks: Iterable[HealthCheck], version: str, at: datetime) -> str:
    """The findings in the text format, one gauge each; of several by one name the worst counts.

    0 fine, 1 warning, 2 failure (https://prometheus.io/docs/instrumenting/exposition_formats/).
    """
    found = list(checks)
    by_name: dict[str, list[HealthCheck]] = {}
    for check in found:
        by_name.setdefault(check.name, []).append(check)
    lines = [
        "# HELP akquise_health How a check of akquise doctor stands: 0 fine, 1 warning, 2 failure.",
        "# TYPE akquise_health gauge",
        *(f'akquise_health{{check="{name}"}} {worst(same):d}' for name, same in sorted(by_name.items())),
        "# HELP akquise_health_worst The worst of all checks.",
        "# TYPE akquise_health_worst gauge",
        f"akquise_health_worst {worst(found):d}",
        "# HELP akquise_health_time_seconds When the checks were made.",
        "# TYPE akquise_health_time_seconds gauge",
        f"akquise_health_time_seconds {at.timestamp():.0f}",
        "# HELP akquise_build_info The version that made them.",
        "# TYPE akquise_build_info gauge",
        f'akquise_build_info{{version="{version}"}} 1',
    ]
    return "\n".join(lines) + "\n"


def write_metrics(file: Path, text: str) -> None:
    """Replace the file whole, as the collector asks for: it may read at any moment.

    Raises:
        InputError: it can't be written.
    """
    with whole_file(file) as part:
        part.write_text(text, encoding="utf-8")
