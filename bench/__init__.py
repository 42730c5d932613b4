"""Benchmarks: Draad and its peers on the same text, throughput, adding to a large dossier. No figure here is a test."""
