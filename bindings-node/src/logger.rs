//! What the core traces, on its way to a function of JavaScript's.
//!
//! Before a function is set nothing is subscribed, and an event costs the comparison of two numbers. A function that is set
//! does not keep Node alive, and nothing of the core waits for it: what it has no time for is counted and left out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use napi::Status;
use napi::bindgen_prelude::{Either3, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What the core's events are marked with.
const TARGET: &str = "gatewright";

/// So many records wait for JavaScript at most.
const QUEUE: usize = 1024;

type Asked = ThreadsafeFunction<NativeLogRecord, (), NativeLogRecord, Status, false, true, QUEUE>;

/// Where records go, and from which level on.
struct Sink {
    level: LevelFilter,
    function: Asked,
    dropped: AtomicU32,
}

static SINK: RwLock<Option<Arc<Sink>>> = RwLock::new(None);
static IS_INSTALLED: Mutex<bool> = Mutex::new(false);
static IS_ON: AtomicBool = AtomicBool::new(false);

fn sink() -> Option<Arc<Sink>> {
    if !IS_ON.load(Ordering::Relaxed) {
        return None;
    }
    SINK.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Something that happened.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeLogRecord {
    /// How much it matters.
    pub level: &'static str,
    /// What happened.
    pub message: String,
    /// The public function it happened in, as Rust names it.
    pub operation: Option<String>,
    /// When, in milliseconds since 1970.
    pub timestamp: f64,
    /// How many records before it were left out.
    pub dropped: u32,
    /// What is known of it.
    pub fields: Vec<NativeLogField>,
}

/// A fact about what happened.
#[napi(object, object_from_js = false)]
pub struct NativeLogField {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: Either3<String, f64, bool>,
}

/// The levels, from what matters most on.
pub(crate) const LEVELS: [Level; 4] = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG];

/// Sets the function that is told, or none. JavaScript has checked the level.
#[napi]
pub fn set_logger(
    function: Option<Function<'_, NativeLogRecord, ()>>,
    level: String,
) -> napi::Result<()> {
    let made = function.map(|function| {
        let function = function
            .build_threadsafe_function::<NativeLogRecord>()
            .weak::<true>()
            .max_queue_size::<QUEUE>()
            .build_callback(|context| Ok(context.value))?;
        let level = level.parse().map_err(|_| napi::Error::from_reason("the level is none"))?;
        Ok::<_, napi::Error>(Arc::new(Sink { level, function, dropped: AtomicU32::new(0) }))
    });
    let made = made.transpose()?;
    if made.is_some() {
        install()?;
    }
    IS_ON.store(made.is_some(), Ordering::Relaxed);
    *SINK.write().unwrap_or_else(PoisonError::into_inner) = made;
    tracing::callsite::rebuild_interest_cache();
    Ok(())
}

fn install() -> napi::Result<()> {
    let mut is_installed = IS_INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_installed {
        tracing::subscriber::set_global_default(Logger::default())
            .map_err(|error| napi::Error::from_reason(error.to_string()))?;
        *is_installed = true;
    }
    Ok(())
}

thread_local! {
    /// The spans this thread is in, the innermost last.
    static ENTERED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// A span that is not closed.
struct Open {
    operation: Option<String>,
    holders: usize,
}

#[derive(Default)]
struct Logger {
    last: AtomicU64,
    open: Mutex<HashMap<u64, Open>>,
}

impl Logger {
    fn open<T>(&self, work: impl FnOnce(&mut HashMap<u64, Open>) -> T) -> T {
        work(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The innermost operation that this thread is in.
    fn operation(&self) -> Option<String> {
        let entered = ENTERED.with_borrow(Clone::clone);
        self.open(|open| {
            let mut spans = entered.iter().rev().filter_map(|id| open.get(id));
            spans.find_map(|span| span.operation.clone())
        })
    }
}

impl Subscriber for Logger {
    /// Spans of operations matter whatever the level: their names are told with each record.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let is_wanted = |sink: Arc<Sink>| metadata.is_span() || *metadata.level() <= sink.level;
        metadata.target() == TARGET && sink().is_some_and(is_wanted)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(sink().map_or(LevelFilter::OFF, |sink| sink.level.max(LevelFilter::INFO)))
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut found = Found::default();
        span.record(&mut found);
        let name = found.fields.into_iter().find(|field| field.name == "name");
        let operation = name.and_then(|field| match field.value {
            Either3::A(name) => Some(name),
            _ => None,
        });
        self.open(|open| open.insert(id, Open { operation, holders: 1 }));
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let Some(sink) = sink() else { return };
        let mut found = Found::default();
        event.record(&mut found);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let record = NativeLogRecord {
            level: name(*event.metadata().level()),
            message: found.message,
            operation: self.operation(),
            timestamp: (now.as_secs_f64() * 1000.0).floor(),
            dropped: sink.dropped.swap(0, Ordering::Relaxed),
            fields: found.fields,
        };
        let dropped = record.dropped;
        if sink.function.call(record, ThreadsafeFunctionCallMode::NonBlocking) != Status::Ok {
            sink.dropped.fetch_add(dropped + 1, Ordering::Relaxed);
        }
    }

    fn enter(&self, id: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(id.into_u64()));
    }

    fn exit(&self, id: &Id) {
        ENTERED.with_borrow_mut(|entered| {
            if let Some(at) = entered.iter().rposition(|entered| *entered == id.into_u64()) {
                entered.remove(at);
            }
        });
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.open(|open| {
            if let Some(span) = open.get_mut(&id.into_u64()) {
                span.holders += 1;
            }
        });
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        self.open(|open| {
            let Some(span) = open.get_mut(&id.into_u64()) else { return false };
            span.holders = span.holders.saturating_sub(1);
            let is_closed = span.holders == 0;
            if is_closed {
                open.remove(&id.into_u64());
            }
            is_closed
        })
    }
}

pub(crate) const fn name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG | Level::TRACE => "debug",
    }
}

/// What an event or a span says.
#[derive(Default)]
struct Found {
    message: String,
    fields: Vec<NativeLogField>,
}

impl Found {
    fn add(&mut self, field: &Field, value: Either3<String, f64, bool>) {
        match value {
            Either3::A(text) if field.name() == "message" => self.message = text,
            value => self.fields.push(NativeLogField { name: field.name(), value }),
        }
    }
}

impl Visit for Found {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, Either3::A(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, Either3::A(value.to_owned()));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, Either3::B(value));
    }

    #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other number")]
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Either3::B(value as f64));
    }

    #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other number")]
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Either3::B(value as f64));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, Either3::C(value));
    }
}
