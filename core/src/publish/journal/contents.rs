//! Reading a journal: what it holds, and how much of it is whole.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::Value;

use crate::publish::journal::line::{CHECKSUM, Line, verified};
use crate::publish::journal::record::{
    Effect, FORMAT, Header, Identifier, Intent, JournalResult, Record, SCHEMA_VERSION,
};

/// What a file holds.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Contents {
    /// None when nothing but perhaps a part of it was written.
    pub(crate) header: Option<Header>,
    pub(crate) history: History,
    /// How many bytes are whole lines; what follows was never on disk for certain.
    pub(crate) whole: u64,
}

/// Why a file cannot be read as a journal. Lines count from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    NotAJournal,
    TooNew { schema_version: u64 },
    Damaged { line: usize, what: &'static str },
}

/// What was done before, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct History {
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Synced {
    synced: u64,
}

/// Reads all of it. A last write that came to the disk in part is left out; what is damaged before it is a flaw.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, Flaw> {
    if bytes.is_empty() || is_torn_header(bytes) {
        return Ok(Contents::default());
    }
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let json: Vec<Option<&[u8]>> =
        lines.iter().map(|line| line.strip_suffix(b"\n").and_then(verified)).collect();
    let flawed = json.iter().position(Option::is_none).unwrap_or(json.len());
    let whole: usize = lines.iter().take(flawed).map(|line| line.len()).sum();
    let synced = json.iter().flatten().filter_map(|json| serde_json::from_slice(json).ok());
    let synced = synced.map(|Synced { synced }| synced).max().unwrap_or_default();
    let Some((first, rest)) = json.get(..flawed).unwrap_or_default().split_first() else {
        return Err(Flaw::NotAJournal);
    };
    let header = header(first.unwrap_or_default())?;
    let mut history = History::default();
    for (at, json) in rest.iter().enumerate() {
        let damaged = |what| Flaw::Damaged { line: at + 2, what };
        let line: Line<Record> = serde_json::from_slice(json.unwrap_or_default())
            .map_err(|_| damaged("it says nothing that this version of Gatewright knows"))?;
        history.add(line.record).map_err(damaged)?;
    }
    if (whole as u64) >= synced {
        return Ok(Contents { header: Some(header), history, whole: whole as u64 });
    }
    // It was on disk once.
    Err(if flawed < lines.len() {
        Flaw::Damaged { line: flawed + 1, what: "its checksum is wrong" }
    } else {
        Flaw::Damaged { line: flawed, what: "something before it is missing" }
    })
}

/// True for a part of a header, which is all there is when the very first write came to the disk in part. Any other file
/// is not ours to write to.
fn is_torn_header(bytes: &[u8]) -> bool {
    let (checksum, rest) = bytes.split_at(bytes.len().min(CHECKSUM));
    let start = br#" {"synced":0,"schema_version":"#;
    let common = rest.len().min(start.len());
    let is_hexadecimal = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    !bytes.contains(&b'\n')
        && checksum.iter().all(is_hexadecimal)
        && rest.get(..common) == start.get(..common)
}

fn header(json: &[u8]) -> Result<Header, Flaw> {
    let value: Value = serde_json::from_slice(json).map_err(|_| Flaw::NotAJournal)?;
    if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(Flaw::NotAJournal);
    }
    match value.get("schema_version").and_then(Value::as_u64) {
        Some(version) if version > u64::from(SCHEMA_VERSION) => {
            Err(Flaw::TooNew { schema_version: version })
        }
        _ => serde_json::from_value(value)
            .map_err(|_| Flaw::Damaged { line: 1, what: "it is no header of a journal" }),
    }
}

/// APIs that a history says to be changed, by name and version.
#[derive(Debug, Default)]
pub(crate) struct ChangedApis<'h>(HashSet<(&'h Identifier, &'h Identifier)>);

impl ChangedApis<'_> {
    pub(crate) fn contain(&self, name: &str, version: &str) -> bool {
        self.0.contains(&(&Identifier::from(name), &Identifier::from(version)))
    }
}

impl History {
    fn add(&mut self, record: Record) -> Result<(), &'static str> {
        match &record {
            Record::Intent { seq, .. } if *seq != self.next_seq() => {
                return Err("an intent before it is missing");
            }
            Record::Result { seq, .. } if *seq >= self.next_seq() => {
                return Err("it is the result of an intent that is missing");
            }
            _ => self.records.push(record),
        }
        Ok(())
    }

    /// The number of the next intent, from 1.
    pub(crate) fn next_seq(&self) -> u64 {
        self.intents().next_back().map_or(1, |(seq, _)| seq + 1)
    }

    /// Every intent with its number, in order.
    pub(crate) fn intents(&self) -> impl DoubleEndedIterator<Item = (u64, &Intent)> {
        self.records.iter().filter_map(|record| match record {
            Record::Intent { seq, intent } => Some((*seq, intent)),
            _ => None,
        })
    }

    /// The intents of which it is not known whether they took effect, in order: without a result, or with one that says
    /// so. The server has to be read before anything like them is sent.
    pub(crate) fn open_intents(&self) -> Vec<(u64, &Intent)> {
        let results = self.last_results();
        let is_open = |seq| results.get(&seq).is_none_or(|last| last.outcome == Effect::Unknown);
        self.intents().filter(|(seq, _)| is_open(*seq)).collect()
    }

    /// The APIs to which something was done, or may have been.
    pub(crate) fn changed(&self) -> ChangedApis<'_> {
        let results = self.last_results();
        let is_done = |seq| results.get(&seq).is_none_or(|last| last.outcome != Effect::Failed);
        let done = self.intents().filter(|(seq, _)| is_done(*seq));
        ChangedApis(done.map(|(_, intent)| (&intent.api, &intent.version)).collect())
    }

    /// The last revision that was made of an API by the run that was cut off. What an earlier one made, which came to its end,
    /// is nothing to go on with.
    pub(crate) fn revision_made(&self, api: &str, version: &str) -> Option<String> {
        let is_end = |record: &Record| matches!(record, Record::End { .. });
        let begun = self.records.iter().rposition(is_end).map_or(0, |at| at + 1);
        let (api, version) = (Identifier::from(api), Identifier::from(version));
        let is_of = |wanted: u64| {
            self.intents().any(|(seq, intent)| {
                seq == wanted && intent.api == api && intent.version == version
            })
        };
        self.records.get(begun..)?.iter().rev().find_map(|record| match record {
            Record::Result { seq, result } if is_of(*seq) => {
                result.revision.as_ref().map(ToString::to_string)
            }
            _ => None,
        })
    }

    /// The intents that ended, in order, each with what is known last.
    #[cfg(test)]
    pub(crate) fn results(&self) -> Vec<(&Intent, &JournalResult)> {
        let results = self.last_results();
        self.intents().filter_map(|(seq, intent)| Some((intent, *results.get(&seq)?))).collect()
    }

    fn last_results(&self) -> BTreeMap<u64, &JournalResult> {
        let results = self.records.iter().filter_map(|record| match record {
            Record::Result { seq, result } => Some((*seq, result)),
            _ => None,
        });
        results.collect()
    }

    /// True when an API was as its publication says.
    #[cfg(test)]
    pub(crate) fn is_done(&self, api: &str, version: &str) -> bool {
        let sought = Record::ApiDone { api: Identifier::from(api), version: version.into() };
        self.records.contains(&sought)
    }

    /// How the last run ended; none when it was cut off, or nothing was done yet.
    pub(crate) fn end(&self) -> Option<bool> {
        match self.records.last() {
            Some(Record::End { is_ok }) => Some(*is_ok),
            _ => None,
        }
    }

    /// True when nothing is left to find out: another run may take the file over. A run in which nothing failed has found out
    /// what an earlier one had left open.
    pub(crate) fn is_settled(&self) -> bool {
        match self.end() {
            Some(true) => true,
            Some(false) => self.open_intents().is_empty(),
            None => self.records.is_empty(),
        }
    }

    #[cfg(test)]
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }
}
