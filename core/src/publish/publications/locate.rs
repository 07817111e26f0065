//! From an error back to the text.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Publications;
use super::build::{Entry, Places};
use crate::error::Error;
use crate::model::reader::Place;
use crate::text::SpanUnit;

/// A place in a text: line and column from 1, columns in Unicode scalar values; the span in bytes.
///
/// ```
/// use gatewright::publish::Publications;
/// # let text = "[[publication]]\nname = \"Pets\"\nversion = \"1.0.0\"\nenvironments = [\"Production Gateway\"]\n";
/// # async fn example(control_plane: gatewright::ControlPlane, text: &str) -> gatewright::Result<()> {
/// let publications = Publications::parse(text, ".")?;
/// if let Err(error) = control_plane.plan(publications.clone()).await {
///     match publications.locate(&error) {
///         Some(position) => eprintln!("{position}: {error}"),
///         None => eprintln!("{error}"),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The file, when the text came from one.
    pub path: Option<PathBuf>,
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    pub column: u32,
    /// The bytes concerned.
    pub span: Range<usize>,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}:", path.display())?;
        }
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Publications {
    /// Where that stands which an error is about: an error of planning or applying these publications names its API, and
    /// often the environment. `None` when it is about none of them.
    ///
    /// # Example
    /// See [`Position`].
    pub fn locate(&self, error: &Error) -> Option<Position> {
        let context = error.context().iter().map(|(key, value)| (*key, value.as_str()));
        self.locate_failure(error.code(), context)
    }

    /// Where that stands which a failure of this code and with this context is about: an error that came as data, from
    /// another language or out of a report.
    ///
    /// ```
    /// use gatewright::publish::Publications;
    ///
    /// let text = "[[publication]]\nname = \"Pets\"\nversion = \"1.0.0\"\nenvironments = [\"Default\"]\n";
    /// let publications = Publications::parse(text, ".")?;
    /// let context = [("api", "Pets"), ("environment", "Default")];
    /// let found = publications.locate_failure("unknown-environment", context).unwrap();
    /// assert_eq!((found.line, found.column), (4, 17));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn locate_failure<'c>(
        &self,
        code: &str,
        context: impl IntoIterator<Item = (&'c str, &'c str)>,
    ) -> Option<Position> {
        let context: Vec<(&str, &str)> = context.into_iter().collect();
        let of =
            |wanted: &str| context.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
        let name = of("api")?;
        let is_meant = |entry: &&Entry| {
            let version = of("version");
            entry.publication.name() == name
                && version.is_none_or(|version| entry.publication.version() == version)
        };
        let named: Vec<&Entry> = self.entries.iter().filter(is_meant).collect();
        let place = match of("environment") {
            Some(environment) => {
                let is_host = of("virtual_host").is_some();
                named.iter().find_map(|entry| target(entry, environment, is_host))
            }
            None => None,
        };
        // Without the version, several of one name cannot be told apart.
        let place = place.or_else(|| match named.as_slice() {
            [only] => Some(of_code(&only.places, code)),
            _ => None,
        });
        let span = place??;
        let (line, column) = self.source.position(span.start);
        Some(Position { path: self.source.path().map(Path::to_path_buf), line, column, span })
    }

    /// The span of a position of these publications, in the unit in which another language indexes its strings.
    ///
    /// ```
    /// use gatewright::SpanUnit;
    /// use gatewright::publish::Publications;
    ///
    /// let text = "# 🐶\n[[publication]]\nname = \"Pets\"\nversion = \"1.0.0\"\nenvironments = [\"Default\"]\n";
    /// let publications = Publications::parse(text, ".")?;
    /// let found = publications.locate_failure("unknown-api", [("api", "Pets")]).unwrap();
    /// assert_eq!(found.span, 30..36);
    /// assert_eq!(publications.span_in(&found, SpanUnit::Utf16), 28..34);
    /// assert_eq!(publications.span_in(&found, SpanUnit::Scalars), 27..33);
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn span_in(&self, position: &Position, unit: SpanUnit) -> Range<usize> {
        self.source.convert(&position.span, unit)
    }
}

fn target(entry: &Entry, environment: &str, is_host: bool) -> Option<Place> {
    let at = entry.publication.targets().iter().position(|target| target.name() == environment)?;
    let places = entry.places.targets.get(at)?;
    Some(if is_host { places.virtual_host.clone() } else { places.name.clone() })
}

/// What of a publication errors of a code are about.
fn of_code(places: &Places, code: &str) -> Place {
    let place = match code {
        "lifecycle-unreachable" => &places.lifecycle,
        "context-differs" | "invalid-context" => &places.context,
        "no-plan" => &places.plans,
        "empty-document" => &places.source,
        "no-environment" | "environments-not-stored" | "revision-limit" => &places.whole,
        _ => &places.name,
    };
    place.clone()
}
