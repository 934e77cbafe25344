"""The picture of the batches: time and memory against the number of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rescoring import SAMPLE, Measured, Run

OURS, READING, LOOPS = "#0072B2", "#D55E00", "#666666"
"""Okabe and Ito's colours, told apart by people who do not see all colours."""
MILLION = 1e6


def draw(measured: Measured, out: Path) -> None:
    """Draw time and memory against rows, as SVG that is the same for the same figures."""
    with mpl.rc_context(
        {"svg.hashsalt": "batch", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10, "axes.titlesize": 10}
    ):
        figure = Figure(figsize=(12, 5), layout="constrained")
        figure.suptitle("Re-scoring made-up contacts of 12 columns from Parquet", x=0.0, ha="left", fontweight="bold")
        time, memory = figure.subplots(1, 2)
        _time(time, measured)
        _memory(memory, measured)
        figure.savefig(out, metadata={"Date": None})


def _time(axes: Axes, measured: Measured) -> None:
    dashed = f"dashed: one contact at a time, scaled up from {SAMPLE:,}"
    axes.set_title(f"Time, from the start of the command to the finished file\n({dashed})", loc="left")
    _axes(axes, measured.ours, "Seconds")
    ends = (measured.ours[0].rows, measured.ours[-1].rows)
    for name, rate in measured.loops.items():
        seconds = [rows / rate for rows in ends]
        axes.plot(ends, seconds, color=LOOPS, linestyle="--", linewidth=1)
        _label(axes, ends[1], seconds[1], name.removesuffix(", case by case"), LOOPS)
    _line(axes, measured.ours, [run.seconds for run in measured.ours], "threshold-engine batch", OURS, "o")
    _line(axes, measured.reading, [run.seconds for run in measured.reading], "reading the file only", READING, "s")


def _memory(axes: Axes, measured: Measured) -> None:
    axes.set_title("Most memory used on the way\n", loc="left")
    _axes(axes, measured.ours, "Megabytes")
    _line(axes, measured.ours, [run.peak / MILLION for run in measured.ours], "threshold-engine batch", OURS, "o")
    _line(axes, measured.reading, [run.peak / MILLION for run in measured.reading], "reading the file only", READING, "s")
    axes.set_ylim(10, max(1_000, *(2 * run.peak / MILLION for run in measured.ours)))


def _axes(axes: Axes, runs: Sequence[Run], label: str) -> None:
    axes.set(xscale="log", yscale="log", xlabel="Contacts in the file, millions", ylabel=label)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(which="major", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xticks([run.rows for run in runs], [f"{run.rows / MILLION:g}" for run in runs])
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")


def _line(axes: Axes, runs: Sequence[Run], values: Sequence[float], name: str, colour: str, marker: str) -> None:
    axes.plot([run.rows for run in runs], values, color=colour, marker=marker, linewidth=2)
    _label(axes, runs[-1].rows, values[-1], name, colour)


def _label(axes: Axes, rows: int, value: float, name: str, colour: str) -> None:
    axes.annotate(
        name, (rows, value), xytext=(8, 0), textcoords="offset points", color=colour, va="center", annotation_clip=False
    )
