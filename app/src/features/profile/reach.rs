//! How far a member is on the way to LINE users: what there is to show of LINE, and the word when that
//! changes.

use leptos::prelude::*;

use crate::{
    domain::Me,
    i18n::{tu_string, use_i18n},
    sync::Store,
    ui::{Toaster, toast::Way},
};

/// Whether a LINE user can find a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The admin has not allowed it: there is nothing of LINE.
    NotPermitted,
    /// It is allowed, but no official account is connected.
    NoAccount,
    /// By this ID, such as `@123abcde`.
    ById(String),
}

/// What is worth a word when the reach changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    Reachable,
    Permitted,
    Withdrawn,
    Disconnected,
}

impl Reach {
    /// A member's reach.
    pub fn of(me: &Me) -> Self {
        match &me.line_id {
            _ if !me.permitted => Self::NotPermitted,
            None => Self::NoAccount,
            Some(id) => Self::ById(id.clone()),
        }
    }

    /// The reach of who is signed in, as it changes.
    pub fn follow(store: Store) -> Memo<Self> {
        Memo::new(move |_| Self::of(&store.me()))
    }

    /// Whether there is anything of LINE to be seen.
    pub fn is_permitted(&self) -> bool {
        *self != Self::NotPermitted
    }

    fn news_since(&self, before: &Self) -> Option<News> {
        match (before, self) {
            (Self::NotPermitted | Self::NoAccount, Self::ById(_)) => Some(News::Reachable),
            (Self::NotPermitted, Self::NoAccount) => Some(News::Permitted),
            (Self::ById(_) | Self::NoAccount, Self::NotPermitted) => Some(News::Withdrawn),
            (Self::ById(_), Self::NoAccount) => Some(News::Disconnected),
            (Self::ById(_), Self::ById(_))
            | (Self::NotPermitted, Self::NotPermitted)
            | (Self::NoAccount, Self::NoAccount) => None,
        }
    }
}

/// Tells the member when they may talk with LINE users, and when they no longer may.
pub fn announce(store: Store) {
    let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
    let reach = Reach::follow(store);
    let to_profile =
        move || Way { href: "/profile", label: tu_string!(i18n, profile.title).to_owned() };
    Effect::new(move |before: Option<Reach>| {
        let now = reach.get();
        match before.and_then(|before| now.news_since(&before)) {
            Some(News::Reachable) => {
                toaster.lead(tu_string!(i18n, profile.now_reachable), to_profile());
            }
            Some(News::Permitted) => {
                toaster.lead(tu_string!(i18n, profile.now_permitted), to_profile());
            }
            Some(News::Withdrawn) => toaster.say(tu_string!(i18n, profile.now_withdrawn)),
            Some(News::Disconnected) => toaster.say(tu_string!(i18n, profile.now_disconnected)),
            None => {}
        }
        now
    });
}

#[cfg(test)]
mod tests {
    use super::{News, Reach};

    #[test]
    fn only_what_changes_is_news() {
        let (none, allowed) = (Reach::NotPermitted, Reach::NoAccount);
        let found = |id: &str| Reach::ById(id.to_owned());
        for (before, now, news) in [
            (&none, &allowed, Some(News::Permitted)),
            (&none, &found("@a"), Some(News::Reachable)),
            (&allowed, &found("@a"), Some(News::Reachable)),
            (&found("@a"), &found("@b"), None),
            (&found("@a"), &allowed, Some(News::Disconnected)),
            (&found("@a"), &none, Some(News::Withdrawn)),
            (&allowed, &none, Some(News::Withdrawn)),
            (&none, &none, None),
        ] {
            assert_eq!(now.news_since(before), news, "{before:?} → {now:?}");
        }
    }
}
