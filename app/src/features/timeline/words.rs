//! What happened, in the reader's language.

use leptos_i18n::I18nContext;

use super::state::{Shares, State};
use crate::{
    domain::{
        Body, Delivery, FailReason, MediaKind, Notice, PersonId, RoomKind, Sticker, Unsupported,
    },
    features::messenger::names,
    i18n::{Locale, t_string},
    sync::{Obstacle, Store},
};

type I18n = I18nContext<Locale>;

/// A notice, in a room of this name: a direct room has the LINE user's. Follows the names in it.
pub fn notice(i18n: I18n, store: Store, notice: &Notice, name: &str) -> String {
    let person = |id| names::person(i18n, store, id);
    let member = |id| person(PersonId::Member(id));
    let people = |ids: &[PersonId]| {
        let names: Vec<String> = ids.iter().copied().map(person).collect();
        match names.as_slice() {
            [] => t_string!(i18n, messenger.unnamed).to_owned(),
            names => names.join(t_string!(i18n, messenger.list_comma)),
        }
    };
    match notice {
        Notice::Followed => t_string!(i18n, messenger.followed, name = name),
        Notice::FollowedAgain => t_string!(i18n, messenger.followed_again, name = name),
        Notice::Unfollowed => t_string!(i18n, messenger.unfollowed, name = name),
        Notice::AccountJoined => t_string!(i18n, messenger.account_joined).to_owned(),
        Notice::AccountLeft => t_string!(i18n, messenger.account_left).to_owned(),
        Notice::LeftGroup { by } => t_string!(i18n, messenger.left_group, by = member(*by)),
        Notice::Joined { who, by: None } => t_string!(i18n, messenger.joined, who = people(who)),
        Notice::Joined { who, by: Some(by) } => {
            t_string!(i18n, messenger.added, who = people(who), by = member(*by))
        }
        Notice::Left { who, by: None } => t_string!(i18n, messenger.left, who = people(who)),
        Notice::Left { who, by: Some(by) } => {
            t_string!(i18n, messenger.removed, who = people(who), by = member(*by))
        }
        Notice::Excluded { who } => t_string!(i18n, messenger.excluded, who = member(*who)),
        Notice::Created { by } => t_string!(i18n, messenger.created, by = member(*by)),
        Notice::Renamed { by, name } if name.is_empty() => {
            let name = t_string!(i18n, messenger.kind_group);
            t_string!(i18n, messenger.renamed, by = member(*by), name = name)
        }
        Notice::Renamed { by, name } => {
            t_string!(i18n, messenger.renamed, by = member(*by), name = name.as_str())
        }
    }
}

/// What became of what LINE users are told because of a notice; nothing where there is nothing to say.
pub fn told(i18n: I18n, notice: &Notice, state: State) -> Option<&'static str> {
    match notice {
        Notice::Followed | Notice::FollowedAgain => greeting(i18n, state),
        Notice::Joined { .. } if state.is_failed() => {
            Some(t_string!(i18n, messenger.invitation_failed))
        }
        _ => None,
    }
}

/// Whether those can be told once more who could not be told of it. A greeting has but one moment.
pub const fn can_tell_again(notice: &Notice, state: State) -> bool {
    matches!(notice, Notice::Joined { .. }) && state.is_failed()
}

/// How far the greeting has come that answers a notice; nothing where there is none. Nobody can try it
/// again: only the moment of the notice allows it.
fn greeting(i18n: I18n, state: State) -> Option<&'static str> {
    Some(match state {
        // A greeting answers one person.
        State::Here | State::NotSent(_) | State::Partly(_) => return None,
        State::Waiting => t_string!(i18n, messenger.greeting_waiting),
        State::Sent => t_string!(i18n, messenger.greeting_sent),
        State::Failed(reason) => match reason {
            FailReason::Unsure => t_string!(i18n, messenger.greeting_unsure),
            FailReason::Refused => t_string!(i18n, messenger.greeting_refused),
            FailReason::Unfollowed | FailReason::LeftGroup => {
                t_string!(i18n, messenger.greeting_unfollowed)
            }
            FailReason::NotPermitted => t_string!(i18n, messenger.greeting_not_permitted),
            FailReason::Disconnected => t_string!(i18n, messenger.greeting_disconnected),
            FailReason::Blocked => t_string!(i18n, blocking.greeting_failed),
            FailReason::NoAnswer
            | FailReason::QuotaSpent
            | FailReason::AccountRefused
            | FailReason::Gone => {
                t_string!(i18n, messenger.greeting_late)
            }
        },
    })
}

/// A kind of message that has no form of its own yet.
pub fn unsupported(i18n: I18n, what: Unsupported) -> &'static str {
    match what {
        Unsupported::Sticker => t_string!(i18n, messenger.a_sticker),
        Unsupported::Image => t_string!(i18n, messenger.an_image),
        Unsupported::Video => t_string!(i18n, messenger.a_video),
        Unsupported::Audio => t_string!(i18n, messenger.a_sound),
        Unsupported::File => t_string!(i18n, messenger.a_file),
        Unsupported::Location => t_string!(i18n, messenger.a_location),
        Unsupported::Unsend => t_string!(i18n, messenger.an_unsend),
        Unsupported::Edit => t_string!(i18n, messenger.an_edit),
        Unsupported::Postback => t_string!(i18n, messenger.a_postback),
        Unsupported::Other => t_string!(i18n, messenger.something),
    }
}

/// What a message says, in a line.
pub fn gist(i18n: I18n, body: &Body) -> String {
    let kind = match body {
        Body::Text { text, .. } => return text.clone(),
        Body::Sticker { sticker } => return sticker_words(i18n, sticker),
        Body::Media { media } => match &media.name {
            Some(name) => return name.clone(),
            None => media_kind(i18n, media.kind),
        },
        Body::Place { place } => match place.title.as_ref().or(place.address.as_ref()) {
            Some(name) => return name.clone(),
            None => t_string!(i18n, messenger.word_location),
        },
        Body::Unsent => t_string!(i18n, messenger.word_unsend),
        Body::Discarded => t_string!(i18n, messenger.word_discarded),
        Body::Unsupported { what } => kind(i18n, *what),
        Body::Hidden => t_string!(i18n, blocking.hidden_line),
        Body::Notice { .. } => return String::new(),
    };
    kind.to_owned()
}

/// What is read in place of a sticker: what stands on it, or else what it is about.
pub fn sticker_words(i18n: I18n, sticker: &Sticker) -> String {
    let about = sticker.text.as_ref().or(sticker.keywords.first());
    match about {
        Some(about) => t_string!(i18n, messenger.sticker_about, about = about),
        None => t_string!(i18n, messenger.word_sticker).to_owned(),
    }
}

/// What kind of thing media is.
pub fn media_kind(i18n: I18n, kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => t_string!(i18n, messenger.word_image),
        MediaKind::Video => t_string!(i18n, messenger.word_video),
        MediaKind::Audio => t_string!(i18n, messenger.word_sound),
        MediaKind::File => t_string!(i18n, messenger.word_file),
    }
}

/// The same in a word or three, for lists.
fn kind(i18n: I18n, what: Unsupported) -> &'static str {
    match what {
        Unsupported::Sticker => t_string!(i18n, messenger.word_sticker),
        Unsupported::Image => t_string!(i18n, messenger.word_image),
        Unsupported::Video => t_string!(i18n, messenger.word_video),
        Unsupported::Audio => t_string!(i18n, messenger.word_sound),
        Unsupported::File => t_string!(i18n, messenger.word_file),
        Unsupported::Location => t_string!(i18n, messenger.word_location),
        Unsupported::Unsend => t_string!(i18n, messenger.word_unsend),
        Unsupported::Edit => t_string!(i18n, messenger.word_edit),
        Unsupported::Postback => t_string!(i18n, messenger.word_postback),
        Unsupported::Other => t_string!(i18n, messenger.word_other),
    }
}

/// Why LINE did not get a message.
pub fn fail_reason(i18n: I18n, reason: FailReason) -> &'static str {
    match reason {
        FailReason::NoAnswer => t_string!(i18n, messenger.fail_no_answer),
        FailReason::Unsure => t_string!(i18n, messenger.fail_unsure),
        FailReason::QuotaSpent => t_string!(i18n, messenger.fail_quota),
        FailReason::AccountRefused => t_string!(i18n, messenger.fail_account),
        FailReason::Refused => t_string!(i18n, messenger.fail_refused),
        FailReason::Unfollowed => t_string!(i18n, messenger.fail_unfollowed),
        FailReason::LeftGroup => t_string!(i18n, messenger.fail_left_group),
        FailReason::NotPermitted => t_string!(i18n, messenger.fail_not_permitted),
        FailReason::Disconnected => t_string!(i18n, messenger.fail_disconnected),
        FailReason::Gone => t_string!(i18n, messenger.fail_gone),
        FailReason::Blocked => t_string!(i18n, blocking.not_sent),
    }
}

/// How far a message has come on its way to one of its recipients.
pub fn delivery(i18n: I18n, delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Queued => t_string!(i18n, messenger.recipient_waiting),
        Delivery::Sent => t_string!(i18n, messenger.recipient_sent),
        Delivery::Failed { reason } => fail_reason(i18n, reason),
        // One recipient stands in one way.
        Delivery::Partly { .. } => "",
    }
}

/// How many of a message's recipients have it.
pub fn shares(i18n: I18n, shares: Shares) -> String {
    t_string!(i18n, messenger.delivered_to, sent = shares.sent, all = shares.all())
}

/// Why the server did not take a message.
pub fn obstacle(i18n: I18n, obstacle: Obstacle, kind: RoomKind) -> &'static str {
    match obstacle {
        Obstacle::Unreachable if kind == RoomKind::Direct => {
            t_string!(i18n, messenger.fail_unfollowed)
        }
        Obstacle::Unreachable => t_string!(i18n, messenger.fail_unreachable),
        Obstacle::Blocked => t_string!(i18n, blocking.not_sent),
        Obstacle::NoRoom => t_string!(i18n, messenger.fail_no_room),
        Obstacle::Server => t_string!(i18n, messenger.fail_server),
    }
}
