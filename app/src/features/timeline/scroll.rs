//! Where one is in a timeline, and staying there while it grows at both ends.
//!
//! The log is a reversed column: its zero is the newest message, which keeps the newest in sight
//! without a script and keeps the place when older messages come in above. What comes in below
//! would push it up: then the row that was on top is put back where it was. Browser only.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{domain::Seq, sync::End};

/// So near an end counts as being there, in CSS pixels.
const NEAR: f64 = 48.0;

/// A place in a timeline.
#[derive(Clone, Debug, PartialEq)]
pub enum Spot {
    /// At the newest message, and following.
    Newest,
    /// This row stands so far below the upper edge.
    At {
        /// The row's `data-key`.
        key: String,
        /// CSS pixels.
        below_top: f64,
    },
}

/// A timeline's scrolling element.
pub struct Log(pub HtmlElement);

impl Log {
    /// CSS pixels that are hidden below.
    pub fn below(&self) -> f64 {
        f64::from(-self.0.scroll_top())
    }

    /// CSS pixels that are hidden above.
    pub fn above(&self) -> f64 {
        let all = self.0.scroll_height() - self.0.client_height();
        f64::from(all) - self.below()
    }

    /// Whether the newest message that is loaded is in sight.
    pub fn at_newest(&self) -> bool {
        self.below() < NEAR
    }

    /// The end that is farther from what is in sight.
    pub fn far_end(&self) -> End {
        if self.below() < self.above() { End::Oldest } else { End::Newest }
    }

    /// Goes to the newest message that is loaded.
    pub fn to_newest(&self) {
        self.0.set_scroll_top(0);
    }

    /// Where one is.
    pub fn spot(&self) -> Spot {
        if self.at_newest() {
            return Spot::Newest;
        }
        let edge = self.edge();
        self.first_row_below(edge).map_or(Spot::Newest, |row| Spot::At {
            key: row.get_attribute("data-key").unwrap_or_default(),
            below_top: row.get_bounding_client_rect().top() - edge,
        })
    }

    /// Goes back to where one was; stays put when the row is gone.
    pub fn go(&self, spot: &Spot) {
        match spot {
            Spot::Newest => self.to_newest(),
            Spot::At { key, below_top } => {
                if let Some(row) = self.row(key) {
                    let off = row.get_bounding_client_rect().top() - self.edge() - below_top;
                    self.scroll_by(off);
                }
            }
        }
    }

    /// Brings the unread line into the upper part of the view, unless it is in sight already.
    pub fn reveal_unread(&self) {
        let Some(line) = self.row(UNREAD) else { return };
        let top = line.get_bounding_client_rect().top() - self.edge();
        let wished = f64::from(self.0.client_height()) * 0.2;
        if top < wished {
            self.scroll_by(top - wished);
        }
    }

    /// Brings a message into the upper part of the view and marks it for a moment. Answers whether it is
    /// here.
    pub fn reveal(&self, seq: Seq) -> bool {
        let row = self.0.query_selector(&format!("[data-seq=\"{}\"]", seq.0)).ok().flatten();
        let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else {
            return false;
        };
        let top = row.get_bounding_client_rect().top() - self.edge();
        self.scroll_by(top - f64::from(self.0.client_height()) * 0.2);
        // Taken off and put on again, so that the mark shows once more for whoever comes back.
        let classes = row.class_list();
        let _no_such_class = classes.remove_1(FOUND);
        let _laid_out_between = row.offset_width();
        let _never_empty = classes.add_1(FOUND);
        true
    }

    fn scroll_by(&self, pixels: f64) {
        if pixels.abs() >= 1.0 {
            self.0.scroll_by_with_x_and_y(0.0, pixels);
        }
    }

    fn edge(&self) -> f64 {
        self.0.get_bounding_client_rect().top()
    }

    fn row(&self, key: &str) -> Option<Element> {
        self.0.query_selector(&format!("[data-key=\"{key}\"]")).ok().flatten()
    }

    /// Rows stand one below the other: halve until the first one that is in sight.
    fn first_row_below(&self, edge: f64) -> Option<Element> {
        let rows = self.0.query_selector_all("[data-key]").ok()?;
        let row = |at| rows.item(at).and_then(|row| row.dyn_into::<Element>().ok());
        let (mut from, mut to) = (0, rows.length());
        while from < to {
            let middle = from.midpoint(to);
            if row(middle)?.get_bounding_client_rect().bottom() > edge {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        row(from)
    }
}

/// The class of a message that was looked for.
const FOUND: &str = "found";

/// The `data-key` of the unread line.
pub const UNREAD: &str = "unread";
