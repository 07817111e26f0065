"""Model, check, render and publish: WSO2 API Manager with several gateways, as a program.

>>> import gatewright
>>> gatewright.__version__ == gatewright.version()
True
"""

from gatewright._gatewright import version

__all__ = ["__version__", "version"]

__version__: str = version()
