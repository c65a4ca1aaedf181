"""Promises to readers, one per module."""

from portal.checks.run import check, check_loaded, each_check

__all__ = ["check", "check_loaded", "each_check"]
