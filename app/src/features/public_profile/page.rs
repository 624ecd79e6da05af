//! The public page of a member, and what is shown of it where its address is posted.

use leptos::prelude::*;

use crate::{
    domain::{Introduction, PhotoSize, Profile, line_id::contact_url, text::preview},
    features::profile::qr::Qr,
    i18n::{Locale, td_string},
    plain::{Frame, with_head},
    ui::{Face, LineMark, Shape},
};

/// Characters of the introduction that a preview shows.
const PREVIEW: usize = 160;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PublicProfile {
    /// Language, colours, style sheet. The member's own words stay as they are written.
    pub frame: Frame,
    /// The member.
    pub introduction: Introduction,
    /// The whole address of the page.
    pub address: String,
    /// The whole address of its card, and how large that is, in pixels.
    pub card: (String, (u32, u32)),
}

/// The page as a whole document.
pub fn public_page(page: PublicProfile) -> String {
    let PublicProfile { frame, introduction, address, card } = page;
    let locale = frame.locale;
    let head = head(locale, &introduction, address, card);
    let title = introduction.name.clone();
    with_head(&frame, &title, Some(head), || {
        let Introduction { line_id, profile, .. } = &introduction;
        view! {
            <body class="public">
                <main class="public-in">
                    {hills()} {who(&introduction)} {facts(locale, profile.clone())}
                    {ways(locale, line_id)}
                </main>
            </body>
        }
    })
}

/// Open Graph and Twitter tags: what a chat shows of the address. Search engines are asked to know
/// nothing of it.
fn head(
    locale: Locale,
    introduction: &Introduction,
    address: String,
    (card, (width, height)): (String, (u32, u32)),
) -> impl IntoView + use<> {
    let name = introduction.name.clone();
    let about = introduction.profile.about.as_ref();
    let about = about.map(|about| preview(about.as_str(), PREVIEW));
    let about = about.unwrap_or_else(|| td_string!(locale, public.talk_with, name = &name));
    let title = match introduction.place() {
        Some(place) => format!("{name} · {place}"),
        None => name.clone(),
    };
    view! {
        <meta name="robots" content="noindex" />
        <meta name="description" content=about.clone() />
        <meta name="twitter:card" content="summary_large_image" />
        {property("og:type", "profile".to_owned())}
        {property("og:title", title)}
        {property("og:description", about)}
        {property("og:url", address)}
        {property("og:image", card)}
        {property("og:image:type", "image/png".to_owned())}
        {property("og:image:width", width.to_string())}
        {property("og:image:height", height.to_string())}
        {property("og:image:alt", td_string!(locale, public.card_of, name = &name))}
        {introduction.company.clone().map(|company| property("og:site_name", company))}
    }
}

fn property(name: &'static str, content: String) -> impl IntoView {
    // The view macro does not know that a `meta` may have `property`.
    leptos::html::meta().content(content).attr("property", name)
}

/// The two arches of the profile card.
fn hills() -> impl IntoView {
    view! {
        <svg class="hills" viewBox="0 0 400 120" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
            <rect width="400" height="120" fill="#1d4e7e" />
            <path d="M-40 190Q70 30 200 30t240 160h-58Q330 78 200 78T18 190Z" fill="#2a6296" />
            <path d="M120 190q40-88 150-88t190 88h-40q-50-58-150-58t-110 58Z" fill="#174168" />
            <circle cx="336" cy="46" r="17" fill="#f3e7cf" opacity=".9" />
        </svg>
    }
}

fn who(introduction: &Introduction) -> impl IntoView + use<> {
    let Introduction { member, name, photo, profile, .. } = introduction;
    let picture = photo.as_ref().map(|photo| photo.path(PhotoSize::Large));
    let place = introduction.place().map(|place| view! { <p class="place" dir="auto">{place}</p> });
    let about = profile.about.as_ref().map(|about| about.as_str().to_owned());
    view! {
        <Face shape=Shape::Member id=member.uuid() name=name.clone() picture />
        <h1 dir="auto">{name.clone()}</h1>
        {place}
        {about.map(|about| view! { <p class="about" dir="auto">{about}</p> })}
    }
}

/// Where else they are reached; nothing when there is nothing to say.
fn facts(locale: Locale, profile: Profile) -> Option<impl IntoView> {
    let Profile { phone, website, .. } = profile;
    let is_empty = phone.is_none() && website.is_none();
    let phone = phone.map(|phone| {
        let call = format!("tel:{}", phone.number);
        view! {
            <dt>{td_string!(locale, profile.phone)}</dt>
            <dd>
                <a href=call dir="ltr">
                    {phone.shown}
                </a>
            </dd>
        }
    });
    let website = website.map(|website| {
        view! {
            <dt>{td_string!(locale, profile.website)}</dt>
            <dd>
                <a href=website.as_str().to_owned() rel="noopener noreferrer nofollow" dir="ltr">
                    {website.shown().to_owned()}
                </a>
            </dd>
        }
    });
    (!is_empty).then(|| view! { <dl class="facts">{phone} {website}</dl> })
}

/// The ways to add the member as a friend: a phone follows the link, a computer shows the code to one.
fn ways(locale: Locale, line_id: &str) -> impl IntoView + use<> {
    let url = contact_url(line_id);
    let code = Qr::of(&url).map(|qr| {
        let side = qr.side();
        view! {
            <svg
                class="qr"
                viewBox=format!("0 0 {side} {side}")
                role="img"
                aria-label=td_string!(locale, profile.qr_of, url = &url)
                shape-rendering="crispEdges"
            >
                <rect width=side height=side fill="#fff" />
                <path d=qr.path() fill="#000" />
            </svg>
        }
    });
    view! {
        <a class="btn primary" href=url.clone() rel="noopener noreferrer">
            <LineMark />
            {td_string!(locale, public.add_friend)}
        </a>
        <figure class="code">
            {code} <figcaption>
                <p>{td_string!(locale, public.scan)}</p>
                <p class="line-id">{line_id.to_owned()}</p>
            </figcaption>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{About, Language, MemberId, Phone, PhotoVersion, Theme, Website};

    fn introduction() -> Introduction {
        Introduction {
            member: MemberId::new(Uuid::from_u128(0xabcd)),
            name: "林 葵".into(),
            group: Some("Design".into()),
            company: Some("Sagawa".into()),
            photo: PhotoVersion::parse(&"0af9".repeat(8)),
            profile: Profile {
                about: About::parse("図面から\n工事まで").unwrap(),
                phone: Some(Phone { number: "+81312345678".into(), shown: "03-1234-5678".into() }),
                website: Website::try_from("https://sagawa.example/".to_owned()).ok(),
            },
            line_id: "@123abcde".into(),
            language: Language::Auto,
        }
    }

    fn page(introduction: Introduction) -> String {
        let at = |path: &str| format!("https://chat.example.com{path}");
        public_page(PublicProfile {
            frame: Frame {
                locale: Locale::ja,
                theme: Theme::Auto,
                stylesheet: "/pkg/kakehashi.css".into(),
            },
            introduction,
            address: at("/p/@123abcde"),
            card: (at("/p/@123abcde/card.png"), (1200, 630)),
        })
    }

    #[test]
    fn everything_that_line_users_see_is_on_it_and_nothing_else() {
        let html = page(introduction());
        for text in [
            "<h1 dir=\"auto\">林 葵</h1>",
            "Design · Sagawa",
            "図面から\n工事まで",
            "href=\"tel:+81312345678\"",
            "href=\"https://sagawa.example/\"",
            "href=\"https://line.me/R/ti/p/%40123abcde\"",
            "/photos/0af90af90af90af90af90af90af90af9/512.jpg",
            "<meta name=\"robots\" content=\"noindex\"",
            "LINEで友だち追加",
        ] {
            assert!(html.contains(text), "{text} in {html}");
        }
        assert!(!html.contains("abcd\"") && !html.contains("<script") && !html.contains(" style="));
    }

    #[test]
    fn a_chat_that_shows_the_address_finds_whole_addresses() {
        let html = page(introduction());
        for (name, content) in [
            ("og:title", "林 葵 · Design · Sagawa"),
            ("og:description", "図面から 工事まで"),
            ("og:url", "https://chat.example.com/p/@123abcde"),
            ("og:image", "https://chat.example.com/p/@123abcde/card.png"),
            ("og:image:width", "1200"),
        ] {
            let tags: Vec<&str> = html.split('<').filter(|tag| tag.starts_with("meta")).collect();
            let [name, content] =
                [format!("property=\"{name}\""), format!("content=\"{content}\"")];
            assert!(
                tags.iter().any(|tag| tag.contains(&name) && tag.contains(&content)),
                "{tags:?}"
            );
        }
    }

    #[test]
    fn what_people_typed_is_harmless() {
        let hostile = "\"><script>alert(1)</script>";
        let html = page(Introduction {
            name: hostile.into(),
            group: Some(hostile.into()),
            company: Some(hostile.into()),
            profile: Profile {
                about: About::parse(hostile).unwrap(),
                phone: Some(Phone { number: "+1".into(), shown: hostile.into() }),
                website: None,
            },
            ..introduction()
        });
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&quot;&gt;&lt;script&gt;"), "{html}");
    }

    #[test]
    fn without_anything_written_there_is_still_the_way_to_add_them() {
        let html = page(Introduction {
            group: None,
            company: None,
            photo: None,
            profile: Profile::default(),
            ..introduction()
        });
        assert!(!html.contains("<dl") && !html.contains("<img"), "{html}");
        assert!(html.contains("林 葵とLINEで話しましょう。"), "{html}");
        assert!(html.contains("https://line.me/R/ti/p/%40123abcde"));
    }
}
