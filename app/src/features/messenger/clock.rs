//! Moments in the reader's zone and language.
//!
//! A page that comes from the server knows neither, so until the browser has taken over there is no
//! text and days are UTC's: server and browser draw the same. Then `Intl` does the work; its
//! formatters are costly to make and are kept.

use std::{cell::RefCell, collections::HashMap};

use gloo::timers::callback::Interval;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use leptos_i18n::Locale as _;
use wasm_bindgen::JsValue;

use crate::{
    browser,
    domain::Timestamp,
    i18n::{Locale, t_string, use_i18n},
};

const DAY: i64 = 86_400_000;

/// Days from 1970-01-01 in the reader's zone.
pub type DayNumber = i64;

/// Which day it is, once the browser has taken over.
#[derive(Clone, Copy)]
pub struct Clock {
    today: RwSignal<Option<DayNumber>>,
}

impl Clock {
    /// A clock that starts in the browser, after it has taken over what the server drew.
    pub fn provide() -> Self {
        let clock = Self { today: RwSignal::new(None) };
        Effect::new(move |_| {
            clock.tick();
            Interval::new(30_000, move || clock.tick()).forget();
        });
        provide_context(clock);
        clock
    }

    fn tick(self) {
        let today = Some(local_day(browser::now()));
        if self.today.get_untracked() != today {
            self.today.set(today);
        }
    }

    /// The day of a moment: the reader's once that is known, until then UTC's.
    pub fn day(self, at: Timestamp) -> DayNumber {
        match self.today.get() {
            Some(_) => local_day(at),
            None => at.millis().div_euclid(DAY),
        }
    }

    /// How long ago a day was, in days; nothing until the browser has taken over.
    fn age(self, day: DayNumber) -> Option<i64> {
        self.today.get().map(|today| today - day)
    }

    /// A moment in this form; empty until the browser has taken over.
    pub fn text(self, at: Timestamp, form: Form, locale: Locale) -> String {
        let day = self.day(at);
        let Some(age) = self.age(day) else { return String::new() };
        let form = match form {
            Form::List => match age {
                0 => Form::Minute,
                1..7 => Form::Weekday,
                _ if year(at) == year(browser::now()) => Form::DayMonth,
                _ => Form::Date,
            },
            Form::Day if age < 2 => Form::DayOnly,
            Form::Day if year(at) == year(browser::now()) => Form::Day,
            Form::Day => Form::DayWithYear,
            other => other,
        };
        format(at, form, locale)
    }
}

/// How a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As short as its age allows: the time today, the weekday this week, then the date.
    List,
    /// `9:41`
    Minute,
    /// `Thu`
    Weekday,
    /// `20 Nov`
    DayMonth,
    /// `20/11/2025`
    Date,
    /// `Friday 20 November`; shorter where "today" or "yesterday" stands before it, longer in
    /// another year.
    Day,
    /// `20 November`
    DayOnly,
    /// `Thursday 20 November 2025`
    DayWithYear,
    /// `20 Nov, 9:41`
    Moment,
    /// All of it, to the second.
    Full,
}

impl Form {
    /// The options of `Intl.DateTimeFormat`.
    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::List | Self::Minute => &[("hour", "numeric"), ("minute", "2-digit")],
            Self::Weekday => &[("weekday", "short")],
            Self::DayMonth => &[("day", "numeric"), ("month", "short")],
            Self::Date => &[("year", "numeric"), ("month", "numeric"), ("day", "numeric")],
            Self::Day => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Self::DayOnly => &[("day", "numeric"), ("month", "long")],
            Self::DayWithYear => {
                &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")]
            }
            Self::Moment => &[
                ("day", "numeric"),
                ("month", "short"),
                ("hour", "numeric"),
                ("minute", "2-digit"),
            ],
            Self::Full => &[("dateStyle", "full"), ("timeStyle", "medium")],
        }
    }
}

/// A moment, with the whole of it on hover.
#[component]
pub fn Time(
    /// The moment.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// How it is written.
    form: Form,
) -> impl IntoView {
    let (i18n, clock) = (use_i18n(), expect_context::<Clock>());
    move || time(clock, at.get(), form, i18n.get_locale())
}

/// The same as it is now, for whoever draws all around it anew.
pub fn time(clock: Clock, at: Timestamp, form: Form, locale: Locale) -> impl IntoView {
    view! {
        <time datetime=at.to_iso() title=clock.text(at, Form::Full, locale)>
            {clock.text(at, form, locale)}
        </time>
    }
}

/// The heading of a day: "Today, …" where that helps.
#[component]
pub fn DayName(
    /// The day.
    day: DayNumber,
    /// Any moment of it.
    at: Timestamp,
) -> impl IntoView {
    let (i18n, clock) = (use_i18n(), expect_context::<Clock>());
    move || {
        let date = clock.text(at, Form::Day, i18n.get_locale());
        match clock.age(day) {
            None => at.to_iso().chars().take(10).collect(),
            Some(0) => t_string!(i18n, messenger.today, date = date),
            Some(1) => t_string!(i18n, messenger.yesterday, date = date),
            Some(_) => date,
        }
    }
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(exact(at)))
}

#[expect(clippy::cast_precision_loss, reason = "a date in milliseconds is far below 2^53")]
const fn exact(at: Timestamp) -> f64 {
    at.millis() as f64
}

fn year(at: Timestamp) -> u32 {
    date(at).get_full_year()
}

#[expect(clippy::cast_possible_truncation, reason = "a time zone's offset is less than a day")]
fn local_day(at: Timestamp) -> DayNumber {
    let west_of_utc = date(at).get_timezone_offset() as i64;
    at.plus_millis(-west_of_utc * 60_000).millis().div_euclid(DAY)
}

thread_local! {
    static FORMATTERS: RefCell<HashMap<(Locale, Form), Function>> = RefCell::default();
}

fn format(at: Timestamp, form: Form, locale: Locale) -> String {
    let formatter = FORMATTERS.with_borrow_mut(|all| {
        all.entry((locale, form)).or_insert_with(|| formatter(form, locale)).clone()
    });
    let text = formatter.call1(&JsValue::UNDEFINED, &date(at));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn formatter(form: Form, locale: Locale) -> Function {
    let options = Object::new();
    for (name, value) in form.options() {
        let _always_on_a_plain_object = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    let locales = Array::of1(&regional(locale.as_str()).into());
    Intl::DateTimeFormat::new(&locales, &options).format()
}

/// The reader's own variant of a language, where their browser names one: `en-GB` for `en`.
fn regional(language: &str) -> String {
    let wishes = window().navigator().languages();
    let mut wishes = wishes.iter().filter_map(|wish| wish.as_string());
    let ours = wishes.find(|wish| wish.split('-').next() == Some(language));
    ours.unwrap_or_else(|| language.to_owned())
}
