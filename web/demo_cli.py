"""The command ``roster demo``."""

from __future__ import annotations

from pathlib import Path

import click

from web.demo import SAMPLE, Demo


@click.command("demo")
@click.option("--serve/--no-serve", "stay", default=True, help="Stay up and serve, or end after publishing.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--seconds", type=click.FloatRange(0, 600), default=20.0, show_default=True, help="Limit of the search.")
@click.option(
    "--data", type=click.Path(exists=True, path_type=Path), default=SAMPLE, help="Tables to show instead of the sample."
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(".demo"), show_default=True)
def demo(stay: bool, port: int, seconds: float, data: Path, folder: Path) -> None:
    """Show the main job end to end on invented data: import, solve, publish, serve."""
    Demo(data=data, folder=folder, port=port, seconds=seconds).run(stay=stay)
