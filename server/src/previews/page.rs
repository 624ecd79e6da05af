//! What a page says of itself in its head. The page is hostile: it goes through the tokenizer that
//! browsers have, no tree is made of it, nothing of it is run, and what comes out is text.

mod head;

use encoding_rs::{Encoding, UTF_8};
use url::Url;

use self::head::Head;

/// Characters of a title, of a description and of a site's name.
const LONGEST: (usize, usize, usize) = (120, 240, 60);
/// Where a page says which characters it is written in (HTML, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// A page in short. Everything is text on one line, and short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What the site is called.
    pub site: Option<String>,
    /// What the page is called.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Where its picture is. Any address at all.
    pub picture: Option<Url>,
}

/// Reads the beginning of a page that came from `url`, of which was said that it is `kind`.
pub fn read(bytes: &[u8], kind: &str, url: &Url) -> Page {
    let (text, _, _) = encoding(bytes, kind).decode(bytes);
    let head = Head::of(&text);
    let (title, description, site) = LONGEST;
    Page {
        site: head.site.and_then(|text| in_a_line(&text, site)),
        title: head.title.and_then(|text| in_a_line(&text, title)),
        description: head.description.and_then(|text| in_a_line(&text, description)),
        picture: head.picture.and_then(|address| url.join(address.trim()).ok()),
    }
}

/// The characters it is written in: as its server says, or else the page. A byte order mark knows
/// better than both.
fn encoding(bytes: &[u8], kind: &str) -> &'static Encoding {
    let start = &bytes[..bytes.len().min(PRESCAN)];
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    labelled(&kind.to_ascii_lowercase()).or_else(|| labelled(&start)).unwrap_or(UTF_8)
}

/// The encoding behind the first `charset=`.
fn labelled(text: &str) -> Option<&'static Encoding> {
    let (_, behind) = text.split_once("charset=")?;
    let behind = behind.trim_start_matches(['"', '\'']);
    let label = behind.split(['"', '\'', ';', '>', '/', ' ']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// Text on one line, without what is not seen but changes what is, cut after so many characters.
fn in_a_line(text: &str, longest: usize) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|c| !crate::media::names::is_hidden(*c)).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let line = words.join(" ");
    let cut = line.char_indices().nth(longest).map(|(at, _)| at);
    let line = cut.map_or_else(|| line.clone(), |at| format!("{}…", line[..at].trim_end()));
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests;
