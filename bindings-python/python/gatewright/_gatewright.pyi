"""The native module. Private: import the names from `gatewright`."""

__all__ = ["version"]

def version() -> str:
    """Return the version of the native module, which is that of the Rust crate."""
