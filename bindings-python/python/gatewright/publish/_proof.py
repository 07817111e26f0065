"""Proof from gateways that they serve an API."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gatewright._enums import Certainty, ProofKind
from gatewright._model import SecretText
from gatewright._topology import Topology
from gatewright._typing import Seconds, instance, override, seconds, several
from gatewright.publish._verification import Verification

__all__ = ["Evidence", "LiveVerification", "NodeAddress", "Proof", "VerifyOptions"]


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """Where one gateway node of an environment answers itself, beside or behind a load balancer.

    >>> from gatewright.publish import NodeAddress
    >>> NodeAddress(
    ...     "Production Gateway",
    ...     "https://10.0.0.7:8243",
    ...     name="gateway-1",
    ...     management_url="https://10.0.0.7:9443",
    ... ).name
    'gateway-1'
    """

    environment: str
    """The environment's name."""

    gateway_url: str
    """The base URL at which the node takes calls."""

    name: str | None = None
    """What it is called in the evidence, instead of its URL."""

    management_url: str | None = None
    """Where its own REST API is."""


@dataclass(frozen=True, slots=True, init=False)
class VerifyOptions:
    """Which proof is asked for beyond the control plane's word, of whom, and for how long.

    With nothing said it is the control plane's word alone, asked once. `ControlPlane.verify_with`
    takes the same as its own arguments. The password does not print.

    >>> from gatewright import Topology, examples
    >>> from gatewright.publish import VerifyOptions
    >>> topology = Topology.parse(examples.THREE_NODES)
    >>> proof = VerifyOptions(probed=True, topology=topology, timeout=60)
    >>> proof.timeout
    60.0
    """

    acknowledged: bool
    """Whether gateways are to say that they have it.

    Since 4.6 by what they reported to the control plane, before by the listing of each node's own
    REST API, for which the nodes' management addresses and an account of theirs must be known. In
    3.x gateways say nothing; the evidence says so.
    """

    probed: bool
    """Whether it is to answer: at each environment's URL, and at each node that is known."""

    nodes: tuple[NodeAddress, ...]
    """Gateway nodes that are asked one by one.

    That asks them, whatever else is asked for: each must answer, unless `acknowledged` has its own
    REST API asked. An environment that would be asked nothing, as none of them is in it, is asked
    at its URL.
    """

    topology: Topology | None
    """A topology whose gateway nodes are asked so, by their hosts and ports."""

    node_account: tuple[str, SecretText] | None = field(repr=False)
    """The user and the password by which the nodes' own REST APIs are asked."""

    timeout: float | None
    """How long what is not proven yet is asked for again, in seconds; once when None."""

    poll_interval: float | None
    """The pause between two questions, in seconds; from a tenth of one to one when None."""

    def __init__(  # noqa: PLR0913 - each is named
        self,
        *,
        acknowledged: bool = False,
        probed: bool = False,
        nodes: Iterable[NodeAddress | tuple[str, str]] = (),
        topology: Topology | None = None,
        node_account: tuple[str, str | SecretText] | None = None,
        timeout: Seconds | None = None,
        poll_interval: Seconds | None = None,
    ) -> None:
        """Say which proof is asked for; a node may be a pair of environment and base URL."""
        values = {
            "acknowledged": acknowledged,
            "probed": probed,
            "nodes": tuple(
                NodeAddress(*node)
                if isinstance(node, tuple)
                else instance(node, NodeAddress, f"nodes[{index}]")
                for index, node in enumerate(several(nodes, "nodes"))
            ),
            "topology": None if topology is None else instance(topology, Topology, "topology"),
            "node_account": None if node_account is None else _account(*node_account),
            "timeout": None if timeout is None else seconds(timeout),
            "poll_interval": None if poll_interval is None else seconds(poll_interval),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)


def _account(user: str, password: str | SecretText) -> tuple[str, SecretText]:
    return user, password if isinstance(password, SecretText) else SecretText(password)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out of a gateway. `str(proof)` is one line.

    >>> from gatewright.publish import Evidence, ProofKind
    >>> def is_down(evidence: Evidence) -> bool:
    ...     return evidence.proof.kind is ProofKind.UNREACHABLE
    """

    kind: ProofKind
    """Which kind it is."""

    certainty: Certainty
    """What it comes to."""

    deployed: int | None
    """How many gateways have reported that they deployed it; when it is acknowledged."""

    live: int | None
    """How many gateways are alive by the control plane's word; when it is acknowledged."""

    detail: str | None
    """What the answer was, by whose word it is missing, or why nothing is known."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of proof, or of its lack. `str(evidence)` is one line.

    >>> from gatewright.publish import Certainty, LiveVerification
    >>> def lacking(live: LiveVerification) -> list[str]:
    ...     return [str(of) for of in live.evidence if of.proof.certainty != Certainty.PROVEN]
    """

    environment: str
    """The environment's name."""

    node: str | None
    """The gateway node that was asked; None when it was the environment as a whole."""

    proof: Proof
    """What came of it."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class LiveVerification:
    """How a publication stands, and which proof its gateways gave.

    The first line of `str(live)` is the verdict.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Publication
    >>> def wait(control_plane: ControlPlane, pets: Publication) -> bool:
    ...     live = control_plane.verify_with(pets, acknowledged=True, probed=True, timeout=60)
    ...     print(live)
    ...     return live.is_ok
    """

    verification: Verification
    """The control plane's word."""

    evidence: tuple[Evidence, ...]
    """What was asked for, by environment, and within one by node."""

    certainty: Certainty
    """What it comes to; unproven when no proof was asked for."""

    is_ok: bool
    """True when the publication stands and everything that was asked for is proven.

    Without a proof that was asked for, the control plane's word is enough.
    """

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
