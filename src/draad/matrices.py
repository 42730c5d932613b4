"""Matrices of the plane, as PDF writes them: six numbers (ISO 32000-1, 8.3.4), used on row vectors."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def then(a: Matrix, b: Matrix) -> Matrix:
    """``a``, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def at(m: Matrix, x: float, y: float) -> Point:
    """Where the point goes."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
