"""Publishing in waves."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from gatewright._typing import instance, instances, override, several
from gatewright.errors import GatewrightError
from gatewright.publish._outcome import Outcome
from gatewright.publish._proof import VerifyOptions
from gatewright.publish._publication import Publication

__all__ = ["ApiRollback", "GateFailure", "Rollout", "RolloutOutcome", "WaveOutcome"]

Check: TypeAlias = (
    Callable[[tuple[str, ...]], object] | Callable[[tuple[str, ...]], Awaitable[object]]
)
"""A function, or coroutine function, that is asked about the environments of a wave."""


@dataclass(frozen=True, slots=True, init=False)
class Rollout:
    """Publications, and the waves in which they go out: one wave, its gate, then the next wave.

    Since 4.0 each wave gets the same revision, and the environments of later waves keep theirs
    until then. What somebody edits meanwhile goes into no wave; when the revision or the API is
    deleted meanwhile, the roll-out stops. API-M 3.x has one content for all environments: there a
    roll-out stages into which environments an API, or a new version of it, comes, and one that
    changes the content of an API which is there already is refused.

    An API has one lifecycle state, for all environments at once. One that closes it to its callers,
    blocked, deprecated or retired, comes in the last wave that the API is in, once the gate of that
    wave has opened; API-M itself has no way back from the latter two.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Publication, Rollout, VerifyOptions
    >>> def smoke_test(environments: tuple[str, ...]) -> None:
    ...     if "Production EU" in environments:
    ...         raise RuntimeError("freeze until Monday")
    >>> environments = ["Sandbox", "Production EU", "Production US"]
    >>> pets = Publication("Pets", "2.0.0", environments=environments)
    >>> rollout = Rollout(
    ...     [pets],
    ...     waves=[["Sandbox"], ["Production EU"]],
    ...     rest=True,
    ...     proof=VerifyOptions(probed=True, timeout=60),
    ...     check=smoke_test,
    ...     roll_back_on_failure=True,
    ... )
    >>> def roll_out(control_plane: ControlPlane) -> None:
    ...     print(control_plane.roll_out(rollout))
    """

    publications: tuple[Publication, ...]
    """What is wanted of each API."""

    waves: tuple[tuple[str, ...], ...]
    """The environments of each wave."""

    rest: bool
    """Whether a last wave has every environment that is named and in no other wave."""

    proof: VerifyOptions | None
    """Which proof is wanted of the gateways after each wave."""

    check: Check | None
    """What is asked after each wave, when its APIs are where they should be."""

    roll_back_on_failure: bool
    """Whether a failure takes back what this roll-out has changed, and nothing else.

    That includes its requests that await an approval.
    """

    def __init__(  # noqa: PLR0913 - all but the publications are named
        self,
        publications: Iterable[Publication],
        *,
        waves: Iterable[Iterable[str]] = (),
        rest: bool = False,
        proof: VerifyOptions | None = None,
        check: Check | None = None,
        roll_back_on_failure: bool = False,
    ) -> None:
        """Say what goes out in which waves.

        The gate after a wave opens when each API has the lifecycle state it should have, is
        deployed to the wave's environments and offered by the Developer Portal there, and none of
        this awaits an approval or was refused one; when the gateways give the `proof` that is
        wanted besides, in its time; and when `check`, a function or a coroutine function of the
        wave's environments, neither raises nor returns False. What it raises is shown as the
        reason. A coroutine function runs on the event loop of whoever awaits the roll-out, a
        function on a thread of the package's own.

        What awaits an approval keeps the gate closed, and the failure names it. Without `proof` the
        gate asks once; with it, until the time of the proof is over, in which somebody may approve.
        After the approval the same roll-out is run again: it finds its waves done, and goes on.
        """
        if check is not None and not callable(check):
            raise TypeError(f"check must be a function, not {type(check).__name__}")
        named = enumerate(several(waves, "waves"))
        values = {
            "publications": instances(publications, Publication, "publications"),
            "waves": tuple(instances(wave, str, f"waves[{index}]") for index, wave in named),
            "rest": rest,
            "proof": None if proof is None else instance(proof, VerifyOptions, "proof"),
            "check": check,
            "roll_back_on_failure": roll_back_on_failure,
        }
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)


@dataclass(frozen=True, slots=True)
class GateFailure:
    """Why a gate stayed closed. `str(failure)` is one line.

    >>> from gatewright.publish import RolloutOutcome
    >>> def reasons(outcome: RolloutOutcome) -> list[str]:
    ...     return [failure.message for wave in outcome.waves for failure in wave.failures]
    """

    api: str | None
    """The API's name; None when the user's own check failed."""

    version: str | None
    """The API's version."""

    message: str
    """What did not hold, in words."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class WaveOutcome:
    """What one wave did.

    >>> from gatewright.publish import RolloutOutcome
    >>> def done(outcome: RolloutOutcome) -> list[str]:
    ...     return [name for wave in outcome.waves if wave.is_ok for name in wave.environments]
    """

    environments: tuple[str, ...]
    """The wave's environments."""

    outcome: Outcome
    """What was done, and what failed."""

    failures: tuple[GateFailure, ...]
    """Why the gate stayed closed, and which APIs were not blocked, deprecated or retired therefore;
    nothing when it opened, or the wave failed before."""

    is_ok: bool
    """True when it is done and its gate opened."""


@dataclass(frozen=True, slots=True)
class ApiRollback:
    """What was taken back of one API. `str(rollback)` is one line.

    >>> from gatewright.publish import RolloutOutcome
    >>> def left(outcome: RolloutOutcome) -> list[str]:
    ...     return [api.name for api in outcome.rolled_back if api.error]
    """

    name: str
    """The API's name."""

    version: str
    """The API's version."""

    done: tuple[str, ...]
    """What was done, in words, in order."""

    pending: tuple[str, ...]
    """What somebody has to approve before it is as it was, in words."""

    error: GatewrightError | None
    """Why the rest could not be taken back."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class RolloutOutcome:
    """What a roll-out did.

    `str(outcome)` says in its first lines whether it came to its end, where it stopped, and why.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Rollout
    >>> def roll_out(control_plane: ControlPlane, rollout: Rollout) -> bool:
    ...     outcome = control_plane.roll_out(rollout)
    ...     print(outcome)
    ...     return outcome.is_ok
    """

    waves: tuple[WaveOutcome, ...]
    """The waves that were begun, in order."""

    total: int
    """How many waves there are."""

    rolled_back: tuple[ApiRollback, ...]
    """What was taken back, API by API."""

    not_recorded: GatewrightError | None
    """Why the journal or the audit log does not tell all of it."""

    is_ok: bool
    """True when every wave is done and every gate opened."""

    is_rolled_back: bool
    """True when everything that had to be taken back was, and none of it awaits an approval.

    That includes what an earlier run of the same journal had changed, which was cut off, and cannot
    be taken back.
    """

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
