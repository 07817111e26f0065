//! What the core logs through `tracing`, on its way to Python's `logging`, logger `gatewright`.
//!
//! Whoever logs never waits for the interpreter: events are queued, and handed over by a thread of the runtime's own and
//! when a call ends. The level is read when a call begins, so that what nobody wants costs one comparison.
//!
//! A span is known by its operation's name alone: spans of one name are one to [`tracing`], so that nothing has to be kept
//! for each, nor locked.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::mem;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use tokio::runtime::Handle;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record as Fields};
use tracing::subscriber::{Interest, set_global_default};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::package::Maker;

static EMIT: Maker = Maker::new("gatewright._logging", "emit");
static LEVEL: Maker = Maker::new("gatewright._logging", "level");

/// The numbers of Python's levels, `TRACE` as many programs number it.
const NUMBERS: [(u8, Level); 5] = [
    (5, Level::TRACE),
    (10, Level::DEBUG),
    (20, Level::INFO),
    (30, Level::WARN),
    (40, Level::ERROR),
];

/// Above every level: nothing is wanted.
const NOTHING: u8 = u8::MAX;

/// From which level on the logger wants records.
static WANTED: AtomicU8 = AtomicU8::new(NOTHING);

static QUEUE: Mutex<Queue> = Mutex::new(Queue { records: VecDeque::new(), lost: 0 });

/// So many records wait at most; more are counted.
const ROOM: usize = 10_000;

struct Queue {
    records: VecDeque<Record>,
    lost: u64,
}

struct Record {
    level: u8,
    /// The innermost operation that it happened in.
    operation: Option<&'static str>,
    /// Seconds since 1970.
    created: f64,
    message: String,
    fields: Vec<(&'static str, String)>,
}

/// Has the core's events come here; once, when the module is loaded.
pub(crate) fn install() {
    // This library's `tracing` is its own: nobody else can have been faster.
    let _ = set_global_default(Bridge);
}

/// Reads which records the logger wants.
pub(crate) fn look(py: Python<'_>) -> PyResult<()> {
    WANTED.store(LEVEL.make(py, ())?.extract()?, Ordering::Relaxed);
    Ok(())
}

/// Hands over what waits. What a handler raises is its own affair, as everywhere in `logging`.
pub(crate) fn flush(py: Python<'_>) {
    let (records, lost) = {
        let mut queue = queue();
        if queue.records.is_empty() {
            return;
        }
        (mem::take(&mut queue.records), mem::take(&mut queue.lost))
    };
    if let Err(error) = emit(py, records, lost) {
        error.write_unraisable(py, None);
    }
}

fn emit(py: Python<'_>, records: VecDeque<Record>, lost: u64) -> PyResult<()> {
    let handed = PyList::empty(py);
    for record in records {
        let fields = PyDict::new(py);
        for (name, value) in record.fields {
            fields.set_item(name, value)?;
        }
        handed.append((record.level, record.created, record.message, record.operation, fields))?;
    }
    EMIT.make(py, (handed, lost)).map(drop)
}

/// Locked for moments, and never while waiting for the interpreter.
fn queue() -> MutexGuard<'static, Queue> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// There are fewer operations than this.
const NAMES: usize = 512;

/// The names of the operations that had a span, in the order in which they came.
static OPERATIONS: [OnceLock<String>; NAMES] = [const { OnceLock::new() }; NAMES];

/// The span of an operation whose name found no place.
const NAMELESS: u64 = NAMES as u64 + 1;

thread_local! {
    /// The spans this thread is in, the innermost last.
    static ENTERED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// The span of all operations of a name: its place, from 1.
fn span_of(name: &str) -> u64 {
    let place = OPERATIONS
        .iter()
        .position(|known| known.get_or_init(|| name.to_owned()) == name)
        .and_then(|place| u64::try_from(place).ok());
    place.map_or(NAMELESS, |place| place + 1)
}

/// The innermost operation that this thread is in.
fn operation() -> Option<&'static str> {
    let span = ENTERED.with_borrow(|entered| entered.last().copied())?;
    let place = usize::try_from(span).ok()?.checked_sub(1)?;
    OPERATIONS.get(place)?.get().map(String::as_str)
}

struct Bridge;

impl Subscriber for Bridge {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        let is_ours = metadata.target() == "gatewright";
        if is_ours { Interest::sometimes() } else { Interest::never() }
    }

    /// Spans matter whatever the level: the names of their operations are told with each record.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let wanted = WANTED.load(Ordering::Relaxed);
        if metadata.is_span() { wanted != NOTHING } else { number(*metadata.level()) >= wanted }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut name = Name(None);
        span.record(&mut name);
        Id::from_u64(name.0.map_or(NAMELESS, |name| span_of(&name)))
    }

    fn record(&self, _: &Id, _: &Fields<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let created = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut record = Record {
            level: number(*event.metadata().level()),
            operation: operation(),
            created: created.as_secs_f64(),
            message: String::new(),
            fields: Vec::new(),
        };
        event.record(&mut record);
        let is_first = {
            let mut queue = queue();
            if queue.records.len() < ROOM {
                queue.records.push_back(record);
            } else {
                queue.lost += 1;
            }
            queue.records.len() == 1
        };
        if is_first && let Ok(runtime) = Handle::try_current() {
            runtime.spawn_blocking(|| Python::try_attach(flush));
        }
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| {
            if let Some(at) = entered.iter().rposition(|entered| *entered == span.into_u64()) {
                entered.remove(at);
            }
        });
    }
}

/// The field `name` of an operation's span.
struct Name(Option<String>);

impl Visit for Name {
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "name" {
            self.0 = Some(value.to_owned());
        }
    }
}

fn number(level: Level) -> u8 {
    NUMBERS.iter().find(|(_, known)| *known == level).map_or(NOTHING, |(number, _)| *number)
}

impl Visit for Record {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self.message, "{value:?}");
        } else {
            self.fields.push((field.name(), format!("{value:?}")));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message.push_str(value);
        } else {
            self.fields.push((field.name(), value.to_owned()));
        }
    }
}
