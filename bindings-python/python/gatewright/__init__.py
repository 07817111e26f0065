"""Model, check, render and publish: WSO2 API Manager with several gateways, as a program."""

from gatewright._gatewright import version

__all__ = ["__version__", "version"]

__version__: str = version()
