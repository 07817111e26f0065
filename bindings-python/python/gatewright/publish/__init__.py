"""Publishing APIs through several environments: what is wanted, what that takes, proof.

A `Publication` says which API should be in which environments. `ControlPlane.plan` checks it
against the server and says, as a `Plan`, what is missing; `ControlPlane.apply` does that and no
more. A plan after a successful apply is empty. `ControlPlane.roll_out` does it in waves, and asks
after each of them whether the next one may begin.

>>> from gatewright import ControlPlane
>>> from gatewright.publish import ApiDefinition, Publication
>>> pets = Publication(
...     "Pets",
...     "1.0.0",
...     environments=["Production Gateway", "Hybrid Gateway"],
...     definition=ApiDefinition("/pets", production_endpoint="https://pets.example.com"),
... )
>>> def publish(control_plane: ControlPlane) -> None:
...     plan = control_plane.plan([pets])
...     print(plan)
...     control_plane.apply(plan).into_result()
...     assert control_plane.verify(pets).is_ok
"""

from gatewright._enums import (
    AccessAction,
    ActionKind,
    Certainty,
    DriftKind,
    EnvironmentChange,
    EventKind,
    Fate,
    Handover,
    Lifecycle,
    OutcomeFormat,
    PlanFormat,
    ProjectLayout,
    ProofKind,
    SecretFileFormat,
    SecretKind,
    SourceKind,
    Verdict,
)
from gatewright.publish._access import (
    ApplicationAccess,
    ProvidedSecret,
    SecretFile,
    WantedSubscription,
)
from gatewright.publish._access_outcome import (
    AccessFailure,
    AccessOutcome,
    ApiAddress,
    ApplicationAccessOutcome,
    EnvironmentAccess,
    ProvidedKey,
)
from gatewright.publish._drift import Drift, DriftItem
from gatewright.publish._event import Event, EventCallbackError
from gatewright.publish._outcome import ApiOutcome, Outcome
from gatewright.publish._plan import (
    Action,
    ApiPlan,
    ChangeLifecycle,
    CreateApi,
    CreateRevision,
    DeleteRevision,
    Deploy,
    EnvironmentPlan,
    Plan,
    Step,
    UpdateApi,
)
from gatewright.publish._project import ApiProject
from gatewright.publish._proof import (
    Evidence,
    LiveVerification,
    NodeAddress,
    Proof,
    VerifyOptions,
)
from gatewright.publish._publication import ApiDefinition, Publication, Target
from gatewright.publish._publications import Position, Publications
from gatewright.publish._retire import RetiredApi, Retirement
from gatewright.publish._rollback import RolledBack, RolledBackEnvironment
from gatewright.publish._rollout import (
    ApiRollback,
    GateFailure,
    Rollout,
    RolloutOutcome,
    WaveOutcome,
)
from gatewright.publish._undeploy import Undeployment
from gatewright.publish._verification import EnvironmentState, Verification

__all__ = [
    "AccessAction",
    "AccessFailure",
    "AccessOutcome",
    "Action",
    "ActionKind",
    "ApiAddress",
    "ApiDefinition",
    "ApiOutcome",
    "ApiPlan",
    "ApiProject",
    "ApiRollback",
    "ApplicationAccess",
    "ApplicationAccessOutcome",
    "Certainty",
    "ChangeLifecycle",
    "CreateApi",
    "CreateRevision",
    "DeleteRevision",
    "Deploy",
    "Drift",
    "DriftItem",
    "DriftKind",
    "EnvironmentAccess",
    "EnvironmentChange",
    "EnvironmentPlan",
    "EnvironmentState",
    "Event",
    "EventCallbackError",
    "EventKind",
    "Evidence",
    "Fate",
    "GateFailure",
    "Handover",
    "Lifecycle",
    "LiveVerification",
    "NodeAddress",
    "Outcome",
    "OutcomeFormat",
    "Plan",
    "PlanFormat",
    "Position",
    "ProjectLayout",
    "Proof",
    "ProofKind",
    "ProvidedKey",
    "ProvidedSecret",
    "Publication",
    "Publications",
    "RetiredApi",
    "Retirement",
    "RolledBack",
    "RolledBackEnvironment",
    "Rollout",
    "RolloutOutcome",
    "SecretFile",
    "SecretFileFormat",
    "SecretKind",
    "SourceKind",
    "Step",
    "Target",
    "Undeployment",
    "UpdateApi",
    "Verdict",
    "Verification",
    "VerifyOptions",
    "WantedSubscription",
    "WaveOutcome",
]
