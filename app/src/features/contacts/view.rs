//! A contact as it is read: what the company keeps, what LINE says, and what can be done.

use leptos::{prelude::*, text_prop::TextProp};

use super::{acts::Acts, editing::Editing, open::Open, words};
use crate::{
    domain::{
        Block, Contact, ContactCard, PersonId,
        contact::{LineProfile, Shelf, Visibility, Way},
    },
    features::{
        blocking::{BlockButton, Whom},
        messenger::{names::named, place::path_of},
    },
    i18n::{t, t_string, use_i18n},
    ui::{Face, Icon, LineMark, Mark, Shape},
};

/// The contact.
#[component]
pub fn ContactView(
    /// As it was last read.
    contact: Contact,
    /// Where it is open.
    open: Open,
    /// What changes it.
    editing: Editing,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_kept = contact.shelf == Shelf::Kept;
    let to_edit = contact.clone();
    let rooms = contact.rooms.iter().map(|room| {
        view! {
            <a class="btn" href=path_of(*room)>
                {Icon::MessageCircle.small()}
                {t!(i18n, contacts.open_room)}
            </a>
        }
    });
    let rooms: Vec<_> = rooms.collect();
    view! {
        <article class="contact-in" aria-labelledby="contact-name">
            <Head contact=contact.clone() />
            {(!is_kept)
                .then(|| view! { <p class="not-yet" role="status">{t!(i18n, contacts.in_trash)}</p> })}
            <div class="contact-acts">
                {is_kept
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn primary"
                                node_ref=editing.opener
                                on:click=move |_| editing.open(&to_edit)
                            >
                                {Icon::Pencil.small()}
                                {t!(i18n, contacts.edit)}
                            </button>
                        }
                    })} {rooms}
            </div>
            <Facts card=contact.card.clone() my_tags=contact.my_tags.clone() />
            <Seen contact=contact.clone() />
            <OnLine line=contact.line.clone() />
            <Acts contact open />
        </article>
    }
}

#[component]
fn Head(contact: Contact) -> impl IntoView {
    let i18n = use_i18n();
    let line = contact.line.first();
    let on_line = line.map(|line| line.name.clone()).unwrap_or_default();
    let picture = line.and_then(|line| line.picture.clone());
    let name = if contact.card.name.is_empty() { on_line } else { contact.card.name };
    let face = name.clone();
    let work = [contact.card.company, contact.card.title];
    let work: Vec<String> = work.into_iter().filter(|part| !part.is_empty()).collect();
    view! {
        <header class="hello">
            <Face
                shape=Shape::LineUser
                id=contact.id.uuid()
                name=move || named(i18n, face.clone())
                picture
                mark=Mark::Line
            />
            <div>
                <p dir="auto">{contact.card.reading}</p>
                <h2 id="contact-name" dir="auto">
                    {move || named(i18n, name.clone())}
                </h2>
                <p dir="auto">{work.join(" · ")}</p>
            </div>
        </header>
    }
}

/// What the company keeps, as far as there is something.
#[component]
fn Facts(card: ContactCard, my_tags: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let way = move |way: Way, scheme: &str| {
        let href = format!("{scheme}:{}", way.value.replace(' ', ""));
        view! {
            <p>
                <a href=href rel="external">{way.value}</a>
                " "
                <span class="sub">{move || words::label(i18n, way.label)}</span>
            </p>
        }
    };
    let phones: Vec<_> = card.phones.into_iter().map(|phone| way(phone, "tel")).collect();
    let emails: Vec<_> = card.emails.into_iter().map(|email| way(email, "mailto")).collect();
    let birthday = card.birthday.map(|day| day.to_string()).unwrap_or_default();
    let custom = card.custom.into_iter().map(|field| {
        view! { <Fact label=field.name text=field.value /> }
    });
    let custom: Vec<_> = custom.collect();
    let chips = |tags: Vec<String>| {
        let chip = |tag| view! { <span class="tag" dir="auto">{tag}</span> };
        tags.into_iter().map(chip).collect::<Vec<_>>()
    };
    let (tags, mine) = (chips(card.tags), chips(my_tags));
    view! {
        <dl class="contact-facts">
            {(!phones.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <dt>{t!(i18n, contacts.phones)}</dt>
                            <dd>{phones}</dd>
                        </div>
                    }
                })}
            {(!emails.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <dt>{t!(i18n, contacts.emails)}</dt>
                            <dd>{emails}</dd>
                        </div>
                    }
                })}
            <Fact label=move || t_string!(i18n, contacts.address) text=card.address />
            <Fact label=move || t_string!(i18n, contacts.birthday) text=birthday />
            {custom}
            <Fact label=move || t_string!(i18n, contacts.memo) text=card.memo />
            {(!tags.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <dt>{t!(i18n, contacts.tags)}</dt>
                            <dd class="tags">{tags}</dd>
                        </div>
                    }
                })}
            {(!mine.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <dt>{t!(i18n, contacts.my_tags)}</dt>
                            <dd class="tags">{mine}</dd>
                        </div>
                    }
                })}
        </dl>
    }
}

/// A fact, where there is one.
#[component]
fn Fact(#[prop(into)] label: TextProp, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| {
        view! {
            <div>
                <dt dir="auto">{move || label.get()}</dt>
                <dd class="lines" dir="auto">
                    {text}
                </dd>
            </div>
        }
    })
}

/// Whose it is, and who sees it.
#[component]
fn Seen(contact: Contact) -> impl IntoView {
    let i18n = use_i18n();
    let owner = PersonId::Member(contact.sharing.owner);
    let named = contact.people.iter().find(|person| person.id == owner);
    let master = named.map(|person| person.name.clone()).unwrap_or_default();
    let chosen = contact.people.iter().filter(|person| person.id != owner);
    let chosen: Vec<String> = chosen.map(|person| person.name.clone()).collect();
    let seen_by = move || match &contact.sharing.visibility {
        Visibility::All => t_string!(i18n, contacts.seen_all).to_owned(),
        Visibility::Members(_) if chosen.is_empty() => {
            t_string!(i18n, contacts.seen_master).to_owned()
        }
        Visibility::Members(_) => chosen.join(t_string!(i18n, messenger.list_comma)),
        Visibility::Groups(groups) => groups.join(t_string!(i18n, messenger.list_comma)),
    };
    view! {
        <dl class="contact-facts">
            <div>
                <dt>{t!(i18n, contacts.master)}</dt>
                <dd dir="auto">{master}</dd>
            </div>
            <div>
                <dt>{t!(i18n, contacts.seen_by)}</dt>
                <dd dir="auto">{seen_by}</dd>
            </div>
        </dl>
    }
}

/// What LINE says: theirs, and not to be changed here.
#[component]
fn OnLine(line: Vec<LineProfile>) -> impl IntoView {
    let i18n = use_i18n();
    let account = move |line: LineProfile| {
        let name = line.name.clone();
        let (contact, spoken) = (line.id, line.name.clone());
        let whom = move || Whom { contact, name: named(i18n, spoken.clone()) };
        let block = line.block.map(|block| {
            let blocked = Signal::stored(block == Block::On);
            view! { <BlockButton whom=Signal::derive(whom) blocked /> }
        });
        view! {
            <li class="person">
                <Face
                    shape=Shape::LineUser
                    id=line.id.uuid()
                    name=move || named(i18n, name.clone())
                    picture=line.picture
                />
                <span class="clip">
                    <span class="name" dir="auto">
                        {move || named(i18n, line.name.clone())}
                    </span>
                    <span class="sub clip" dir="auto">
                        {line.status_message}
                    </span>
                </span>
                {block}
            </li>
        }
    };
    view! {
        <section aria-labelledby="contact-line">
            <h3 id="contact-line" class="with-mark">
                <LineMark />
                {t!(i18n, contacts.on_line)}
            </h3>
            <ul>{line.into_iter().map(account).collect::<Vec<_>>()}</ul>
            <p class="hint">{t!(i18n, contacts.line_never_sees)}</p>
        </section>
    }
}
