"""The quickstart: one API through two gateways, from unpacked homes to answered calls, and back.

    pip install gatewright -r requirements.txt   # rich draws the progress bar and the tables
    python quickstart.py                         # API-M 4.7 on the embedded emulator
    python quickstart.py --release 3.2           # the original procedure's model
    python quickstart.py --help

The same program in Rust: examples/rust/src/bin/quickstart. It reads quickstart.toml and
deployment-*.toml, which lie in the folder above this one.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gatewright import ControlPlane, KeyType, NodeFile, Topology, check, revert
from gatewright.client import (
    AccessToken,
    ApiRequest,
    ApiResponse,
    ApplicationKeys,
    Credentials,
    GatewayEnvironment,
    Grant,
    TokenEndpoint,
    wait_until_ready,
)
from gatewright.emulator import Emulator, EmulatorNode, OffsetBlock, free_offset_block
from gatewright.errors import GatewrightError
from gatewright.publish import ApiDefinition, Publication
from rich.box import MARKDOWN
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gatewright import EnvironmentType, Report

EXAMPLES = Path(__file__).resolve().parent.parent

# The nodes, in the order in which they are laid out.
NODES = ("control-plane", "gateway-1", "gateway-2")
# The API: no other is called so.
API, VERSION, CONTEXT = "GatewrightQuickstart", "1.0.0", "/gatewright-quickstart"
APPLICATION = "gatewright-quickstart"
# The user of steps 3 to 6; the homes' own administrator may have a password that no file shows.
USER = "quickstart"
# How long anything may take to be ready, live or gone, in seconds.
PATIENCE = 60.0


# ---- the command line --------------------------------------------------------------------------


@dataclass
class Options:
    """What the command line says."""

    release: str
    base_offset: int | None
    keep: Path | None
    pack_conf: list[str]
    apim: str | None

    def pack_files(self) -> dict[str, tuple[Path, bool]]:
        """Return the file that each node starts from, and whether it is that node's alone."""
        files: dict[str, tuple[Path, bool]] = {}
        common = None
        for value in self.pack_conf:
            node, equals, file = value.partition("=")
            if equals and node in NODES:
                if node in files:
                    raise Failure(f"--pack-conf names two files for {node}: leave one out")
                files[node] = (Path(file), True)
            else:
                if common is not None:
                    raise Failure("--pack-conf names two files for every node: leave one out")
                common = Path(value)
        if common is not None:
            for node in NODES:
                files.setdefault(node, (common, False))
        return files


class Failure(Exception):  # noqa: N818
    """Something of this program's own that goes wrong."""


def parse_options() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="quickstart.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=(
            "Publishes one API through two gateways, on the embedded emulator or on a running\n"
            "API-M: lays out three homes, starts the nodes, publishes, reads back, calls with\n"
            "keys of both types, and takes everything back."
        ),
        epilog="""\
The nodes are control-plane, gateway-1 and gateway-2. For --apim the environment says:
  APIM_USERNAME, APIM_PASSWORD   a user who may create, publish and subscribe
  APIM_BACKEND                   the backend's URL, as the gateways reach it
  APIM_CA_FILE                   certificates to trust, PEM (optional)
  APIM_ENVIRONMENTS              gateway environments, with commas between (optional: all)
  APIM_APPLICATION               the application's name (optional: gatewright-quickstart)
What --apim makes there stays there, and is named at the end.""",
    )
    # No default here: whether one was given matters beside --apim.
    parser.add_argument("--release", choices=["3.2", "4.7"], help="of API-M (default: 4.7)")
    parser.add_argument(
        "--base-offset",
        type=offset,
        metavar="N",
        help="the control plane's port offset; the gateways have the next two. Without it a free "
        "block of ports is found; 0 gives the procedure's own ports: 9443, 8244, 8245, …",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="lay the homes out in this folder, which must be new or empty, and keep them: after "
        "the last step they hold the written files, which `revert` takes back",
    )
    parser.add_argument(
        "--pack-conf",
        action="append",
        default=[],
        metavar="[NODE=]FILE",
        help="start from this deployment.toml instead of the one that comes with the example: "
        "FILE, an all-in-one pack's, for every node, or NODE=FILE for one (since 4.5 that of the "
        "node's own pack); may be given several times",
    )
    parser.add_argument(
        "--apim",
        metavar="URL",
        help="do steps 3 to 5 on the API-M at this URL, such as https://localhost:9443",
    )
    given = parser.parse_args()
    of_homes = (given.release, given.base_offset, given.keep, given.pack_conf or None)
    if given.apim is not None and any(option is not None for option in of_homes):
        parser.error("--apim takes no --release, --base-offset, --keep or --pack-conf")
    return Options(
        given.release or "4.7", given.base_offset, given.keep, given.pack_conf, given.apim
    )


def offset(text: str) -> int:
    """Read a port offset; whether its ports exist is the topology's to say."""
    number = int(text)
    if not 0 <= number <= 65535:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 65535")
    return number


# ---- how it looks: colours and a progress bar on a terminal, plain text elsewhere ---------------


class Screen(Console):
    """The standard output. Nobody reading it any more is no reason to stop half-way."""

    # `typing.override` is newer than the oldest Python this runs on.
    def on_broken_pipe(self) -> None:  # type: ignore[explicit-override]
        """Print the rest for nobody."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


SCREEN = Screen(
    highlight=False,
    markup=False,
    emoji=False,
    # Nothing is cut to the width of a terminal that is not there.
    width=None if sys.stdout.isatty() else 1000,
)


def line(text: object, style: str | None = None) -> None:
    """Print a line."""
    SCREEN.print(str(text), style=style, soft_wrap=True)


def complain(text: object) -> None:
    """Print a line on the standard error."""
    print(text, file=sys.stderr)


def heading(text: str) -> None:
    """Print a part's heading."""
    line("")
    line(text, "bold cyan")


def print_diff(text: str) -> None:
    """Print a diff, its lines coloured by what they do."""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for changed in text.splitlines():
        line(changed, styles.get(changed[:1]))


def print_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table, readable as Markdown too."""
    table = Table(*header, box=MARKDOWN)
    for row in rows:
        table.add_row(*row)
    SCREEN.print(table)


def print_places(places: list[Place]) -> None:
    """Print the table of environments and URLs."""
    print_table(
        ["environment", "type", "URL", "try-out"],
        (
            [place.name, place.type, place.url, "yes" if place.in_try_out else "no"]
            for place in places
        ),
    )


@contextmanager
def bar(things: int, waiting_for: str) -> Iterator[Callable[[], None]]:
    """Draw a bar for so many things to wait for, and give what counts one; only on a terminal."""
    columns = (
        SpinnerColumn(),
        BarColumn(30),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as it:
        task = it.add_task(waiting_for, total=things)
        yield lambda: it.advance(task)


# ---- what was done so far, and what is said of it at the end, however it ends -------------------


@dataclass
class Run:
    """Everything that outlives a step."""

    heading: str = ""
    # Where the homes are, and whether that is the user's folder or one to be removed.
    folder: Path | None = None
    is_kept: bool = False
    is_temporary: bool = False
    # The files that are not as they were laid out.
    written: list[Path] = field(default_factory=list)
    # The nodes that run.
    emulator: Emulator | None = None
    # The URL of an API-M that goes on running, and what was made there.
    server: str | None = None
    made: dict[str, str] = field(default_factory=dict)

    def step(self, text: str) -> None:
        """Begin a step."""
        self.heading = text
        heading(text)

    def stop(self) -> None:
        """Stop the nodes, if any run."""
        if self.emulator is not None:
            self.emulator.stop()
            self.emulator = None

    def finish(self, error: BaseException | None) -> int:
        """Stop and remove what does not stay, and say what was written and what stays."""
        self.stop()
        if error is None:
            for text in self.stays():
                line(text)
            return self.remove(0)
        if isinstance(error, KeyboardInterrupt):
            complain(f"\ninterrupted in step {self.heading}")
            self.confess()
            return self.remove(130)
        step = f" in step {self.heading}" if self.heading else ""
        complain(f"\nerror{step}:\n{error}")
        if isinstance(error, GatewrightError):
            for key, value in error.context.items():
                complain(f"  {key}: {value}")
        self.confess()
        return self.remove(1)

    def confess(self) -> None:
        """Say what there is to say when it did not come to its end."""
        complain("nothing is left running")
        if not self.written:
            complain("no file is changed")
        for text in self.stays():
            complain(text)

    def stays(self) -> Iterator[str]:
        """Give what stays, and what was written and goes."""
        written = ", ".join(map(str, self.written))
        if self.folder is not None and self.is_kept:
            yield f"kept: {self.folder}"
            if written:
                yield f"written there, and not reverted (`revert` takes it back): {written}"
        elif written:
            yield f"written, and removed with {self.folder}: {written}"
        if self.server is not None:
            if not self.made:
                yield f"nothing was made on {self.server}"
            for what, name in sorted(self.made.items()):
                yield f"made on {self.server}, and left there: {what} {name}"

    def remove(self, code: int) -> int:
        """Remove the folder unless it is the user's."""
        if self.folder is None or not self.is_temporary:
            return code
        try:
            shutil.rmtree(self.folder)
        except FileNotFoundError:
            # Interrupted before it was made.
            return code
        except OSError as error:
            complain(f"cannot remove {self.folder}: {error}")
            return 1
        return code


# ---- step 1: three homes, as if the pack had been copied; then check, render, diff, write -------


@dataclass
class Home:
    """A node's home, and what its deployment.toml said before anything was written."""

    node: str
    path: Path
    shipped: bytes

    @property
    def file(self) -> Path:
        """Where the home has its configuration."""
        return self.path / "repository" / "conf" / "deployment.toml"


@dataclass
class Homes:
    """The homes that were laid out."""

    topology: Topology
    homes: list[Home]


def prepare(options: Options, run: Run) -> tuple[Homes, OffsetBlock | None]:
    """Do the step. The offsets' ports stay reserved until the nodes take them."""
    run.step("1. Lay out three homes, check, render, write")
    block = free_offset_block(len(NODES)) if options.base_offset is None else None
    base = block.base if block is not None else options.base_offset or 0
    folder = make_folder(options.keep, run)
    line(f"homes: {folder}")
    homes = lay_out(options, base, folder)

    topology = Topology.load(folder / "topology.toml")
    nodes, environments = len(topology.nodes), len(topology.environments)
    line(f"topology.toml: {nodes} nodes, {environments} environments")
    findings("topology.toml", topology.check())
    files = topology.render()
    for file in files:
        print_diff(file.diff)
    removed = files.removed_environments
    line(f"commented out: {', '.join(removed) or 'nothing'}")
    written = files.write(removing=removed)
    run.written = list(written.written)
    line(f"written: {len(written.written)} files")
    line(f"restart, in this order: {', '.join(written.restart)}")
    findings("the written files", check(NodeFile(home.file, host="localhost") for home in homes))
    return Homes(topology, homes), block


def make_folder(keep: Path | None, run: Run) -> Path:
    """Make a new folder: of the user's choice, or one that goes with the program."""
    if keep is None:
        # It is known before it is there: Ctrl-C can come at any moment.
        name = f"gatewright-quickstart-{secrets.token_hex(8)}"
        run.folder, run.is_temporary = Path(tempfile.gettempdir()) / name, True
        run.folder.mkdir(mode=0o700)
        return run.folder
    folder = Path(os.path.abspath(keep))  # noqa: PTH100 (a link stays as the user wrote it)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = next(folder.iterdir(), None) is None
    except OSError as error:
        raise Failure(f"cannot use the folder {keep}: {error}") from error
    if not is_empty:
        raise Failure(f"{folder} is not empty: --keep takes a new or an empty folder")
    run.folder, run.is_kept = folder, True
    return folder


def lay_out(options: Options, base: int, folder: Path) -> list[Home]:
    """Make the homes and the topology's file."""
    files = options.pack_files()
    homes = []
    text = (EXAMPLES / "quickstart.toml").read_text(encoding="utf-8")
    topology = text.replace("{release}", options.release)
    for number, node in enumerate(NODES, base):
        if node in files:
            file, own = files[node]
            pack, source = pack_of(node, options.release, own=own), str(file)
        else:
            file = EXAMPLES / f"deployment-{options.release}.toml"
            pack, source = "all-in-one", "the example"
        try:
            home = Home(node, folder / node, file.read_bytes())
        except OSError as error:
            raise Failure(f"cannot read {file}: {error.strerror}") from error
        line(f"{node}: {pack}, offset {number}, deployment.toml of {source}")
        home.file.parent.mkdir(parents=True)
        (home.path / "bin").mkdir()
        home.file.write_bytes(home.shipped)
        version = f"{product(pack)} v{options.release}.0\n"
        (home.path / "bin" / "version.txt").write_text(version, encoding="utf-8")
        values = {
            "pack": pack,
            "offset": str(number),
            # What JSON quotes, TOML reads.
            "home": json.dumps(str(home.path), ensure_ascii=False),
        }
        for key, value in values.items():
            topology = topology.replace(f"{{{node}.{key}}}", value)
        homes.append(home)
    (folder / "topology.toml").write_text(topology, encoding="utf-8")
    return homes


def pack_of(node: str, release: str, *, own: bool) -> str:
    """Say what pack a file is of: the all-in-one if it is for all nodes, else that of its role."""
    if release == "4.7" and own:
        return "control-plane" if node == "control-plane" else "gateway"
    return "all-in-one"


def product(pack: str) -> str:
    """Return what the pack's bin/version.txt calls it."""
    names = {"control-plane": "WSO2 API Control Plane", "gateway": "WSO2 Universal Gateway"}
    return names.get(pack, "WSO2 API Manager")


def findings(what: str, report: Report) -> None:
    """Say what a check found; errors end the quickstart."""
    if report.is_empty:
        line(f"check of {what}: nothing to report")
        return
    line(f"check of {what}:\n{report.format('text').rstrip()}")
    if not report.ok:
        raise Failure(f"{what} would not work: see above")


# ---- the API-M that steps 3 to 5 talk to: the emulator's, or the user's -------------------------


@dataclass
class Server:
    """Where it is, and how to sign in."""

    url: str
    username: str
    password: str
    ca_certificates: list[str]
    # Where calls with keys of each type go.
    backend: dict[KeyType, str]
    # The environments to publish in; all the server has when empty.
    environments: list[str]
    # The name of the application that calls.
    application: str = APPLICATION

    @classmethod
    def from_environment(cls, url: str) -> Server:
        """Describe a running API-M; everything that is missing in the environment is named."""
        if "@" in url:
            # It is not quoted: it may hold a password.
            raise Failure(
                "the URL of --apim holds credentials: give it without them, and the user in "
                "APIM_USERNAME and APIM_PASSWORD"
            )
        required = {
            "APIM_USERNAME": "a user who may create, publish and subscribe",
            "APIM_PASSWORD": "the user's password",
            "APIM_BACKEND": "the backend's URL, as the gateways reach it",
        }
        missing = [f"  {name}: {what}" for name, what in required.items() if not os.getenv(name)]
        if missing:
            listed = "\n".join(missing)
            raise Failure(f"--apim needs these variables of the environment too:\n{listed}")
        ca_certificates = []
        if file := os.getenv("APIM_CA_FILE"):
            try:
                ca_certificates.append(Path(file).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise Failure(f"cannot read APIM_CA_FILE {file}: {error}") from error
        names = os.getenv("APIM_ENVIRONMENTS", "").split(",")
        return cls(
            url,
            os.environ["APIM_USERNAME"],
            os.environ["APIM_PASSWORD"],
            ca_certificates,
            dict.fromkeys(KeyType, os.environ["APIM_BACKEND"]),
            [name.strip() for name in names if name.strip()],
            os.getenv("APIM_APPLICATION") or APPLICATION,
        )

    def connect(self) -> ControlPlane:
        """Sign in."""
        credentials = Credentials.password(self.username, self.password)
        return ControlPlane.connect(self.url, credentials, ca_certificates=self.ca_certificates)


# ---- step 2: the nodes, each from its own home --------------------------------------------------


def start(homes: Homes, offsets: OffsetBlock | None, run: Run) -> Server:
    """Do the step."""
    run.step("2. Start the nodes, control plane first")
    nodes = [EmulatorNode(home=home.path) for home in homes.homes]
    emulator = run.emulator = Emulator(nodes=nodes, offset_block=offsets)
    urls = []
    with bar(len(nodes), "nodes are ready") as count:
        for node in emulator.nodes:
            url = f"https://localhost:{node.port(9443)}"
            wait_until_ready(url, ca_certificates=[emulator.ca_pem], timeout=PATIENCE)
            count()
            urls.append(url)
    for node, url in zip(emulator.nodes, urls, strict=True):
        line(f"{node.name}: {url}, ready")
    # Long and random would be better; it never leaves this process.
    password = "quickstart-password"  # noqa: S105
    roles = ["Internal/creator", "Internal/publisher", "Internal/subscriber"]
    emulator.add_user(USER, password, roles)
    line(f"user: {USER}, who may create, publish and subscribe")
    return Server(
        urls[0],
        USER,
        password,
        [emulator.ca_pem],
        {key_type: f"{emulator.echo_url}/{key_type.lower()}" for key_type in KeyType},
        [environment.name for environment in homes.topology.environments],
    )


# ---- steps 3 and 4: an API through every environment, and what the portals say of it ------------


@dataclass
class Published:
    """A connection, and what was published over it."""

    control_plane: ControlPlane
    publication: Publication
    environments: dict[str, GatewayEnvironment]
    # Their names, in the order in which they were named.
    names: list[str]


@dataclass
class Place:
    """Where the API is offered."""

    name: str
    type: EnvironmentType
    url: str
    in_try_out: bool


def publish(server: Server, run: Run) -> Published:
    """Do step 3."""
    run.step("3. Publish one API through every gateway")
    control_plane = server.connect()
    line(f"connected: {control_plane.url}, API-M {control_plane.release}")
    environments = {known.name: known for known in control_plane.environments()}
    # Those that were asked for, so that one the server does not have is an error.
    names = server.environments or list(environments)
    definition = ApiDefinition(
        context=CONTEXT,
        production_endpoint=server.backend[KeyType.PRODUCTION],
        sandbox_endpoint=server.backend[KeyType.SANDBOX],
    )
    publication = Publication(API, VERSION, environments=names, definition=definition)
    plan = control_plane.plan([publication])
    line(f"plan:\n{plan}")
    run.made["the API"] = f"{API} {VERSION}, begun, for {', '.join(names)}"
    control_plane.apply(plan).into_result()
    run.made["the API"] = f"{API} {VERSION}, in {', '.join(names)}"
    line(f"done: {len(plan.steps)} of {len(plan.steps)} steps")

    with bar(len(names), "gateways have it") as count:
        for name in names:
            control_plane.wait_until_live(API, VERSION, [name], timeout=PATIENCE)
            count()
    line(f"live: {', '.join(names)}")
    return Published(control_plane, publication, environments, names)


def read_back(published: Published, run: Run) -> list[Place]:
    """Do step 4."""
    run.step("4. Read back what the portals say")
    control_plane = published.control_plane
    verified = control_plane.verify(published.publication)
    line(f"Publisher: {API} {VERSION} is {verified.lifecycle}")
    if not verified.is_ok:
        raise Failure("the API is not in every environment, or the portal does not show it")
    listed = {urls.environment: urls for urls in control_plane.endpoint_urls(API, VERSION)}
    places = []
    for name in published.names:
        environment, urls = published.environments.get(name), listed.get(name)
        if environment is None or urls is None or urls.https is None:
            continue
        line(f"Developer Portal: {name}: {urls.https}")
        in_try_out = environment.display_in_api_console
        places.append(Place(name, environment.type, urls.https, in_try_out))
    shown = [place.name for place in places if place.in_try_out]
    line(f"the try-out lists: {', '.join(shown)}")
    return places


# ---- step 5: keys of both types, tokens by two grants, and a call with each of them -------------


@dataclass
class Taken:
    """A token, and what it was taken with."""

    # The environment at whose gateway it was taken (3.x).
    environment: str | None
    key_type: KeyType
    grant: str
    token: AccessToken

    def is_for(self, place: Place) -> bool:
        """Say whether it is for calls through this place."""
        return self.environment in (None, place.name)

    def request(self, place: Place) -> ApiRequest:
        """Return the call through this place."""
        return ApiRequest(f"{place.url}/", token=self.token)


def call(server: Server, published: Published, places: list[Place], run: Run) -> list[Taken]:
    """Do the step."""
    run.step("5. Take tokens and call through each gateway")
    control_plane = published.control_plane
    run.made["the application"] = server.application
    application = control_plane.application(server.application)
    application.subscribe(API, VERSION)
    line(f"application: {application.name}, subscribed to {API} {VERSION}")
    try:
        keys = [application.keys(key_type) for key_type in KeyType]
    except GatewrightError as error:
        if error.code == "secret-not-shown":
            complain("APIM_APPLICATION may name an application that has no keys yet")
        raise
    named = {
        "password": Grant.password(server.username, server.password),
        "client credentials": Grant.client_credentials(),
    }
    names = [None, *(place.name for place in places)]
    endpoints = [
        endpoint for endpoint in control_plane.token_endpoints() if endpoint.environment in names
    ]
    taken = []
    for endpoint in endpoints:
        for key in keys:
            for grant, proof in named.items():
                token = control_plane.token(endpoint.url, key, proof)
                taken.append(Taken(endpoint.environment, key.key_type, grant, token))
        line(f"tokens: {len(keys) * len(named)} of them from {endpoint.url}")
    rows = []
    with bar(len(places) * len(keys) * len(named), "calls are answered") as count:
        for place in places:
            for one in taken:
                if one.is_for(place):
                    answered = shown(answer(published, place, one))
                    rows.append([place.name, one.key_type, one.grant, answered])
                    count()
    print_table(["gateway", "key", "grant", "answer"], rows)
    print_commands(endpoints, keys, named["password"], places, taken)
    return taken


def answer(published: Published, place: Place, taken: Taken) -> ApiResponse:
    """Return the answer, once it is the one that the environment's type calls for.

    Subscriptions and keys reach a gateway a moment later.
    """
    should_succeed = place.type.accepts(taken.key_type)
    end = time.monotonic() + PATIENCE
    while True:
        answered = published.control_plane.call(taken.request(place))
        if answered.is_success == should_succeed:
            return answered
        if time.monotonic() >= end:
            wanted = "accept" if should_succeed else "refuse"
            raise Failure(
                f"{place.name} should {wanted} a {taken.key_type} token, "
                f"but it answers {shown(answered)}"
            )
        time.sleep(0.5)


def shown(answered: ApiResponse) -> str:
    """Return an answer in short: what the gateway says, or where on the backend it arrived."""
    if fault := answered.fault:
        code = f"{fault.code} " if fault.code not in (None, str(answered.status)) else ""
        return f"{answered.status} {code}{fault.message}"
    try:
        path = json.loads(answered.body)["path"]
    except (ValueError, KeyError, TypeError):
        return str(answered.status)
    return f"{answered.status} from the backend's {path}"


def print_commands(
    endpoints: list[TokenEndpoint],
    keys: list[ApplicationKeys],
    grant: Grant,
    places: list[Place],
    taken: list[Taken],
) -> None:
    """Print the same by hand."""
    line("the same with curl, production keys (--cacert names whom to trust):")
    for key in keys:
        if key.key_type == KeyType.PRODUCTION:
            for endpoint in endpoints:
                line(key.to_curl(endpoint.url, grant))
    for place in places:
        if production := production_token(taken, place):
            line(production.request(place).to_curl())


def production_token(taken: list[Taken], place: Place) -> Taken | None:
    """Return a token of production keys for calls through this place."""
    of_place = (one for one in taken if one.is_for(place))
    return next((one for one in of_place if one.key_type == KeyType.PRODUCTION), None)


# ---- step 6: off one gateway while the other serves on, and the files as they were --------------


def undeploy(published: Published, places: list[Place], taken: list[Taken], run: Run) -> None:
    """Do the step's first half."""
    run.step("6. Undeploy from one gateway, revert the files")
    control_plane = published.control_plane
    if not places:
        return
    first = places[0]
    control_plane.undeploy(API, VERSION, first.name)
    with bar(1, "the gateway lets go of it"):
        control_plane.wait_until_absent(API, VERSION, first.name, timeout=PATIENCE)
    line(f"undeployed from {first.name}")
    for place in places:
        production = production_token(taken, place)
        if production is None:
            continue
        answered = control_plane.call(production.request(place))
        line(f"{place.name}: {shown(answered)}")
        should_serve = place.name != first.name
        if answered.is_success != should_serve:
            state = "does not serve any more" if should_serve else "still serves"
            raise Failure(f"{place.name} {state}")


def revert_files(homes: Homes, run: Run) -> None:
    """Do the step's second half."""
    run.stop()
    line("nodes: stopped")
    revert(home.path for home in homes.homes)
    for home in homes.homes:
        if home.file.read_bytes() != home.shipped:
            raise Failure(f"{home.file} is not as it was in step 1")
        line(f"{home.node}: byte for byte as in step 1")
    run.written = []
    if run.is_kept:
        files = homes.topology.render()
        run.written = list(files.write(removing=files.removed_environments).written)
        line("written again, to be kept")


# ---- the steps, one after the other -------------------------------------------------------------


def walk(options: Options, run: Run) -> None:
    """Walk the steps; what each writes or starts is noted in `run` first."""
    if options.apim is not None:
        server = Server.from_environment(options.apim)
        line(f"One API through the gateways of {options.apim}", "bold")
        run.server = options.apim
        published = publish(server, run)
        places = read_back(published, run)
        call(server, published, places, run)
        heading("What you have now")
        print_places(places)
        return
    line(f"One API through two gateways: API-M {options.release}, on the emulator", "bold")
    homes, offsets = prepare(options, run)
    server = start(homes, offsets, run)
    published = publish(server, run)
    places = read_back(published, run)
    taken = call(server, published, places, run)
    undeploy(published, places, taken, run)
    revert_files(homes, run)
    heading("What you have seen")
    print_places(places)


def main() -> int:
    """Run the quickstart; the exit code."""
    options = parse_options()
    run = Run()
    try:
        walk(options, run)
    except (KeyboardInterrupt, GatewrightError, Failure, OSError) as error:
        return run.finish(error)
    return run.finish(None)


if __name__ == "__main__":
    sys.exit(main())
