"""Saved queries: what a brand, its competitors and its topics are asked for by, version by version."""
