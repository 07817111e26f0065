"""A running emulator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from gatewright import _gatewright
from gatewright._gatewright import NativeOffsetBlock
from gatewright._model import SecretText
from gatewright._typing import Seconds, exposed, instance, instances, override, seconds, several
from gatewright.emulator._fault import Fault
from gatewright.emulator._nodes import EmulatorNode, NodeInfo, OffsetBlock

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Emulator"]


@dataclass(frozen=True, slots=True)
class Options:
    """What an emulator is made of; the emulator knows what holds where nothing is said."""

    nodes: tuple[EmulatorNode, ...]
    variables: dict[str, str]
    properties: dict[str, str]
    propagation_delay: float | None
    token_life: float | None
    offset_block: NativeOffsetBlock | None


class Emulator:
    r"""WSO2 API Manager in this process: nodes that start from their own `deployment.toml`.

    It starts when it is made and stops with `stop`, at the end of a `with` or an `async with`, or
    with the process. A forked child has no part in it: stopping there does nothing, and whatever
    else raises `RuntimeError`.

    >>> from gatewright.emulator import Emulator, EmulatorNode, free_offset_block
    >>> block = free_offset_block(1)
    >>> text = f'[server]\noffset = {block.base}\n'
    >>> node = EmulatorNode(text=text, name="all-in-one", release="3.2")
    >>> with Emulator(nodes=[node], offset_block=block) as emulator:
    ...     [node.running for node in emulator.nodes]
    [True]
    """

    __slots__ = ("_native",)

    def __init__(  # noqa: PLR0913 - all are named
        self,
        *,
        nodes: Iterable[EmulatorNode],
        variables: Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
        propagation_delay: Seconds | None = None,
        token_life: Seconds | None = None,
        offset_block: OffsetBlock | None = None,
    ) -> None:
        """Start every node, the key managers' first; when one does not start, none is left.

        `variables` stand for `$env{…}` before those of the process, `properties` for `$sys{…}`.
        `propagation_delay` is how long after a change the gateways of 4.x fetch it (0.05 seconds),
        `token_life` how long access tokens last (an hour). `offset_block` has the ports that were
        kept free for these nodes.
        """
        options = Options(
            nodes=instances(nodes, EmulatorNode, "nodes"),
            variables=dict(variables or {}),
            properties=dict(properties or {}),
            propagation_delay=None if propagation_delay is None else seconds(propagation_delay),
            token_life=None if token_life is None else seconds(token_life),
            offset_block=None
            if offset_block is None
            else instance(offset_block, OffsetBlock, "offset_block")._native,  # noqa: SLF001 - the package's own
        )
        self._native = _gatewright.start_emulator(options).wait()

    @staticmethod
    def explain(code: str) -> str | None:
        """Return the page of a code of the emulator's errors; None when there is no such code.

        >>> from gatewright.emulator import Emulator
        >>> Emulator.explain("port-taken").splitlines()[0]
        '# port-taken'
        """
        return _gatewright.explain_emulator(code)

    @classmethod
    def start(  # noqa: PLR0913 - all are named
        cls,
        *,
        nodes: Iterable[EmulatorNode],
        variables: Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
        propagation_delay: Seconds | None = None,
        token_life: Seconds | None = None,
        offset_block: OffsetBlock | None = None,
    ) -> "Self":
        """Start an emulator: the same as making one."""
        return cls(
            nodes=nodes,
            variables=variables,
            properties=properties,
            propagation_delay=propagation_delay,
            token_life=token_life,
            offset_block=offset_block,
        )

    @property
    def ca_pem(self) -> str:
        """The certificate of the authority that signed every node's certificate, as PEM text."""
        return self._native.ca_pem

    @property
    def echo_url(self) -> str:
        """An `http` backend that answers with what it was sent, as JSON."""
        return self._native.echo_url

    @property
    def nodes(self) -> tuple[NodeInfo, ...]:
        """The nodes, in the order they were given."""
        return self._native.nodes().wait()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults there are, in the order they were added, used up or not."""
        return self._native.faults()

    def add_user(self, name: str, password: str | SecretText, roles: Iterable[str]) -> None:
        """Add a user to every control plane, or change one.

        Roles that mean something are `admin`, `Internal/creator`, `Internal/publisher` and
        `Internal/subscriber`.
        """
        self._native.add_user(name, exposed(password), several(roles, "roles")).wait()

    def require_approval(self, workflow: str) -> None:
        """Have what a workflow decides about wait for an administrator from now on.

        Workflows are `AM_API_STATE` for publishing (from 3.2), `AM_REVISION_DEPLOYMENT` for
        deploying revisions (from 4.3), `AM_APPLICATION_CREATION` and `_DELETION`,
        `AM_SUBSCRIPTION_CREATION`, `_UPDATE` and `_DELETION`, and for keys
        `AM_APPLICATION_REGISTRATION_PRODUCTION` and `_SANDBOX`. `ControlPlane.decide_workflow`
        settles what waits. Raises `NotFoundError` when no control plane has this workflow.
        """
        self._native.require_approval(workflow).wait()

    def waive_approval(self, workflow: str) -> None:
        """Undo `require_approval`; what waits already goes on waiting."""
        self._native.waive_approval(workflow).wait()

    def log(self, node: str) -> tuple[str, ...]:
        """Return what a node logged: only lines that API-M's administrators look for."""
        return self._native.log(node).wait()

    def start_node(self, name: str) -> None:
        """Start a node that was stopped: its file is read anew, its databases are as they were."""
        self._native.start_node(name).wait()

    def stop_node(self, name: str) -> None:
        """Stop a node at once, as if its process were killed."""
        self._native.stop_node(name).wait()

    def add_fault(self, fault: Fault) -> None:
        """Add a fault to the script. The first one that meets a request decides."""
        self._native.add_fault(instance(fault, Fault, "fault"))

    def clear_faults(self) -> None:
        """Take every fault away."""
        self._native.clear_faults()

    def stop(self) -> None:
        """Stop every node, for good. No task and no port is left."""
        self._native.stop().wait()

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> "Self":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._native.stop()

    @override
    def __repr__(self) -> str:
        return f"<Emulator {self.echo_url}>"
