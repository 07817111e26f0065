//! A journal that is being written.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::error::Result;
use crate::publish::journal::contents::{self, Contents, History};
use crate::publish::journal::record::{Header, Intent, JournalResult, Record};
use crate::publish::journal::store::{FileStore, Store};
use crate::publish::journal::writer::{Target, Writer};
use crate::publish::journal::{Journal, failures, line};

/// A journal of these publications and this control plane, held by nobody else.
#[derive(Debug)]
pub(crate) struct OpenJournal {
    history: History,
    next_seq: AtomicU64,
    writer: Writer<Log>,
}

impl Journal {
    /// For a new apply: goes on where the last one with the same publications was cut off; takes over the file of one that
    /// has come to its end, and makes it when there is none.
    ///
    /// # Errors
    /// `journal-of-other-publications` and `journal-of-another-run` when another one's is not at its end; `journal-in-use`, `journal-damaged`,
    /// `journal-too-new`, `not-a-journal`; `journal-not-written` and `unreadable-file` by the operating system.
    pub(crate) async fn open_or_create(&self, header: Header) -> Result<OpenJournal> {
        self.open_file(header, true).await
    }

    /// To finish what was cut off.
    ///
    /// # Errors
    /// `no-journal` when the file is not there, or does not hold its first line, and those of [`Journal::open_or_create`].
    pub(crate) async fn open(&self, header: Header) -> Result<OpenJournal> {
        self.open_file(header, false).await
    }

    async fn open_file(&self, header: Header, create: bool) -> Result<OpenJournal> {
        let path = self.path().to_path_buf();
        let open = move || {
            if !create && !path.exists() {
                return Err(failures::missing(&path));
            }
            let file = FileStore::open(&path, create);
            let file = file.map_err(|why| failures::unavailable(&path, why))?;
            OpenJournal::on(Box::new(file), &path, &header, create)
        };
        Opening::begin(open).await.unwrap_or_else(|| Err(failures::abandoned(self.path())))
    }
}

/// Something that is opened where that may block. Who stops waiting has let go of it: a run that is begun after one that was
/// cancelled finds the file free.
struct Opening<T> {
    opened: oneshot::Receiver<T>,
    /// Closed when the task is over, and what nobody took is dropped.
    over: mpsc::Receiver<()>,
}

impl<T: Send + 'static> Opening<T> {
    /// None when the runtime ended before.
    async fn begin(open: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (give, opened) = oneshot::channel();
        let (task, over) = mpsc::channel();
        let mut opening = Self { opened, over };
        spawn_blocking(move || {
            let _task: mpsc::Sender<()> = task;
            // What nobody takes comes back, and is dropped.
            drop(give.send(open()));
        });
        (&mut opening.opened).await.ok()
    }
}

impl<T> Drop for Opening<T> {
    fn drop(&mut self) {
        self.opened.close();
        drop(self.opened.try_recv());
        // As short as opening is: as the writer's end, which waits for its file too.
        let _ = self.over.recv();
    }
}

impl OpenJournal {
    /// In a store, which `path` names in errors. Without `create` it must hold a journal already.
    pub(crate) fn on(
        mut store: Box<dyn Store>,
        path: &Path,
        header: &Header,
        create: bool,
    ) -> Result<Self> {
        let bytes = store.read().map_err(|error| failures::not_read(path, error))?;
        let Contents { header: found, history, whole } =
            contents::read(&bytes).map_err(|flaw| failures::flawed(path, &flaw))?;
        let mut log = Log { store, path: path.to_path_buf(), length: 0, synced: 0 };
        match found {
            // What kind of run it was of is not known either, so that nothing is begun instead of it.
            None if !create => Err(failures::not_begun(path)),
            Some(_) if create && history.is_settled() => Self::begin(log, header),
            None => Self::begin(log, header),
            Some(found) if !found.is_same_work(header) => {
                Err(failures::of_others(path, &found, header))
            }
            Some(found) if found.run != header.run => Err(failures::of_another_run(path, &found)),
            Some(_) => {
                // What the last process wrote may not be on disk yet.
                log.cut(whole)?;
                Ok(Self::of(history, log))
            }
        }
    }

    fn begin(mut log: Log, header: &Header) -> Result<Self> {
        log.begin(header)?;
        Ok(Self::of(History::default(), log))
    }

    fn of(history: History, log: Log) -> Self {
        let next_seq = AtomicU64::new(history.next_seq());
        let abandoned = failures::abandoned(&log.path);
        Self { history, next_seq, writer: Writer::new(log, abandoned) }
    }

    /// What was in it when it was opened.
    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    /// Says what is about to be sent; returns its number when that is on disk. Whoever stops waiting has an intent
    /// written, and sends nothing.
    ///
    /// # Errors
    /// `journal-not-written`: then it must not be sent.
    pub(crate) async fn intent(&self, intent: Intent) -> Result<u64> {
        let mut given = 0;
        let record = || {
            given = self.next_seq.fetch_add(1, Ordering::Relaxed);
            Record::Intent { seq: given, intent }
        };
        self.writer.write(record).await?;
        Ok(given)
    }

    /// Says what became of it. It outlives the process at once, and the computer with the next intent; if it is lost the
    /// server is read, so nobody has to wait for the disk.
    ///
    /// # Errors
    /// `journal-not-written` when something before it was not.
    pub(crate) fn result(&self, seq: u64, result: JournalResult) -> Result<()> {
        self.writer.give(|| Record::Result { seq, result })
    }

    /// Says that an API is as its publication says; like a result.
    ///
    /// # Errors
    /// `journal-not-written` when something before it was not.
    pub(crate) fn api_done(&self, api: &str, version: &str) -> Result<()> {
        self.writer.give(|| Record::ApiDone { api: api.into(), version: version.into() })
    }

    /// Says that the run came to its end, and waits until all of it is on disk.
    ///
    /// # Errors
    /// `journal-not-written`.
    pub(crate) async fn end(&self, is_ok: bool) -> Result<()> {
        self.writer.write(|| Record::End { is_ok }).await
    }
}

impl Header {
    fn is_same_work(&self, other: &Self) -> bool {
        self.publications == other.publications && self.control_plane == other.control_plane
    }
}

/// The lines in their store.
struct Log {
    store: Box<dyn Store>,
    path: PathBuf,
    /// Up to the end of the last whole line.
    length: u64,
    /// How much of it is on disk.
    synced: u64,
}

impl Log {
    /// Makes the header all there is.
    fn begin(&mut self, header: &Header) -> Result<()> {
        self.cut(0)?;
        let mut text = Vec::new();
        line::encode(0, header, &mut text);
        self.append(&text)?;
        self.sync()
    }

    fn cut(&mut self, length: u64) -> Result<()> {
        let failed = |error| failures::not_written(&self.path, error);
        self.store.truncate(length).map_err(failed)?;
        (self.length, self.synced) = (length, length);
        self.store.sync().map_err(failed)
    }

    fn append(&mut self, text: &[u8]) -> Result<()> {
        if let Err(error) = self.store.append(text) {
            // What is there of it would stand before what is written later. If it cannot be cut off, it is when the journal
            // is opened next.
            let _ = self.store.truncate(self.length);
            return Err(failures::not_written(&self.path, error));
        }
        self.length += text.len() as u64;
        Ok(())
    }
}

impl Target for Log {
    type Item = Record;

    fn write(&mut self, records: &[Record]) -> Result<()> {
        let mut text = Vec::new();
        for record in records {
            line::encode(self.synced, record, &mut text);
        }
        self.append(&text)
    }

    fn sync(&mut self) -> Result<()> {
        self.store.sync().map_err(|error| failures::not_written(&self.path, error))?;
        self.synced = self.length;
        Ok(())
    }
}
