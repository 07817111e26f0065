//! Applying the repairs that rules propose: the new texts with their diffs, and writing them.
//!
//! What lives here: [`Report::fix`], which repairs are asked for ([`Fixes`]) and which of them can be made together
//! ([`choice`]), how several of them go into one text ([`splice`]) and what comes of it ([`FixedFiles`]). What does not: what a repair says, which is its rule's
//! ([`crate::diagnostic::Fix`]), and judging the new text, which is another [`check`](crate::check::check).

mod choice;
mod fixed;
mod splice;
#[cfg(test)]
mod tests;

use std::fmt;

pub use fixed::{FixedFile, FixedFiles};

use crate::diagnostic::{Diagnostic, Edit, Fix, Report, Safety};
use choice::Repair;

/// Which of the proposed repairs [`Report::fix`] makes.
///
/// ```
/// use gatewright::fix::Fixes;
///
/// assert_eq!(Fixes::from_name("all"), Some(Fixes::All));
/// assert_eq!(Fixes::Safe.as_str(), "safe");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fixes {
    /// Those whose meaning is certain, [`Safety::Safe`].
    Safe,
    /// Those that are only probable as well: look at the diff before writing.
    All,
}

impl Fixes {
    /// Both, in declaration order.
    pub const ALL: [Self; 2] = [Self::Safe, Self::All];

    /// The name, as it is given to `Report.fix` in Python and Node.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::All => "all",
        }
    }

    /// The choice of this name, exactly as [`Fixes::as_str`] spells it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fixes| fixes.as_str() == name)
    }

    fn has(self, safety: Safety) -> bool {
        match self {
            Self::Safe => safety == Safety::Safe,
            Self::All => true,
        }
    }
}

impl fmt::Display for Fixes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Report {
    /// Makes the proposed repairs in the texts that were checked. Nothing is written: look at
    /// [`FixedFiles::diff`], then [`write`](FixedFiles::write) the files, or take the texts.
    ///
    /// Only the bytes that a [`Fix`](crate::diagnostic::Fix) names change; line breaks, a missing final one and
    /// everything else stay. Of two repairs of one place the first is made, and so of two that would define one key twice;
    /// the other is in [`FixedFiles::left`]: check again and fix again, and it is either gone or made. No repair makes a
    /// file that API-M's parser refuses of one that it takes.
    ///
    /// # Example: a misspelt type
    /// ```
    /// use gatewright::check::{NodeFile, check};
    /// use gatewright::fix::Fixes;
    ///
    /// let text = "[[apim.gateway.environment]]\nname = \"Default\"\ntype = \"Hybrid\"\n";
    /// let report = check([NodeFile::from_text("deployment.toml", text)])?;
    /// let fixed = report.fix(Fixes::Safe);
    /// assert!(fixed.diff().contains("-type = \"Hybrid\"\n+type = \"hybrid\"\n"));
    ///
    /// let again = check([NodeFile::from_text("deployment.toml", fixed.files()[0].after())])?;
    /// assert!(again.is_empty());
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn fix(&self, fixes: Fixes) -> FixedFiles {
        let mut repairs = Vec::new();
        for found in self.diagnostics() {
            if let Some(fix) = found.fix.as_ref().filter(|fix| fixes.has(fix.safety)) {
                repairs.push(Repair { found, edits: self.placed(found, fix) });
            }
        }
        let texts: Vec<&str> = self.sources().iter().map(|source| source.text()).collect();
        let made = choice::choose(&texts, &repairs);
        let changed = self
            .sources()
            .iter()
            .zip(made.splices)
            .filter(|(_, splices)| !splices.is_empty())
            .map(|(source, splices)| {
                FixedFile::new(source.path(), source.text(), splices.apply(source.text()))
            })
            .collect();
        let those = |is_made: bool| {
            let repairs = repairs.iter().zip(&made.is_made).filter(|(_, made)| **made == is_made);
            repairs.map(|(repair, _)| repair.found.clone()).collect()
        };
        FixedFiles::new(changed, those(true), those(false))
    }

    /// The edits of a repair with the texts they are for; `None` when one of them is for no text of the report.
    fn placed<'f>(&self, found: &Diagnostic, fix: &'f Fix) -> Option<Vec<(usize, &'f Edit)>> {
        let place = |edit: &'f Edit| {
            Some((self.first_of_its_file(self.edit_source_index(found, edit)?), edit))
        };
        fix.edits.iter().map(place).collect()
    }

    /// A file that was given twice is one file.
    fn first_of_its_file(&self, at: usize) -> usize {
        let Some(source) = self.sources().get(at).filter(|source| source.path().is_some()) else {
            return at;
        };
        let same = self
            .sources()
            .iter()
            .position(|other| other.path() == source.path() && other.text() == source.text());
        same.unwrap_or(at)
    }
}
