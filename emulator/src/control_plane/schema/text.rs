//! What a text may be.

/// How long a text is, and what is in it.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    least: usize,
    most: usize,
    /// True for a text of the right form.
    form: Option<fn(&str) -> bool>,
}

impl Text {
    pub(crate) const ANY: Self = Self { least: 0, most: usize::MAX, form: None };

    /// As many characters.
    pub(crate) const fn of_length(least: usize, most: usize) -> Self {
        Self { least, most, ..Self::ANY }
    }

    pub(crate) const fn at_most(most: usize) -> Self {
        Self::of_length(0, most)
    }

    /// One character or more.
    pub(crate) const fn not_empty() -> Self {
        Self::of_length(1, usize::MAX)
    }

    pub(crate) const fn formed(self, form: fn(&str) -> bool) -> Self {
        Self { form: Some(form), ..self }
    }

    /// What is wrong with a text of this name.
    pub(super) fn problem(self, name: &str, text: &str) -> Option<String> {
        let length = text.chars().count();
        if length < self.least {
            return Some(match self.least {
                1 => format!("{name} must not be empty"),
                least => format!("{name} must have at least {least} characters"),
            });
        }
        if length > self.most {
            return Some(format!("{name} must have at most {} characters", self.most));
        }
        let is_formed = self.form.is_none_or(|form| form(text));
        (!is_formed).then(|| format!("{name} has a character that it must not have"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_of_characters() {
        let text = Text::of_length(2, 3);
        assert_eq!(text.problem("a", "é"), Some("a must have at least 2 characters".into()));
        assert_eq!(text.problem("a", "éé"), None);
        assert_eq!(text.problem("a", "ééé"), None);
        assert_eq!(text.problem("a", "éééé"), Some("a must have at most 3 characters".into()));
        assert_eq!(Text::not_empty().problem("a", ""), Some("a must not be empty".into()));
    }

    #[test]
    fn a_form_is_looked_at() {
        let text = Text::at_most(5).formed(|text| !text.contains('?'));
        assert_eq!(text.problem("a", "b"), None);
        let said = "a has a character that it must not have";
        assert_eq!(text.problem("a", "b?"), Some(said.into()));
    }
}
