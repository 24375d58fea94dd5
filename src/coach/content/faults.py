"""Every complaint about the form of a file, and what it means."""

from collections.abc import Mapping

FAULTS: Mapping[str, str] = {}
