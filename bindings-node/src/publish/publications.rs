//! `publications.toml`.

use std::path::Path;

use gatewright::SpanUnit;
use gatewright::publish::{Publications, PublicationsOptions};
use napi_derive::napi;

use crate::failure::{Answer, answer};
use crate::publish::publication::NativePublicationRead;
use crate::report::{NativeReport, Span, path_text, span};
use crate::topology::NativeTopology;

/// The publications of a file, with the text that they were read from.
#[napi]
pub struct NativePublications {
    publications: Publications,
}

impl From<Publications> for NativePublications {
    fn from(publications: Publications) -> Self {
        Self { publications }
    }
}

/// Reads a file of publications; the variables are pairs of name and value.
#[napi]
pub fn load_publications(
    path: String,
    variables: Option<Vec<Vec<String>>>,
) -> Answer<NativePublications> {
    let publications = Publications::load_with(Path::new(&path), &options(variables));
    answer(publications, NativePublications::from)
}

/// Reads a text of publications; the variables are pairs of name and value.
#[napi]
pub fn parse_publications(
    text: String,
    base: String,
    variables: Option<Vec<Vec<String>>>,
) -> Answer<NativePublications> {
    let publications = Publications::parse_with(&text, Path::new(&base), &options(variables));
    answer(publications, NativePublications::from)
}

/// The JSON Schema of a file of publications.
#[napi]
pub fn publications_json_schema() -> &'static str {
    Publications::json_schema()
}

fn options(variables: Option<Vec<Vec<String>>>) -> PublicationsOptions {
    let options = PublicationsOptions::new();
    let Some(variables) = variables else { return options };
    let pair = |pair: Vec<String>| <[String; 2]>::try_from(pair).ok();
    options.variables(variables.into_iter().filter_map(pair).map(|[name, value]| (name, value)))
}

/// A place in the text.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativePosition {
    /// The file, as it was named by the caller.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    pub column: u32,
    /// The part of the text concerned.
    pub span: Span,
    /// As editors know it.
    pub text: String,
}

#[napi]
impl NativePublications {
    /// The publications, in the order of the file.
    #[napi(getter)]
    pub fn publications(&self) -> Vec<NativePublicationRead> {
        self.publications.iter().map(NativePublicationRead::from).collect()
    }

    /// The file they were read from.
    #[napi(getter)]
    pub fn path(&self) -> Option<String> {
        self.publications.path().map(path_text)
    }

    /// What needs no server to be known.
    #[napi]
    pub fn check(&self, topology: &NativeTopology) -> NativeReport {
        self.publications.check(&topology.topology).into()
    }

    /// Where that stands which an error of this code is about; its context are pairs of name and value.
    #[napi]
    pub fn locate(&self, code: String, context: Vec<Vec<String>>) -> Option<NativePosition> {
        let context = context.iter().filter_map(|pair| match pair.as_slice() {
            [key, value] => Some((key.as_str(), value.as_str())),
            _ => None,
        });
        let found = self.publications.locate_failure(&code, context)?;
        Some(NativePosition {
            path: found.path.as_deref().map(path_text),
            line: found.line,
            column: found.column,
            span: span(self.publications.span_in(&found, SpanUnit::Utf16)),
            text: found.to_string(),
        })
    }

    /// True when both say the same.
    #[napi]
    pub fn equals(&self, other: &NativePublications) -> bool {
        self.publications == other.publications
    }
}
