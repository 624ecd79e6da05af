//! What of a long list stands in the document, as one scrolls and as the list changes. Browser only,
//! but for its first state.

use std::time::Duration;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDivElement, HtmlElement};

use super::{
    rows::{Rows, Step},
    span::{Standing, View},
};
use crate::{browser, domain::Timestamp};

/// How long after a jump rows come in sight only: who flies over a list stops seeing what stands beside it.
const REST: Duration = Duration::from_millis(100);

/// A row with the focus.
struct Focused<K> {
    key: K,
    /// The element in it that has the focus.
    element: HtmlElement,
}

/// What of a list stands in the document. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Sight<R: Rows> {
    /// The rows.
    pub rows: R,
    /// What stands in the document, and at which places.
    pub drawn: RwSignal<Vec<(u32, R::Key)>>,
    /// The element that scrolls.
    pub list: NodeRef<html::Div>,
    /// Whether each row is put where it belongs. What the server draws is the top of the list as it comes,
    /// for it may send no styles with it.
    pub is_placed: RwSignal<bool>,
    standing: StoredValue<Standing>,
    /// The number of the last plan to look again; the others are void.
    planned: StoredValue<u32>,
    /// When one last saw quite other rows than before, as the browser's clock has it.
    jumped: StoredValue<Timestamp>,
    /// The row that has the focus again in a moment: the browser has taken it away.
    refocused: StoredValue<Option<R::Key>>,
    /// As it was when it could be seen.
    view: StoredValue<View>,
    /// Rows that have come in above what is seen, and by which the list is still to be scrolled.
    owed: StoredValue<i32>,
}

impl<R: Rows> Sight<R> {
    /// At the top of the list.
    pub fn new(rows: R) -> Self {
        let sight = Self {
            rows,
            drawn: RwSignal::default(),
            list: NodeRef::new(),
            is_placed: RwSignal::new(false),
            standing: StoredValue::new(Standing::first()),
            planned: StoredValue::new(0),
            jumped: StoredValue::default(),
            refocused: StoredValue::new(None),
            view: StoredValue::default(),
            owed: StoredValue::new(0),
        };
        untrack(|| sight.draw(None));
        sight
    }

    /// The height of so many rows, as the style sheet says it, once rows are put where they belong.
    pub fn placed(self, rows: u32) -> Option<String> {
        self.is_placed.get().then(|| format!("calc({rows} * var(--list-row))"))
    }

    /// Looks what is in sight now.
    pub fn look(self) {
        let Some(list) = self.list.get_untracked() else { return };
        let Some(view) = self.seen(&list) else { return };
        self.view.set_value(view);
        let (now, goal) = (self.standing.get_value(), view.standing());
        let next = view.next(&now);
        let (is_there, is_jump) = (next == goal, !next.left.is_empty());
        if next != now {
            self.standing.set_value(next);
            self.draw_around(&list);
        }
        if is_jump {
            self.jumped.set_value(browser::now());
        }
        if !is_there {
            self.go_on_soon(if is_jump { Duration::ZERO } else { self.rest() });
        }
        self.rows.near(goal.span);
    }

    /// Looks again after a while, when the browser has shown what was drawn, and heard what a person did
    /// meanwhile.
    fn go_on_soon(self, wait: Duration) {
        let plan = self.planned.try_update_value(|planned| {
            *planned = planned.wrapping_add(1);
            *planned
        });
        let go_on = move || {
            if self.planned.try_get_value().is_some_and(|last| Some(last) == plan) {
                untrack(|| self.look());
            }
        };
        request_animation_frame(move || set_timeout(go_on, wait));
    }

    /// How long it is still to rest after a jump.
    fn rest(self) -> Duration {
        let since = browser::now().since(self.jumped.get_value());
        REST.saturating_sub(Duration::from_millis(since.try_into().unwrap_or_default()))
    }

    /// Something else stands in the list, or at other places. Who has scrolled down goes on seeing the
    /// same rows.
    pub fn changed(self) {
        let Some(list) = self.list.get_untracked() else { return };
        if !self.is_placed.get_untracked() {
            self.is_placed.set(true);
        }
        let moved = self.moved();
        self.owed.update_value(|owed| *owed += moved);
        self.draw_around(&list);
        // When the rows stand where they belong.
        request_animation_frame(move || {
            if self.list.try_get_untracked().flatten().is_some() {
                self.pay(&list);
                self.look();
            }
        });
    }

    /// Goes to the top of the list: another one is to be seen.
    pub fn to_top(self) {
        self.owed.set_value(0);
        self.view.update_value(|view| view.top = 0);
        if let Some(list) = self.list.get_untracked() {
            list.set_scroll_top(0);
        }
    }

    /// Is on the screen again after something else was: stands where it stood, by what has been kept of
    /// it, for the browser keeps no place of what it does not draw.
    pub fn come_back(self) {
        let before = self.view.get_value();
        request_animation_frame(move || {
            let Some(list) = self.list.try_get_untracked().flatten() else { return };
            if self.seen(&list).is_some() {
                list.set_scroll_top(before.top);
                self.pay(&list);
                self.look();
            }
        });
    }

    /// Scrolls as far as a row can be seen, if it stands in the list.
    pub fn reveal(self, key: R::Key) {
        // When the rows stand where they belong.
        request_animation_frame(move || {
            let Some(list) = self.list.try_get_untracked().flatten() else { return };
            let place = self.rows.place(key);
            if let Some(top) = place.and_then(|place| self.seen(&list)?.reveals(place)) {
                list.set_scroll_top(top);
                self.look();
            }
        });
    }

    /// Brings the focus from its row to another one. Answers whether it was in a row.
    pub fn walk(self, step: Step) -> bool {
        let Some(list) = self.list.get_untracked() else { return false };
        let Some(focused) = self.focused(&list) else { return false };
        let (place, count) = (self.rows.place(focused.key), self.rows.count());
        let to = place.and_then(|place| step.from(place, count));
        if let Some(key) = to.and_then(|to| self.rows.at(to)) {
            self.reveal(key);
            request_animation_frame(move || self.focus(&list, key));
        }
        true
    }

    fn focus(self, list: &HtmlDivElement, key: R::Key) {
        let Some(place) = untrack(|| self.rows.place(key)) else { return };
        let link = format!("li[aria-posinset=\"{}\"] a", place + 1);
        let link = list.query_selector(&link).ok().flatten();
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _not_focusable = link.focus();
        }
    }

    /// What one sees of the list; nothing while it is not on the screen. Without a row that could be
    /// measured, one is as high as the last one was.
    fn seen(self, list: &HtmlDivElement) -> Option<View> {
        let row = list.query_selector("li[aria-posinset]").ok().flatten();
        let row = row.map(|row| row.get_bounding_client_rect().height().round());
        #[expect(clippy::cast_possible_truncation, reason = "a row is some dozens of pixels high")]
        let row = row.map_or_else(|| self.view.get_value().row, |row| row as i32);
        let view = View { top: list.scroll_top(), height: list.client_height(), row };
        (row > 0).then_some(view)
    }

    /// By how many rows what one sees has been moved. One row of two may have gone elsewhere itself.
    fn moved(self) -> i32 {
        let view = self.view.get_value();
        if view.top == 0 {
            return 0;
        }
        let first = view.first().saturating_add_signed(self.owed.get_value());
        let moved = |(before, key): (u32, R::Key)| {
            let now = i32::try_from(self.rows.place(key)?).ok()?;
            Some(now - i32::try_from(before).ok()?)
        };
        let seen = self.drawn.with_untracked(|drawn| {
            let seen = drawn.iter().filter(|(place, _)| (first..first + 2).contains(place));
            seen.copied().collect::<Vec<_>>()
        });
        seen.into_iter().filter_map(moved).min_by_key(|rows| rows.abs()).unwrap_or_default()
    }

    fn pay(self, list: &HtmlDivElement) {
        // Out of sight it cannot be scrolled: what is owed stays owed.
        if let Some(view) = self.seen(list) {
            let owed = self.owed.try_update_value(std::mem::take).unwrap_or_default();
            if owed != 0 {
                list.set_scroll_top(view.top + owed * view.row);
            }
        }
    }

    /// Draws what stands where now, and leaves the focus where it is: the browser takes it from a row
    /// that is moved.
    fn draw_around(self, list: &HtmlDivElement) {
        let focused = self.focused(list);
        let key = focused.as_ref().map(|focused| focused.key);
        self.draw(key.or(self.refocused.get_value()));
        let Some(Focused { key, element }) = focused else { return };
        self.refocused.set_value(Some(key));
        let list = list.clone();
        request_animation_frame(move || {
            if self.refocused.try_set_value(None).is_some() {
                return;
            }
            let active = document().active_element();
            if active.is_none_or(|active| active.tag_name() == "BODY") {
                let top = list.scroll_top();
                let _gone_with_its_row = element.focus();
                // Nobody has asked to see where it went.
                list.set_scroll_top(top);
            }
        });
    }

    fn draw(self, focused: Option<R::Key>) {
        let row_at = |place| Some((place, self.rows.at(place)?));
        let mut drawn: Vec<_> =
            self.standing.with_value(|standing| standing.places().filter_map(row_at).collect());
        let kept = if self.is_placed.get_untracked() { self.rows.kept() } else { Vec::new() };
        for key in kept.into_iter().chain(focused) {
            if let Some(place) = self.rows.place(key)
                && drawn.iter().all(|(there, _)| *there != place)
            {
                drawn.push((place, key));
            }
        }
        drawn.sort_unstable_by_key(|(place, _)| *place);
        if self.drawn.with_untracked(|before| *before != drawn) {
            self.drawn.set(drawn);
        }
    }

    fn focused(self, list: &HtmlDivElement) -> Option<Focused<R::Key>> {
        let element = document().active_element().filter(|active| list.contains(Some(active)))?;
        let row = element.closest("li[aria-posinset]").ok().flatten()?;
        let number: u32 = row.get_attribute("aria-posinset")?.parse().ok()?;
        let stands = |(place, _): &&(u32, R::Key)| place + 1 == number;
        let key = self.drawn.with_untracked(|drawn| drawn.iter().find(stands).map(|(_, key)| *key));
        Some(Focused { key: key?, element: element.dyn_into().ok()? })
    }
}
