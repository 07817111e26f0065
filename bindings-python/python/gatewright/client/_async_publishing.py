"""Publishing, for `asyncio`: the part of a control plane that this is."""

import asyncio
from collections.abc import Iterable

from gatewright._gatewright import NativeControlPlane
from gatewright._typing import StrPath, instance, instances
from gatewright.publish._applying import Applying, Listener
from gatewright.publish._outcome import Outcome
from gatewright.publish._plan import Plan
from gatewright.publish._publication import Publication
from gatewright.publish._rollout import Rollout, RolloutOutcome
from gatewright.publish._verification import Verification

__all__: list[str] = []


class AsyncPublishing:
    """What `AsyncControlPlane` has for publishing."""

    __slots__ = ()

    _native: NativeControlPlane

    async def plan(self, publications: Iterable[Publication], *, keep_going: bool = False) -> Plan:
        """Check publications against the server and return what is missing. Nothing is written.

        The first API that cannot be published is raised; with `keep_going` it stands in the plan,
        with its error, beside the others.
        """
        wanted = instances(publications, Publication, "publications")
        return Plan(await self._native.plan(wanted, keep_going))

    async def apply(
        self,
        plan: Plan,
        *,
        stop_on_failure: bool = False,
        on_event: Listener | None = None,
        journal: StrPath | None = None,
        audit_log: StrPath | None = None,
    ) -> Outcome:
        """Do what a plan says: several APIs at a time, the steps of each in order.

        What fails stands in the outcome; `Outcome.into_result` raises it. With `stop_on_failure` no
        further step is begun after a failure. When it was interrupted, plan again: what is there by
        then is not done twice.

        `on_event` is told of each step before and after it, and of each API at its end,
        on the event loop. What it raises stops no step: `EventCallbackError` says so
        in the end, with the outcome.

        `journal` is a file in which is written down what is about to be done, before each step, and
        what became of it: `resume` finishes a run that was killed. `audit_log` is a file to which a
        line of JSON is added for everything that was done. Neither holds a secret.
        """
        native = instance(plan, Plan, "plan")._native  # noqa: SLF001 - the package's own
        with Applying(
            on_event,
            stop_on_failure=stop_on_failure,
            journal=journal,
            audit_log=audit_log,
            event_loop=asyncio.get_running_loop(),
        ) as applying:
            done = await self._native.apply(native, applying)
            return applying.checked(done)

    async def publish(
        self,
        publications: Iterable[Publication],
        *,
        stop_on_failure: bool = False,
        on_event: Listener | None = None,
        journal: StrPath | None = None,
        audit_log: StrPath | None = None,
    ) -> Outcome:
        """Plan and apply; the first error is raised, and its context says what had been done.

        The options are those of `apply`.
        """
        wanted = instances(publications, Publication, "publications")
        with Applying(
            on_event,
            stop_on_failure=stop_on_failure,
            journal=journal,
            audit_log=audit_log,
            event_loop=asyncio.get_running_loop(),
        ) as applying:
            done = await self._native.publish(wanted, applying)
            return applying.checked(done)

    async def resume(
        self,
        publications: Iterable[Publication],
        journal: StrPath,
        *,
        stop_on_failure: bool = False,
        on_event: Listener | None = None,
        audit_log: StrPath | None = None,
    ) -> Outcome:
        """Finish what a killed run had begun, with the publications its journal was begun for.

        The server is read first, so nothing is done twice; without the journal, `publish` ends in
        the same state. Raises `NotFoundError`, code `no-journal`, when there is none, and
        `ConflictError`, code `journal-of-other-publications`, when it is of others. The options are
        those of `apply`.
        """
        wanted = instances(publications, Publication, "publications")
        with Applying(
            on_event,
            stop_on_failure=stop_on_failure,
            journal=None,
            audit_log=audit_log,
            event_loop=asyncio.get_running_loop(),
        ) as applying:
            done = await self._native.resume(wanted, journal, applying)
            return applying.checked(done)

    async def roll_out(
        self,
        rollout: Rollout,
        *,
        stop_on_failure: bool = False,
        on_event: Listener | None = None,
        journal: StrPath | None = None,
        audit_log: StrPath | None = None,
    ) -> RolloutOutcome:
        """Publish in waves, and ask after each one whether the next may begin.

        Everything is checked first, as `plan` does, and how each API stands is read. A wave that
        fails, or whose gate stays closed, is the last one: the outcome says why, and what was taken
        back. One that was cut off is begun again: what is done is found done.

        Raises `InvalidInputError`, code `invalid-rollout`, for waves that do not fit the
        publications. The options are those of `apply`.
        """
        wanted = instance(rollout, Rollout, "rollout")
        with Applying(
            on_event,
            stop_on_failure=stop_on_failure,
            journal=journal,
            audit_log=audit_log,
            event_loop=asyncio.get_running_loop(),
        ) as applying:
            done = await self._native.roll_out(wanted, applying)
            return applying.checked(done)

    async def undeploy(self, name: str, version: str, environment: str) -> bool:
        """Take an API off one environment; the others keep it. False when it was not there."""
        return await self._native.undeploy(name, version, environment)

    async def verify(self, publication: Publication) -> Verification:
        """Read back how a publication stands: deployed, pending, and at which URLs."""
        return await self._native.verify(instance(publication, Publication, "publication"))
