//! What a connection has used: the month's messages, and what was pushed by day, as bars and as tables for
//! those who do not see them.

use leptos::prelude::*;

use super::words::moment;
use crate::{
    domain::{JapanDay, MonthOfUse, Quota, Told},
    i18n::{Locale, td_string},
};

/// The bars are drawn in units of their own: so wide is a day, and so high is the most.
const DAY: usize = 10;
const HIGH: u64 = 60;
/// Between the bars.
const GAP: usize = 2;

/// The part of the page, with what is known of the month's messages.
pub(super) fn part<T: IntoView>(locale: Locale, told: T, months: [MonthOfUse; 2]) -> impl IntoView {
    let most = months.iter().flat_map(|month| &month.days).copied().max().unwrap_or_default();
    let [now, before] = months;
    view! {
        <section class="settings-part" aria-labelledby="use">
            <h2 id="use">{td_string!(locale, quota.usage)}</h2>
            {told}
            <p class="hint">{td_string!(locale, quota.what_counts)}</p>
            <h3>{td_string!(locale, quota.by_day)}</h3>
            {month(locale, &before, most)}
            {month(locale, &now, most)}
        </section>
    }
}

/// That little or nothing is left, and what to do.
pub(super) fn advice(locale: Locale, quota: Option<Quota>) -> Option<&'static str> {
    match quota? {
        quota if quota.is_spent() => Some(td_string!(locale, quota.is_spent)),
        quota if quota.runs_low() => Some(td_string!(locale, quota.runs_low)),
        _ => None,
    }
}

/// That little is left, as a tag.
pub(super) fn tag(locale: Locale, quota: Option<Quota>) -> Option<impl IntoView + use<>> {
    let quota = quota.filter(|quota| quota.runs_low())?;
    let text = td_string!(locale, quota.tag, percent = quota.percent_used()).to_string();
    Some(view! { <span class="tag bad">{text}</span> })
}

/// What LINE has told of the month's messages.
pub(super) fn told(locale: Locale, told: Option<Told>) -> impl IntoView + use<> {
    let Some(Told { quota, at }) = told else {
        return view! { <p>{td_string!(locale, quota.unknown)}</p> }.into_any();
    };
    let at = td_string!(locale, quota.as_of, at = moment(at)).to_string();
    let figures = match quota {
        Some(quota) => figures(locale, quota).into_any(),
        None => view! { <p>{td_string!(locale, quota.used_unlimited)}</p> }.into_any(),
    };
    view! {
        {figures}
        <p class="hint">{at}</p>
    }
    .into_any()
}

fn figures(locale: Locale, quota: Quota) -> impl IntoView + use<> {
    let (limit, percent) = (quota.limit, quota.percent_used());
    let used = limit.saturating_sub(quota.left);
    let text = td_string!(locale, quota.used_of, used = used, limit = limit, percent = percent)
        .to_string();
    let advice = advice(locale, Some(quota)).map(|text| {
        view! {
            <p class="outcome bad" role="note">
                {text}
            </p>
        }
    });
    view! {
        {advice}
        <p id="use-figures">{text}</p>
        <progress class="used" class:low=quota.runs_low() max="100" value=percent aria-labelledby="use-figures">
        </progress>
    }
}

fn month(locale: Locale, used: &MonthOfUse, most: u32) -> impl IntoView + use<> {
    let name = used.month.name();
    let caption = td_string!(locale, quota.in_month, month = name, count = used.all()).to_string();
    let drawn = (used.all() > 0).then(|| {
        view! {
            {bars(used, most)}
            {table(locale, used, caption.clone())}
        }
    });
    view! {
        <figure class="by-day">
            <figcaption>{caption}</figcaption>
            {drawn}
        </figure>
    }
}

fn bars(used: &MonthOfUse, most: u32) -> impl IntoView + use<> {
    let days = used.days.iter().enumerate();
    let bars = days.map(|(at, count)| bar(at, *count, most)).collect_view();
    let view_box = format!("0 0 {} {HIGH}", used.days.len() * DAY);
    view! {
        <svg viewBox=view_box preserveAspectRatio="none" aria-hidden="true">
            {bars}
        </svg>
        <p aria-hidden="true">
            <span>"1"</span>
            <span>{used.days.len()}</span>
        </p>
    }
}

/// The same for those who do not see it: the days on which anything was sent.
fn table(locale: Locale, used: &MonthOfUse, caption: String) -> impl IntoView + use<> {
    let pushed = used.month.days().zip(&used.days).filter(|(_, count)| **count > 0);
    let rows = pushed.map(|(day, count)| row(day, *count)).collect_view();
    view! {
        <table class="sr">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, quota.day)}</th>
                    <th scope="col">{td_string!(locale, quota.messages)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(day: JapanDay, count: u32) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{day.of_month()}</th>
            <td>{count}</td>
        </tr>
    }
}

/// A day's bar. However little was sent, it is seen.
fn bar(at: usize, count: u32, most: u32) -> impl IntoView {
    let height = (u64::from(count) * HIGH).div_ceil(u64::from(most.max(1)));
    let x = at * DAY + GAP / 2;
    let says = format!("{}: {count}", at + 1);
    view! {
        <rect x=x y=HIGH - height width=DAY - GAP height=height>
            <title>{says}</title>
        </rect>
    }
}
