"""WSO2 API Manager in this process, for trying Gatewright and testing scripts without a server.

Nodes start from their own `deployment.toml`, listen on their own ports with TLS, and find each
other through what their files say.

>>> from gatewright import ControlPlane
>>> from gatewright.client import Credentials
>>> from gatewright.emulator import Emulator, EmulatorNode, free_offset_block
>>> block = free_offset_block(1)
>>> text = f'''
... [server]
... offset = {block.base}
... [super_admin]
... username = "admin"
... password = "admin"
... '''
>>> node = EmulatorNode(text=text, name="all-in-one", release="4.7")
>>> with Emulator(nodes=[node], offset_block=block) as emulator:
...     control_plane = ControlPlane.connect(
...         f"https://localhost:{emulator.nodes[0].port(9443)}",
...         Credentials.password("admin", "admin"),
...         ca_certificates=[emulator.ca_pem],
...     )
...     print(control_plane.release)
4.7
"""

from gatewright._enums import FaultAction
from gatewright.emulator._emulator import Emulator
from gatewright.emulator._fault import Fault
from gatewright.emulator._nodes import EmulatorNode, NodeInfo, OffsetBlock, free_offset_block

__all__ = [
    "Emulator",
    "EmulatorNode",
    "Fault",
    "FaultAction",
    "NodeInfo",
    "OffsetBlock",
    "free_offset_block",
]
