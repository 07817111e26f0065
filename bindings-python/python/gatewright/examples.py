"""The example that the documentation shares.

>>> from gatewright import Topology
>>> from gatewright.examples import THREE_NODES
>>> [node.name for node in Topology.parse(THREE_NODES).nodes]
['control-plane', 'gateway-1', 'gateway-2']
"""

from gatewright import _gatewright

__all__ = ["THREE_NODES"]

THREE_NODES: str = _gatewright.three_nodes()
"""A control plane (offset 0), a production gateway (1) and a hybrid gateway (2) on one computer."""
