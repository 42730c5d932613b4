"""Runs the stages over many documents: here on this machine's cores."""

from __future__ import annotations

from draad.run.ingest import IngestOptions, Outcome, Progress, ingest

__all__ = ["IngestOptions", "Outcome", "Progress", "ingest"]
