//! JUnit's XML: suites of cases that passed, failed or were skipped. What they are about is said by whoever fills them.

use std::fmt::Write as _;

/// Cases that belong together.
pub(crate) struct Suite {
    name: String,
    cases: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

impl Suite {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cases: String::new(), tests: 0, failures: 0, skipped: 0 }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tests == 0
    }

    pub(crate) fn passed(&mut self, name: &str) {
        self.case(name, "");
    }

    /// Passed, and there is something to be read.
    pub(crate) fn passed_saying(&mut self, name: &str, text: &str) {
        let inside = format!("      <system-out>{}</system-out>\n", escaped_text(text));
        self.case(name, &inside);
    }

    pub(crate) fn failed(&mut self, name: &str, code: &str, message: &str, text: &str) {
        self.failures += 1;
        let inside = format!(
            "      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
            escaped(code),
            escaped(message),
            escaped_text(text)
        );
        self.case(name, &inside);
    }

    pub(crate) fn skipped(&mut self, name: &str, why: &str) {
        self.skipped += 1;
        self.case(name, &format!("      <skipped message=\"{}\"/>\n", escaped(why)));
    }

    fn case(&mut self, name: &str, inside: &str) {
        self.tests += 1;
        let (suite, name) = (escaped(&self.name), escaped(name));
        let start = format!("    <testcase classname=\"{suite}\" name=\"{name}\" time=\"0\"");
        let _ = if inside.is_empty() {
            writeln!(self.cases, "{start}/>")
        } else {
            writeln!(self.cases, "{start}>\n{inside}    </testcase>")
        };
    }
}

/// The whole file.
pub(crate) fn document(suites: &[Suite]) -> String {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites name=\"gatewright\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        sum(|suite| suite.tests),
        sum(|suite| suite.failures),
    );
    for suite in suites {
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\">\n{}  </testsuite>",
            escaped(&suite.name),
            suite.tests,
            suite.failures,
            suite.skipped,
            suite.cases,
        );
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// Text within an attribute, where a bare line break would become a blank.
fn escaped(text: &str) -> String {
    escaped_text(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Text within an element. What XML 1.0 cannot hold at all becomes U+FFFD.
fn escaped_text(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' | '\t' => xml.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push(char::REPLACEMENT_CHARACTER),
            other => xml.push(other),
        }
    }
    xml
}
