//! From tokens to what stands in a page's head.

use std::cell::{Cell, RefCell};

use html5ever::{
    Attribute,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

/// Bytes of the text of one thing that are looked at: more than is ever shown.
const MOST: usize = 4096;
/// Bytes given to the tokenizer at once; between two, the end of the head is noticed.
const CHUNK: usize = 8192;
/// So many in a row that end nothing are the end: the tokenizer compares each attribute of a tag with
/// all before it, and a tag without an end would keep it busy for long.
const PATIENCE: usize = 2;

/// What stands in a head, as it stands there.
#[derive(Debug, Default)]
pub struct Head {
    /// `og:site_name`.
    pub site: Option<String>,
    /// `og:title`, or what else is a title.
    pub title: Option<String>,
    /// `og:description`, or what else is one.
    pub description: Option<String>,
    /// `og:image`, or what else is one.
    pub picture: Option<String>,
}

/// Names of what is looked for, the best first.
const SITE: &[&str] = &["og:site_name"];
const TITLE: &[&str] = &["og:title", "twitter:title"];
const DESCRIPTION: &[&str] = &["og:description", "twitter:description", "description"];
const PICTURE: &[&str] =
    &["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"];

impl Head {
    /// Reads a page up to the end of its head.
    pub fn of(text: &str) -> Self {
        let tokenizer = Tokenizer::new(Listener::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        let (mut rest, mut in_vain) = (text, 0);
        while !rest.is_empty() && !tokenizer.sink.is_over.get() && in_vain < PATIENCE {
            let (chunk, behind) = rest.split_at(rest.floor_char_boundary(CHUNK));
            input.push_back(StrTendril::from_slice(chunk));
            // Nothing here ever asks it to wait.
            let _fed = tokenizer.feed(&input);
            in_vain = if tokenizer.sink.has_heard.take() { 0 } else { in_vain + 1 };
            rest = behind;
        }
        tokenizer.sink.heard()
    }
}

/// Hears tokens, and keeps what is looked for.
#[derive(Default)]
struct Listener {
    /// The text of the first title; begun or not.
    title: RefCell<Option<String>>,
    in_title: Cell<bool>,
    /// Names and contents, as they come.
    metas: RefCell<Vec<(String, String)>>,
    /// Whether anything came since this was last looked at.
    has_heard: Cell<bool>,
    is_over: Cell<bool>,
}

impl Listener {
    fn heard(&self) -> Head {
        let metas = self.metas.borrow();
        let first = |names: &[&str]| {
            let of = |name: &&str| metas.iter().find(|(known, _)| known == name);
            names.iter().find_map(of).map(|(_, content)| content.clone())
        };
        Head {
            site: first(SITE),
            title: first(TITLE).or_else(|| self.title.borrow().clone()),
            description: first(DESCRIPTION),
            picture: first(PICTURE),
        }
    }

    fn meta(&self, tag: &Tag) {
        let name = attribute(&tag.attrs, "property").or_else(|| attribute(&tag.attrs, "name"));
        let (Some(name), Some(content)) = (name, attribute(&tag.attrs, "content")) else { return };
        let name = name.trim().to_ascii_lowercase();
        let wanted = [SITE, TITLE, DESCRIPTION, PICTURE].concat();
        let mut metas = self.metas.borrow_mut();
        let is_new = metas.iter().all(|(known, _)| *known != name);
        if is_new && wanted.contains(&name.as_str()) && !content.trim().is_empty() {
            metas.push((name, start_of(content).to_owned()));
        }
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        match (tag.kind, name) {
            (TagKind::StartTag, "title") if self.title.borrow().is_none() => {
                self.title.replace(Some(String::new()));
                self.in_title.set(true);
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            (TagKind::EndTag, "title") => self.in_title.set(false),
            (TagKind::StartTag, "script") => {
                return TokenSinkResult::RawData(RawKind::ScriptData);
            }
            (TagKind::StartTag, "style" | "noframes") => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            (TagKind::StartTag, "meta") => self.meta(tag),
            (TagKind::StartTag, "body") | (TagKind::EndTag, "head") => self.is_over.set(true),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl TokenSink for Listener {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if self.is_over.get() || matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.has_heard.set(true);
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) if self.in_title.get() => {
                if let Some(title) = self.title.borrow_mut().as_mut()
                    && title.len() < MOST
                {
                    title.push_str(start_of(&text));
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|one| &*one.name.local == name);
    found.map(|one| &*one.value)
}

fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST)]
}
