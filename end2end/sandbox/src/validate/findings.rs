//! What a check found, in LINE's shape.

use serde::Serialize;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What is wrong.
    pub message: String,
    /// Where, such as `messages[0].text`.
    pub property: String,
}

/// All findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(Vec<Detail>);

impl Findings {
    /// Adds a finding.
    pub fn add(&mut self, property: impl Into<String>, message: impl Into<String>) {
        self.0.push(Detail { message: message.into(), property: property.into() });
    }

    /// The findings.
    pub fn details(&self) -> &[Detail] {
        &self.0
    }

    /// LINE's summary of them.
    pub fn summary(&self) -> String {
        format!("The request body has {} error(s)", self.0.len())
    }
}
