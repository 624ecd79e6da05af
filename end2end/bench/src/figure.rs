//! What was measured, and how it is shown: one line a figure, beside its bound and the machine's limit.

use std::fmt::{self, Write};

use serde::Serialize;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Milliseconds.
    #[serde(rename = "ms")]
    Millis,
    /// How often in a second.
    #[serde(rename = "1/s")]
    PerSecond,
    /// 1024 bytes.
    #[serde(rename = "KiB")]
    Kibibytes,
    /// 1024 KiB.
    #[serde(rename = "MiB")]
    Mebibytes,
    /// 1024 KiB in a second.
    #[serde(rename = "MiB/s")]
    MebibytesPerSecond,
    /// A ratio.
    #[serde(rename = "×")]
    Times,
}

/// What a figure must keep to.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Not more than this.
    AtMost(f64),
    /// Not less than this.
    AtLeast(f64),
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// How much it is.
    pub value: f64,
    /// Of what.
    pub unit: Unit,
    /// What it must keep to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// What the machine could do: the limit's name, and the figure as a share of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<(String, f64)>,
}

impl Figure {
    /// A figure without bound or limit.
    pub fn new(name: impl Into<String>, value: f64, unit: Unit) -> Self {
        Self { name: name.into(), value, unit, bound: None, limit: None }
    }

    /// With what it must keep to.
    #[must_use]
    pub fn bound(self, bound: Bound) -> Self {
        Self { bound: Some(bound), ..self }
    }

    /// With the limit of the machine, in the figure's own unit.
    #[must_use]
    pub fn beside(self, limit: &str, at: f64) -> Self {
        let share = if at > 0.0 { self.value / at } else { 0.0 };
        Self { limit: Some((limit.to_owned(), share)), ..self }
    }

    fn verdict(&self) -> &'static str {
        let kept = match self.bound {
            None => return "",
            Some(Bound::AtMost(most)) => self.value <= most,
            Some(Bound::AtLeast(least)) => self.value >= least,
        };
        if kept { "kept" } else { "MISSED" }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "≤ {most}"),
            Self::AtLeast(least) => write!(f, "≥ {least}"),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Millis => "ms",
            Self::PerSecond => "/s",
            Self::Kibibytes => "KiB",
            Self::Mebibytes => "MiB",
            Self::MebibytesPerSecond => "MiB/s",
            Self::Times => "×",
        })
    }
}

/// The figures as a table in Markdown, which reads well as plain text too.
pub fn table(figures: &[Figure]) -> String {
    let header = ["Measured", "Figure", "Bound", "", "Share of the machine's limit"];
    let mut rows = vec![header.map(str::to_owned)];
    rows.extend(figures.iter().map(|figure| {
        let limit = figure.limit.as_ref().map(|(name, share)| format!("{share:.2} of {name}"));
        [
            figure.name.clone(),
            format!("{} {}", readable(figure.value), figure.unit),
            figure.bound.map(|bound| bound.to_string()).unwrap_or_default(),
            figure.verdict().to_owned(),
            limit.unwrap_or_default(),
        ]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..header.len()).map(|column| width(column).unwrap_or(0)).collect();
    rows.insert(1, std::array::from_fn(|column| "-".repeat(widths[column])));
    let mut out = String::new();
    for row in rows {
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(out, "| {cell:<width$} ");
        }
        out.push_str("|\n");
    }
    out
}

/// Three digits that matter, thousands apart.
fn readable(value: f64) -> String {
    match value.abs() {
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        size if size < 1000.0 => format!("{value:.0}"),
        _ => {
            let digits = format!("{value:.0}");
            let (first, rest) = digits.split_at(digits.len() % 3);
            let groups = rest.as_bytes().chunks(3).map(String::from_utf8_lossy);
            let first =
                Some(first.into()).filter(|first: &std::borrow::Cow<'_, str>| !first.is_empty());
            first.into_iter().chain(groups).collect::<Vec<_>>().join(",")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        for (value, text) in [
            (0.123, "0.12"),
            (45.67, "45.7"),
            (999.0, "999"),
            (1234.4, "1,234"),
            (123_456.0, "123,456"),
        ] {
            assert_eq!(readable(value), text);
        }
    }

    #[test]
    fn a_bound_is_kept_or_missed() {
        let figure = Figure::new("x", 51.0, Unit::Millis);
        assert_eq!(figure.clone().bound(Bound::AtMost(50.0)).verdict(), "MISSED");
        assert_eq!(figure.clone().bound(Bound::AtLeast(50.0)).verdict(), "kept");
        assert!(table(&[figure.beside("y", 102.0)]).contains("0.50 of y"));
    }
}
