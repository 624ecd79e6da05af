//! The greeting as LINE gets it: who greets, in which words, and how it is laid out.

use app::domain::{
    GreetingText, Greetings, Language, PhotoSize, PhotoVersion, Profile,
    greeting::{Blank, Piece, pieces},
    text::preview,
};

use super::words::CardLanguage;
use crate::{
    config::PublicUrl,
    line::{
        flex::{AltText, Bubble, Line, Part, PictureUrl, Uri, Voice, Words},
        message::{Outgoing, Saying, Sender, cut},
    },
};

/// Characters of a name that is filled in. LINE's own names are shorter, but nobody promises it, and
/// a greeting may repeat the name.
const NAME_MAX: usize = 40;
/// UTF-16 units of a greeting whose names are filled in, over and over perhaps: within all that LINE
/// takes of a text and of a card.
const FILLED_UTF16: usize = 2000;

/// How much of a greeting is sent. Kept with its delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The whole card.
    Card,
    /// Only the words, in the member's name.
    Words,
}

/// A greeting, with all that is known when it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// How much of it is sent.
    pub form: Form,
    /// Whom it is for.
    pub to: Addressee,
    /// Who greets.
    pub from: Host,
    /// What the company has settled.
    pub greetings: Greetings,
}

/// The LINE user, as far as known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressee {
    /// Their name on LINE.
    pub name: Option<String>,
    /// The language of their LINE app, as LINE calls it.
    pub language: Option<String>,
}

/// The member who greets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Their name in the company directory.
    pub name: String,
    /// Their group there.
    pub group: Option<String>,
    /// The company's name.
    pub company: Option<String>,
    /// Their photo there.
    pub photo: Option<PhotoVersion>,
    /// What they say of themselves.
    pub profile: Profile,
    /// The language of their interface.
    pub language: Language,
    /// What they say in place of the company's words.
    pub greeting: Option<GreetingText>,
}

impl Greeting {
    /// The message object. `site` is where LINE finds the photo.
    pub fn message(&self, site: &PublicUrl) -> Outgoing {
        let text = self.text();
        let Host { name, photo, .. } = &self.from;
        let sender = Sender::member(name, photo.as_ref(), site);
        let card = match self.form {
            Form::Card => AltText::new(&text).zip(self.bubble(&text, site)),
            Form::Words => None,
        };
        let what = match card {
            Some((alt_text, bubble)) => Saying::Flex { alt_text, contents: Box::new(bubble) },
            None => Saying::text(text),
        };
        Outgoing { sender, ..what.into() }
    }

    fn language(&self) -> CardLanguage {
        let tag = self.to.language.as_deref();
        CardLanguage::choose(tag, self.from.language, self.greetings.language)
    }

    /// The greeting's words, filled in. The member's own stand before the company's in the LINE
    /// user's language, and these before those in the company's, where the LINE user reads neither of
    /// the languages that companies write.
    fn text(&self) -> String {
        let language = self.language();
        let written = language.written().unwrap_or(self.greetings.language);
        let own = self.from.greeting.as_ref().or_else(|| self.greetings.text(written));
        let words = language.words();
        let text = own.map_or(words.greeting, GreetingText::as_str);
        let name = self.to.name.as_deref().map(line_name).filter(|name| !name.is_empty());
        let name = name.as_deref().unwrap_or(words.somebody);
        let filled = pieces(text).map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Blank(Blank::Name) => name,
            Piece::Blank(Blank::Me) => self.from.name.as_str(),
        });
        cut(&filled.collect::<String>(), FILLED_UTF16).to_owned()
    }

    fn bubble(&self, text: &str, site: &PublicUrl) -> Option<Bubble> {
        let Host { name, group, company, photo, profile, .. } = &self.from;
        let line = |text: &str, voice| Words::new(text).map(|words| Line::new(words, voice));
        let place: Vec<_> = [group, company].into_iter().flatten().map(String::as_str).collect();
        let title = line(name, Voice::Title);
        let further = [line(&place.join(" · "), Voice::Quiet), line(text, Voice::Plain)];
        let mut lines = title.into_iter().chain(further.into_iter().flatten());
        let first = lines.next()?;
        let mut parts: Vec<_> = lines.map(Part::Text).collect();
        let about = profile.about.as_ref().and_then(|about| line(about.as_str(), Voice::Quiet));
        parts.extend(about.into_iter().flat_map(|about| [Part::Separator {}, Part::Text(about)]));
        let photo = photo.as_ref().map(|version| site.at(&version.path(PhotoSize::Large)));
        let picture = photo.and_then(|address| PictureUrl::new(&address));
        Some(Bubble::new(first, parts).with_picture(picture).with_buttons(self.buttons()))
    }

    fn buttons(&self) -> Vec<Part> {
        let words = self.language().words();
        let Profile { phone, website, .. } = &self.from.profile;
        let call = phone.as_ref().and_then(|phone| Uri::new(&format!("tel:{}", phone.number)));
        let open = website.as_ref().and_then(|website| Uri::new(website.as_str()));
        let call = call.map(|uri| Part::link(words.call, uri));
        let open = open.map(|uri| Part::link(words.website, uri));
        call.into_iter().chain(open).collect()
    }
}

/// A name as LINE users choose theirs, on one line and not too long.
fn line_name(name: &str) -> String {
    let visible: String = name.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    preview(&visible, NAME_MAX)
}

#[cfg(test)]
mod tests {
    use app::domain::{About, GreetingLanguage, Phone, Website};
    use proptest::prelude::*;

    use super::*;

    fn site() -> PublicUrl {
        "https://chat.example.com".parse().unwrap()
    }

    fn words(text: &str) -> Option<GreetingText> {
        GreetingText::parse(text).unwrap()
    }

    /// All that a card can show.
    fn whole() -> Greeting {
        let phone = Phone { number: "+81312345678".into(), shown: "03-1234-5678".into() };
        Greeting {
            form: Form::Card,
            to: Addressee { name: Some("佐藤 由紀".into()), language: Some("ja".into()) },
            from: Host {
                name: "林 葵".into(),
                group: Some("デザイン".into()),
                company: Some("佐川キッチン".into()),
                photo: PhotoVersion::parse(&"0af9".repeat(8)),
                profile: Profile {
                    about: About::parse("図面から\n工事まで").unwrap(),
                    phone: Some(phone),
                    website: Some(Website::try_from("https://sagawa.example/".to_owned()).unwrap()),
                },
                language: Language::En,
                greeting: words("{name}様、{me}です。"),
            },
            greetings: Greetings::default(),
        }
    }

    /// A member of whom nothing but the name is known.
    fn bare() -> Greeting {
        let from = Host {
            group: None,
            company: None,
            photo: None,
            profile: Profile::default(),
            greeting: None,
            ..whole().from
        };
        Greeting { to: Addressee::default(), from, ..whole() }
    }

    #[test]
    fn a_whole_card_and_a_bare_one() {
        insta::assert_json_snapshot!([whole().message(&site()), bare().message(&site())]);
    }

    #[test]
    fn in_short_it_is_words_in_the_members_name() {
        let short = Greeting { form: Form::Words, ..whole() };
        insta::assert_json_snapshot!(short.message(&site()));
    }

    #[test]
    fn a_photo_that_line_cannot_fetch_is_left_out() {
        let message = whole().message(&"http://chat.example.com".parse().unwrap());
        assert!(!serde_json::to_string(&message).unwrap().contains("hero"));
    }

    #[test]
    fn the_members_words_stand_before_the_companys_and_these_before_the_products() {
        let greetings = Greetings {
            language: GreetingLanguage::Japanese,
            english: words("in English"),
            japanese: words("日本語で"),
            ..Greetings::default()
        };
        let says = |tag: &str, own: Option<&str>, greetings: &Greetings| {
            let mut greeting = Greeting { greetings: greetings.clone(), ..bare() };
            greeting.to.language = Some(tag.into());
            greeting.from.greeting = own.and_then(words);
            greeting.text()
        };
        assert_eq!(says("ja", Some("mine"), &greetings), "mine");
        assert_eq!(says("en", None, &greetings), "in English");
        assert_eq!(says("ja", None, &greetings), "日本語で");
        assert_eq!(
            says("th", None, &greetings),
            "日本語で",
            "what the company wrote, in its language"
        );
        let unwritten = Greetings::default();
        assert!(says("th", None, &unwritten).starts_with("ขอบคุณ"));
        assert!(says("ja", None, &unwritten).contains("林 葵です"));
    }

    #[test]
    fn names_fill_blanks_once_and_are_nothing_but_text() {
        let mut greeting = whole();
        greeting.to.name = Some("{me} <img src=x onerror=alert(1)>\n{name}".into());
        assert_eq!(greeting.text(), "{me} <img src=x onerror=alert(1)> {name}様、林 葵です。");
        greeting.to.name = Some(" \n".into());
        assert_eq!(greeting.text(), "LINEユーザー様、林 葵です。");
        greeting.to.name = Some("長".repeat(1000));
        greeting.from.greeting = words(&"{name}".repeat(83));
        assert_eq!(greeting.text().encode_utf16().count(), FILLED_UTF16);
    }

    /// Every string of a JSON value.
    fn strings(value: &serde_json::Value) -> Vec<&str> {
        match value {
            serde_json::Value::String(text) => vec![text],
            serde_json::Value::Array(all) => all.iter().flat_map(strings).collect(),
            serde_json::Value::Object(all) => all.values().flat_map(strings).collect(),
            _ => Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn no_card_holds_a_text_that_line_refuses(
            name in any::<String>(), group in any::<Option<String>>(), about in any::<String>(),
            to in any::<Option<String>>(),
        ) {
            let mut greeting = whole();
            greeting.to.name = to;
            greeting.from.name = name;
            greeting.from.group = group;
            greeting.from.profile.about = About::parse(&about).unwrap_or_default();
            let message = serde_json::to_value(greeting.message(&site())).unwrap();
            prop_assert!(strings(&message).iter().all(|text| !text.trim().is_empty()), "{message}");
            prop_assert!(message["altText"].as_str().unwrap().encode_utf16().count() <= 1500);
        }
    }
}
