"""Publishing: the part of a control plane that this is."""

from collections.abc import Iterable, Mapping
from typing import Any

from gatewright._gatewright import NativeControlPlane
from gatewright._model import SecretText
from gatewright._topology import Topology
from gatewright._typing import Seconds, StrPath, instance, instances, seconds, several
from gatewright.publish._access import ApplicationAccess, SecretFile, SecretSink
from gatewright.publish._access_outcome import AccessOutcome
from gatewright.publish._applying import Applying, Listener
from gatewright.publish._drift import Drift
from gatewright.publish._outcome import Outcome
from gatewright.publish._plan import Plan
from gatewright.publish._proof import LiveVerification, NodeAddress, VerifyOptions
from gatewright.publish._publication import Publication, Target
from gatewright.publish._retire import Retirement
from gatewright.publish._rollback import RolledBack, target
from gatewright.publish._rollout import Rollout, RolloutOutcome
from gatewright.publish._undeploy import Undeployment
from gatewright.publish._verification import Verification

__all__: list[str] = []


class Publishing:
    """What `ControlPlane` has for publishing."""

    __slots__ = ()

    _native: NativeControlPlane

    def plan(self, publications: Iterable[Publication], *, keep_going: bool = False) -> Plan:
        """Check publications against the server and return what is missing. Nothing is written.

        The first API that cannot be published is raised; with `keep_going` it stands in the plan,
        with its error, beside the others.
        """
        wanted = instances(publications, Publication, "publications")
        return Plan(self._native.plan(wanted, keep_going).wait())

    def plan_as_saved(self, publications: Iterable[Publication], saved: str) -> Plan:
        """Plan again, and return the plan only if it is the one that `Plan.save` made `saved` of.

        The publications are those it was made for. Nothing is written; the plan is applied as any
        other. An API that needs nothing any more stands in it without steps, so that a saved plan
        that was applied, or was in part, can be used again.

        Raises `ConcurrentChangeError`, code `stale-plan`, when somebody has changed one of the APIs
        since; `InvalidInputError`, code `plan-of-other-publications`, `plan-of-another-server`,
        `saved-plan-damaged` or `not-a-saved-plan`; and `UnsupportedError`, code
        `saved-plan-too-new`.
        """
        wanted = instances(publications, Publication, "publications")
        return Plan(self._native.plan_as_saved(wanted, saved).wait())

    def apply(
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
        further step is begun after a failure, and nothing of a plan with an API that cannot be
        published. When it was interrupted, plan again: what is there by then is not done twice.

        `on_event` is told of each step before and after it, and of each API at its end,
        on a thread of the package's own. What it raises stops no step: `EventCallbackError` says so
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
        ) as applying:
            done = self._native.apply(native, applying).wait()
            return applying.checked(done)

    def publish(
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
        ) as applying:
            done = self._native.publish(wanted, applying).wait()
            return applying.checked(done)

    def resume(
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
        the same state. An API that cannot be published stands in the outcome with its error, and
        the others are finished. The options are those of `apply`.

        Raises `NotFoundError`, code `no-journal`, when there is none; `ConflictError`, code
        `journal-of-other-publications`, when it is of others, `journal-of-another-run` when it is a
        roll-out's, which is run again with its journal instead: only that asks its gates, and
        `journal-in-use`; `InvalidInputError`, codes `journal-damaged` and `not-a-journal`;
        `UnsupportedError`, code `journal-too-new`; `IoError` when the system refuses. Then what
        `plan` raises with `keep_going`.
        """
        wanted = instances(publications, Publication, "publications")
        with Applying(
            on_event,
            stop_on_failure=stop_on_failure,
            journal=None,
            audit_log=audit_log,
        ) as applying:
            done = self._native.resume(wanted, journal, applying).wait()
            return applying.checked(done)

    def roll_out(
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
        back. One that was cut off is begun again, with its journal: what is done is found done.

        Raises `InvalidInputError`, code `invalid-rollout`, for waves that do not fit the
        publications. The options are those of `apply`.
        """
        wanted = instance(rollout, Rollout, "rollout")
        with Applying(
            on_event,
            stop_on_failure=stop_on_failure,
            journal=journal,
            audit_log=audit_log,
        ) as applying:
            done = self._native.roll_out(wanted, applying).wait()
            return applying.checked(done)

    def provide_access(
        self,
        accesses: Iterable[ApplicationAccess],
        sink: SecretSink,
    ) -> AccessOutcome:
        """Give applications what they should have: subscriptions, keys, tokens.

        What is there stays as it is, so that a second run makes nothing. Secrets go to `sink` and
        nowhere else: a `SecretFile`, or a function or coroutine function that gets each of them as
        a `ProvidedSecret`. The outcome holds consumer keys, and says for each environment which
        keys' tokens it takes. What awaits an approval is `pending`.

        A server that shows a secret only once (4.7) does not show those of keys that are there:
        that is the failure `secret-not-shown`, and no other secret is made.

        Raises `InvalidInputError`, and nothing was written, for something wanted that makes no
        sense, an environment that takes tokens of no wanted key type, or a file that cannot take
        secrets. What fails later stands in the outcome; `AccessOutcome.into_result` raises it.
        """
        wanted = instances(accesses, ApplicationAccess, "accesses")
        if isinstance(sink, SecretFile):
            return self._native.provide_access(wanted, sink, None).wait()
        if not callable(sink):
            raise TypeError(f"sink must be a SecretFile or a function, not {type(sink).__name__}")
        return self._native.provide_access(wanted, None, sink).wait()

    def undeploy(self, name: str, version: str, environment: str) -> bool:
        """Take an API off one environment; the others keep it. False when it was not there."""
        return self._native.undeploy(name, version, environment).wait()

    def verify(self, publication: Publication) -> Verification:
        """Read back how a publication stands: deployed, pending, and at which URLs."""
        return self._native.verify(instance(publication, Publication, "publication")).wait()

    def verify_with(  # noqa: PLR0913 - each is named
        self,
        publication: Publication,
        *,
        acknowledged: bool = False,
        probed: bool = False,
        nodes: Iterable[NodeAddress | tuple[str, str]] = (),
        topology: Topology | None = None,
        node_account: tuple[str, str | SecretText] | None = None,
        timeout: Seconds | None = None,
        poll_interval: Seconds | None = None,
    ) -> LiveVerification:
        """Read back how a publication stands, and ask its gateways for proof.

        What is not proven is asked for again until the timeout; what is then missing, unreachable
        or unknown stands in the result, and is no error. An API that is not there is waited for as
        well: the server's search finds a new one only after some seconds. Nodes that are named are
        asked, whatever else is; those of environments that the publication does not name are not.
        The options are those of `VerifyOptions`.
        """
        options = VerifyOptions(
            acknowledged=acknowledged,
            probed=probed,
            nodes=nodes,
            topology=topology,
            node_account=node_account,
            timeout=timeout,
            poll_interval=poll_interval,
        )
        wanted = instance(publication, Publication, "publication")
        return self._native.verify_with(wanted, options).wait()

    def undeploy_with(
        self,
        name: str,
        version: str,
        environment: str,
        *,
        gone: Seconds | None = None,
        others_serve: VerifyOptions | None = None,
    ) -> Undeployment:
        """Take an API off one environment, as `undeploy`, and ask for proof.

        With `gone` its gateways are asked for so long, until they no longer have the API: at its
        URL, and one by one those that `others_serve` knows. With `others_serve` the environments
        that keep the API are asked for that proof. What is not proven in time stands in the result,
        and is no error: the API is taken off all the same.
        """
        proof = (
            None if others_serve is None else instance(others_serve, VerifyOptions, "others_serve")
        )
        until = None if gone is None else seconds(gone)
        return self._native.undeploy_with(name, version, environment, until, proof).wait()

    def rollback(  # noqa: PLR0913 - what it goes back to is named
        self,
        name: str,
        version: str,
        environments: Iterable[str],
        *,
        revision: int | None = None,
        api: Mapping[str, Any] | None = None,
        definition: str | None = None,
    ) -> RolledBack:
        """Bring an older revision back to environments: in each the previous one, or this one.

        It is deployed there at the virtual host, and as visible in the Developer Portal, as what is
        there now. The API's working copy stays as it is: `restore_revision` changes it. Nothing is
        written before every environment has a revision to go back to.

        3.x keeps no revisions. There, `api` as `get_api` gave it before the change, with the
        `definition` as `api_definition` gave it, is put back in all environments of the API at
        once; its list of environments stays.

        Raises `ConflictError`, code `no-earlier-revision`, and `NotFoundError`, code
        `unknown-revision`, which say what revisions there are; `InvalidInputError`, code
        `document-of-another-api`, when `api` is not the document of this API.
        """
        named = several(environments, "environments")
        number, content = target(revision, api, definition)
        return self._native.rollback(name, version, named, number, content).wait()

    def retire(
        self,
        environment: str,
        *,
        replacement: Target | str | None = None,
        proof: VerifyOptions | None = None,
        keep_going: bool = False,
    ) -> Retirement:
        """Take every API off an environment, so that it can be removed.

        With a replacement, each is deployed there first (the same revision; one that the
        replacement has already stays as it is), and taken off only when the replacement is proven
        to serve it: by `proof`, without it by being probed, for a minute at most. A `proof` that
        asks for none, but says how long, has each probed for so long. In 3.x an API that the
        replacement has, and does not serve because its gateway could not be told, is sent to the
        gateways again.

        Everything is looked at before anything is written: when an API cannot be moved, nothing is,
        unless `keep_going` is true. What could not be moved stands in the result with its reason.
        API products are not looked at.
        """
        to = Target(replacement) if isinstance(replacement, str) else replacement
        return self._native.retire(
            environment,
            None if to is None else instance(to, Target, "replacement"),
            None if proof is None else instance(proof, VerifyOptions, "proof"),
            keep_going,
        ).wait()

    def drift(
        self, publications: Iterable[Publication] = (), *, topology: Topology | None = None
    ) -> Drift:
        """Compare the server with publications, and with a topology's environments. Writes nothing.

        Of APIs, what the publications name alone counts, as for a plan; one that cannot be as its
        publication says stands in the drift. A user sees those environments alone that are visible
        to the user's roles.
        """
        wanted = instances(publications, Publication, "publications")
        known = None if topology is None else instance(topology, Topology, "topology")._native  # noqa: SLF001 - the package's own
        return self._native.drift(wanted, known).wait()
