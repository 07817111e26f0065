//! Checking files, and the rules that do.

use std::collections::BTreeSet;

use gatewright::check::{self, CheckOptions, NodeFile};
use gatewright::{Pack, Release, Role};
use napi_derive::napi;

use crate::failure::{Answer, answer};
use crate::report::NativeReport;

/// A file and what is known of its node. JavaScript has checked the names of roles and packs.
#[napi(object, object_to_js = false)]
pub struct NativeNodeFile {
    /// The file, or the name of `text`.
    pub path: String,
    /// The text, when it is in memory.
    pub text: Option<String>,
    /// The node's name.
    pub name: Option<String>,
    /// The computer it runs on.
    pub host: Option<String>,
    /// What it does.
    pub roles: Option<Vec<String>>,
    /// What is started on it.
    pub pack: Option<String>,
    /// Its release.
    pub release: Option<String>,
}

impl NativeNodeFile {
    pub(crate) fn into_core(self) -> gatewright::Result<NodeFile> {
        let mut file = match self.text {
            Some(text) => NodeFile::from_text(self.path, text),
            None => NodeFile::new(self.path),
        };
        if let Some(name) = self.name {
            file = file.name(name);
        }
        if let Some(host) = self.host {
            file = file.host(host);
        }
        if let Some(roles) = self.roles {
            file = file.roles(roles.iter().filter_map(|role| Role::from_name(role)));
        }
        if let Some(pack) = self.pack.as_deref().and_then(Pack::from_name) {
            file = file.pack(pack);
        }
        if let Some(release) = self.release {
            file = file.release(release.parse::<Release>()?);
        }
        Ok(file)
    }
}

/// All files of a call.
pub(crate) fn into_core(files: Vec<NativeNodeFile>) -> gatewright::Result<Vec<NodeFile>> {
    files.into_iter().map(NativeNodeFile::into_core).collect()
}

/// Checks files.
#[napi]
pub fn check(
    files: Vec<NativeNodeFile>,
    notes: bool,
    environment_variables: Option<Vec<String>>,
) -> Answer<NativeReport> {
    let mut options = CheckOptions::new().notes(notes);
    options.environment_variables = environment_variables.map(BTreeSet::from_iter);
    let report = into_core(files).and_then(|files| check::check_with(files, &options));
    answer(report, NativeReport::from)
}

/// A rule and its page.
#[napi(object, object_from_js = false)]
pub struct Rule {
    /// The rule's code.
    pub code: &'static str,
    /// The severity of its findings.
    pub severity: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page in Markdown.
    pub documentation: &'static str,
}

/// Every rule, ordered by code.
#[napi]
pub fn rules() -> Vec<Rule> {
    let rule = |rule: &gatewright::Rule| Rule {
        code: rule.code,
        severity: rule.severity.as_str(),
        summary: rule.summary,
        documentation: rule.documentation,
    };
    check::rules().into_iter().map(rule).collect()
}

/// The page of a rule.
#[napi]
pub fn explain(code: String) -> Option<String> {
    gatewright::explain(&code)
}
