//! Bringing back an environment that is commented out, by whomever.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::check::{NodeFile, check, resolve_one};
use crate::deployment::{
    CommentedSection, Document, Instead, Item, commented_by_anybody, uncommented,
};
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::files::diff;
use crate::files::replace::{Replacement, changed, read_optional, replace_all};

const ENVIRONMENT: &str = "apim.gateway.environment";
/// What the environment is called that every pack comes with.
///
/// Source: API-M 3.0–3.2 ship `Production and Sandbox`, 4.0–4.7 `Default`.
const DEFAULT_NAMES: [&str; 2] = ["Default", "Production and Sandbox"];

/// A file as it was and as it is with an environment brought back.
#[derive(Clone, PartialEq, Eq)]
pub struct RestoredFile {
    path: PathBuf,
    environment: String,
    before: String,
    after: String,
}

impl RestoredFile {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the environment.
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// The text as it was.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// The new text: the file itself, secrets included.
    pub fn after(&self) -> &str {
        &self.after
    }

    /// False when the environment was active already.
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }

    /// The change as a unified diff, with the values of secret keys masked; empty when nothing changes.
    pub fn diff(&self) -> String {
        diff::unified(&self.path, Some(&self.before), &self.after)
    }

    /// Writes the file atomically, when it changes. Mode and owner stay.
    ///
    /// # Errors
    /// - [`ErrorKind::ConcurrentChange`], code `file-changed`: the file is not what it was when it was read, or is gone.
    /// - [`ErrorKind::Io`]: the operating system refuses; code `read-only-file`: the file is read-only.
    pub fn write(&self) -> Result<()> {
        if !self.is_changed() {
            return Ok(());
        }
        self.write_file().map_err(|error| error.with_operation("write"))
    }

    fn write_file(&self) -> Result<()> {
        let current = read_optional(&self.path)?;
        if current.as_deref() != Some(self.before.as_str()) {
            return Err(changed(&self.path, "read", "restore the environment again"));
        }
        replace_all(&[Replacement {
            path: self.path.clone(),
            expected: current,
            contents: Some(self.after.clone()),
            like: None,
            private: false,
        }])
    }
}

impl fmt::Debug for RestoredFile {
    /// Never the texts: they hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoredFile")
            .field("path", &self.path)
            .field("environment", &self.environment)
            .field("is_changed", &self.is_changed())
            .finish_non_exhaustive()
    }
}

/// Brings back the default environment of a control plane's file, that was commented out: by
/// [`write`](super::RenderedFiles::write), or by hand, with blanks after the `#` or before it, with several `#`, and with
/// blank lines between. Prose between its lines stays a comment, and so does what follows a blank line and is no key of an
/// environment. The file is named by itself, or by the home it is in. Nothing is written.
///
/// The default environment is the one named `Default` or `Production and Sandbox`, or else the only one that is commented
/// out. When it is active already, and no other one of those names is commented out, nothing changes.
///
/// # Errors
/// - [`ErrorKind::NotFound`], code `no-commented-environment`: there is none.
/// - [`ErrorKind::InvalidInput`], code `ambiguous-environment`: several are commented out, and none or several of them are
///   called so: name one to [`restore_environment`]. Code `invalid-deployment-file`: the file, or what is commented out,
///   is no valid TOML. Code `uneditable-file`: it stands within another section, whose later lines it would take.
/// - When the file cannot be read.
///
/// # Example
/// ```
/// use gatewright::check::NodeFile;
/// use gatewright::render::restore_default_environment;
///
/// let text = "# the pack's own:\n# [[apim.gateway.environment]]\n# name = \"Default\"\n# type = \"hybrid\"\n";
/// let restored = restore_default_environment(NodeFile::from_text("deployment.toml", text))?;
/// assert_eq!(
///     restored.after(),
///     "# the pack's own:\n[[apim.gateway.environment]]\nname = \"Default\"\ntype = \"hybrid\"\n"
/// );
/// # Ok::<(), gatewright::Error>(())
/// ```
pub fn restore_default_environment(file: impl Into<NodeFile>) -> Result<RestoredFile> {
    restore(file.into(), None).map_err(|error| error.with_operation("restore_default_environment"))
}

/// [`restore_default_environment`], of the environment with this name.
///
/// # Errors
/// As [`restore_default_environment`].
pub fn restore_environment(file: impl Into<NodeFile>, name: &str) -> Result<RestoredFile> {
    restore(file.into(), Some(name)).map_err(|error| error.with_operation("restore_environment"))
}

fn restore(file: NodeFile, wanted: Option<&str>) -> Result<RestoredFile> {
    let file = resolve_one(file)?;
    let path = file.path;
    let before = match file.text {
        Some(text) => text.0,
        None => files::read(&path)?,
    };
    let document = Document::parse(before.as_str());
    require_toml(&path, &before, &document)?;
    let names: Vec<&str> = wanted.map_or_else(|| DEFAULT_NAMES.to_vec(), |name| vec![name]);
    let active: Vec<String> =
        document.environments().filter_map(|found| Some(found.name()?.into_owned())).collect();
    let mut commented = commented_by_anybody(&document, ENVIRONMENT);
    // A second one of an active name is a leftover. What is active under one of the default names does not stand for the
    // other: a topology of its own may have an environment that is called so.
    commented.retain(|section| !section.name.as_ref().is_some_and(|name| active.contains(name)));
    let is_named = |name: &String| names.contains(&name.as_str());
    let is_commented = commented.iter().any(|section| section.name.as_ref().is_some_and(is_named));
    if let Some(name) = active.iter().find(|name| is_named(name))
        && !is_commented
    {
        let environment = name.clone();
        return Ok(RestoredFile { path, environment, after: before.clone(), before });
    }
    let section = choose(&path, &commented, &names, wanted.is_none())?;
    let after = live(&before, section, Instead::Nothing);
    require_toml_within(&path, &before, &after, section)?;
    require_own_lines(&path, &before, &after, section)?;
    let environment = section.name.clone().unwrap_or_default();
    Ok(RestoredFile { path, environment, before, after })
}

fn choose<'s>(
    path: &Path,
    commented: &'s [CommentedSection],
    names: &[&str],
    takes_any: bool,
) -> Result<&'s CommentedSection> {
    let is_meant = |section: &&CommentedSection| {
        section.name.as_deref().is_some_and(|name| names.contains(&name))
    };
    let mut meant: Vec<&CommentedSection> = commented.iter().filter(is_meant).collect();
    if meant.is_empty() && takes_any {
        meant = commented.iter().collect();
    }
    match meant.as_slice() {
        [only] => Ok(*only),
        [] => Err(Error::new(
            ErrorKind::NotFound,
            "no-commented-environment",
            format!(
                "`{}` has no environment `{}` that is commented out: write its section, or copy it from the pack's own file",
                path.display(),
                names.join("` or `")
            ),
        )),
        several => {
            let known: Vec<&str> =
                several.iter().filter_map(|section| section.name.as_deref()).collect();
            Err(Error::new(
                ErrorKind::InvalidInput,
                "ambiguous-environment",
                format!(
                    "`{}` has {} environments that are commented out and could be meant (`{}`): take the `#` away from one \
                     of them, or name one that stands there once",
                    path.display(),
                    several.len(),
                    known.join("`, `")
                ),
            ))
        }
    }
    .map_err(|error| error.with_context("path", path.display().to_string()))
}

/// The text with the section active again; what is no TOML in it stays a comment.
fn live(text: &str, section: &CommentedSection, instead: Instead) -> String {
    let (before, rest) = text.split_at_checked(section.span.start).unwrap_or((text, ""));
    let (block, after) = rest.split_at_checked(section.span.len()).unwrap_or((rest, ""));
    format!("{before}{}{after}", uncommented(block, section.marks, instead))
}

fn require_toml(path: &Path, text: &str, document: &Document) -> Result<()> {
    if document.problems().is_empty() {
        return Ok(());
    }
    let message = format!("`{}` is not valid TOML as API-M reads it:", path.display());
    Err(Error::invalid(
        "invalid-deployment-file",
        message,
        check([NodeFile::from_text(path, text)])?,
    ))
}

/// Refuses when what is commented out is no TOML, with the places it has in the file.
fn require_toml_within(
    path: &Path,
    before: &str,
    after: &str,
    section: &CommentedSection,
) -> Result<()> {
    if Document::parse(after).problems().is_empty() {
        return Ok(());
    }
    let message = format!(
        "the environment that is commented out in `{}` is not valid TOML as API-M reads it, so it stays a comment:",
        path.display()
    );
    let in_place = live(before, section, Instead::Blanks);
    Err(Error::invalid(
        "invalid-deployment-file",
        message,
        check([NodeFile::from_text(path, in_place)])?,
    ))
}

/// Refuses when lines that stand below the section would become its own.
fn require_own_lines(
    path: &Path,
    before: &str,
    after: &str,
    section: &CommentedSection,
) -> Result<()> {
    // The same lines alone: what the environment has must be what it has in the file.
    let length = after.len() + section.span.len() - before.len();
    let block = after.get(section.span.start..section.span.start + length).unwrap_or_default();
    let (alone, whole) = (Document::parse(block), Document::parse(after));
    let count = |document: &Document, from: usize| {
        let found = document.environments().find(|found| found.item().span().start >= from);
        found.map(|found| entries(found.item()))
    };
    if count(&alone, 0) == count(&whole, section.span.start) {
        return Ok(());
    }
    let line = before.get(..section.span.start).unwrap_or_default().matches('\n').count() + 1;
    Err(Error::new(
        ErrorKind::InvalidInput,
        "uneditable-file",
        format!(
            "{}:{line}: the environment that is commented out stands within another section, whose later lines would become \
             the environment's: move its lines to the end of the file, and restore it then",
            path.display()
        ),
    )
    .with_context("path", path.display().to_string()))
}

/// How many values an item has, at any depth.
fn entries(item: Item<'_>) -> usize {
    item.children().map(|child| 1 + entries(child)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(text: &str) -> Result<RestoredFile> {
        let restored = restore_default_environment(NodeFile::from_text("d.toml", text))?;
        let again = restore_environment(
            NodeFile::from_text("d.toml", restored.after()),
            restored.environment(),
        )?;
        assert!(!again.is_changed(), "{}", again.diff());
        Ok(restored)
    }

    fn code(text: &str) -> &'static str {
        restored(text).unwrap_err().code()
    }

    const ACTIVE: &str = "[[apim.gateway.environment]]\nname = \"Default\"\ntype = \"hybrid\"\n";

    #[test]
    fn every_hand_is_understood() {
        for commented in [
            "#[[apim.gateway.environment]]\n#name = \"Default\"\n#type = \"hybrid\"\n",
            "# [[apim.gateway.environment]]\n# name = \"Default\"\n#\n# type = \"hybrid\"\n",
            "  #[[apim.gateway.environment]]\n  # name = \"Default\"\n\t#type = \"hybrid\"\n",
            "# [[apim.gateway.environment]]\n# The one that the pack has:\n# name = \"Default\"\n# it's both\n# type = \"hybrid\"\n",
        ] {
            for text in [commented.to_owned(), commented.replace('\n', "\r\n")] {
                let restored =
                    restored(&format!("[server]\noffset = 1\n\n{text}\n[apim.cors]\nx = 1\n"))
                        .unwrap();
                let document = Document::parse(restored.after());
                let environment = document.environments().next().unwrap();
                assert_eq!(environment.string("type").as_deref(), Some("hybrid"), "{text}");
                assert_eq!(document.get("apim.cors.x").and_then(Item::as_integer), Some(1));
                assert_eq!(restored.environment(), "Default");
            }
        }
        let prose =
            restored("# [[apim.gateway.environment]]\n# see [1]\n# name = \"Default\"\n").unwrap();
        assert_eq!(prose.after(), "[[apim.gateway.environment]]\n# see [1]\nname = \"Default\"\n");
    }

    #[test]
    fn sub_sections_after_a_blank_line_come_back_and_other_sections_do_not() {
        let text = "# [[apim.gateway.environment]]\n# name = \"Default\"\n\n# [apim.gateway.environment.properties]\n# a = \"b\"\n\n\
                    # [apim.throttling]\n# x = 1\n";
        let restored = restored(text).unwrap();
        assert_eq!(
            restored.after(),
            "[[apim.gateway.environment]]\nname = \"Default\"\n\n[apim.gateway.environment.properties]\na = \"b\"\n\n\
             # [apim.throttling]\n# x = 1\n"
        );
    }

    #[test]
    fn keys_after_a_blank_line_come_back() {
        for (text, after) in [
            (
                "#[[apim.gateway.environment]]\n#name = \"Default\"\n#type = \"hybrid\"\n\n#https_endpoint = \"https://localhost:8243\"\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\ntype = \"hybrid\"\n\nhttps_endpoint = \"https://localhost:8243\"\n",
            ),
            (
                "#[[apim.gateway.environment]]\n\n#name = \"Default\"\n\n# its URLs, as seen from outside\n\n#http_endpoint = \"http://a\"\n",
                "[[apim.gateway.environment]]\n\nname = \"Default\"\n\n# its URLs, as seen from outside\n\nhttp_endpoint = \"http://a\"\n",
            ),
            (
                "#[[apim.gateway.environment]]\n#name = \"Default\"\n\n#[[apim.gateway.environment.virtual_host]]\n\n#https_endpoint = \"https://a\"\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n\n[[apim.gateway.environment.virtual_host]]\n\nhttps_endpoint = \"https://a\"\n",
            ),
            (
                "#[[apim.gateway.environment]]\n#name = \"Default\"\n\n# only a remark\n\n#offset = 1\n#[apim.cors]\n#x = 1\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n\n# only a remark\n\n#offset = 1\n#[apim.cors]\n#x = 1\n",
            ),
            (
                "#[[apim.gateway.environment]]\n#name = \"Default\"\n\n[server]\n\n#type = \"a\"\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n\n[server]\n\n#type = \"a\"\n",
            ),
        ] {
            for text in [
                (text.to_owned(), after.to_owned()),
                (text.replace('\n', "\r\n"), after.replace('\n', "\r\n")),
            ] {
                assert_eq!(restored(&text.0).unwrap().after(), text.1);
            }
        }
    }

    #[test]
    fn rulers_stay_and_several_marks_go() {
        for (text, after) in [
            (
                "#[[apim.gateway.environment]]\n#name = \"Default\"\n#####################\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n#####################\n",
            ),
            (
                "# [[apim.gateway.environment]]\n# name = \"Default\"\n# a remark\n####\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n# a remark\n####\n",
            ),
            (
                "##[[apim.gateway.environment]]\n##name = \"Default\"\n\n##type = \"hybrid\"\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n\ntype = \"hybrid\"\n",
            ),
            (
                "# the pack's own:\n## [[apim.gateway.environment]]\n## name = \"Default\"\n# a remark\n",
                "# the pack's own:\n[[apim.gateway.environment]]\nname = \"Default\"\n# a remark\n",
            ),
            // A comment within what is commented out.
            (
                "#[[apim.gateway.environment]]\n#name = \"Default\"\n##type = \"hybrid\"\n",
                "[[apim.gateway.environment]]\nname = \"Default\"\n#type = \"hybrid\"\n",
            ),
        ] {
            assert_eq!(restored(text).unwrap().after(), after);
        }
    }

    #[test]
    fn the_default_is_found_among_others_by_its_name() {
        let section = |name: &str| format!("#[[apim.gateway.environment]]\n#name = \"{name}\"\n\n");
        let three =
            format!("{}{}{}", section("A"), section("Production and Sandbox"), section("B"));
        assert_eq!(restored(&three).unwrap().environment(), "Production and Sandbox");
        assert_eq!(restored(&section("A")).unwrap().environment(), "A");
        let two = format!("{}{}", section("A"), section("B"));
        assert_eq!(code(&two), "ambiguous-environment");
        let file = || NodeFile::from_text("d.toml", two.as_str());
        assert_eq!(restore_environment(file(), "B").unwrap().environment(), "B");
        let error = restore_environment(file(), "Default").unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "no-commented-environment"));
        assert_eq!(error.operation(), "restore_environment");
        assert_eq!(
            code(&format!("{}{}", section("Default"), section("Default"))),
            "ambiguous-environment"
        );
    }

    #[test]
    fn an_active_one_stays_as_it_is() {
        for text in
            [ACTIVE.to_owned(), format!("{ACTIVE}#{}", ACTIVE.trim_end().replace('\n', "\n#"))]
        {
            assert!(!restored(&text).unwrap().is_changed());
        }
        assert_eq!(code("[server]\n"), "no-commented-environment");
        let other = ACTIVE.replace("Default", "Production and Sandbox");
        let both = format!("{other}\n#{}", ACTIVE.trim_end().replace('\n', "\n#"));
        assert_eq!(restored(&both).unwrap().environment(), "Default");
    }

    #[test]
    fn what_would_not_be_what_was_meant_is_refused() {
        assert_eq!(code("[server\n"), "invalid-deployment-file");
        let error =
            restored("#[[apim.gateway.environment]]\n#name = \"Default\"\n#type = hybrid\n")
                .unwrap_err();
        assert_eq!(error.code(), "invalid-deployment-file");
        let found = &error.report().unwrap().diagnostics()[0];
        assert_eq!((found.line, found.column), (Some(3), Some(9)), "its place in the file");
        assert!(
            error
                .message()
                .starts_with("the environment that is commented out in `d.toml` is not valid")
        );
        let (key, again) =
            ("#[[apim.gateway.environment]]\n# name = \"A\"\n", "# name = \"Default\"\n");
        let error = restored(&format!("[server]\n\n{key}{again}")).unwrap_err();
        let found = &error.report().unwrap().diagnostics()[0];
        assert_eq!((found.code, found.line, found.column), ("duplicate-key", Some(5), Some(3)));
        let within = "[server]\nhostname = \"x\"\n#[[apim.gateway.environment]]\n#name = \"Default\"\noffset = 1\n";
        assert_eq!(code(within), "uneditable-file");
    }

    #[test]
    fn what_is_written_is_what_was_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deployment.toml");
        let text = "#[[apim.gateway.environment]]\n#name = \"Default\"\n#password = \"s3cret\"";
        std::fs::write(&path, text).unwrap();
        let restored = restore_default_environment(&path).unwrap();
        assert!(!format!("{restored:?}{}", restored.diff()).contains("s3cret"));
        restored.write().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), restored.after());
        assert_eq!(restored.write().unwrap_err().code(), "file-changed");
        restore_default_environment(&path).unwrap().write().unwrap();
    }
}
