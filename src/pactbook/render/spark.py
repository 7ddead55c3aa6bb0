"""A word-sized line: how a figure came to be what it is."""

from typing import Any

WIDTH, HEIGHT, EDGE = 54, 13, 1.5  # pixels; the edge leaves room for the stroke and the last point
LEAST_POINTS = 3


def line(series: list[list[float]]) -> dict[str, Any] | None:
    """The line of a yearly series from zero up, broken where a year is missing.

    Args:
        series: pairs of year and value (0 or more), in order.

    Returns:
        `width`, `height`, `path` (of an SVG), `x` and `y` of the last point, `first` and `last` year; None where fewer
        than three years are known or all are zero.
    """
    highest = max((value for _, value in series), default=0)
    if len(series) < LEAST_POINTS or highest <= 0:
        return None
    first, last = series[0][0], series[-1][0]
    points = [
        (
            EDGE + (year - first) / (last - first) * (WIDTH - 2 * EDGE),
            HEIGHT - EDGE - value / highest * (HEIGHT - 2 * EDGE),
        )
        for year, value in series
    ]
    known = {year for year, _ in series}
    steps = [
        f"{'L' if year - 1 in known else 'M'}{x:.1f} {y:.1f}" for (year, _), (x, y) in zip(series, points, strict=True)
    ]
    x, y = points[-1]
    return {
        "width": WIDTH, "height": HEIGHT, "path": "".join(steps), "x": round(x, 1), "y": round(y, 1),
        "first": first, "last": last,
    }  # fmt: skip
