//! vCards, read: each as what it says of a contact. What it does not say stays as it is.

use app::domain::{
    ContactId,
    contact::{CustomField, Label, Way},
};

use super::{
    super::patch::Patch,
    CUSTOM, PHONETIC_FIRST, PHONETIC_LAST,
    line::{Property, unfolded},
};

/// The cards in a text whose line breaks are `\n`, each with the number of the line it begins at.
pub fn read(text: &str) -> Vec<(u64, Patch)> {
    let (mut cards, mut card) = (Vec::new(), None::<(u64, Card)>);
    for (number, line) in unfolded(text) {
        let Some(property) = Property::read(&line) else { continue };
        let is_card = property.value.trim().eq_ignore_ascii_case("VCARD");
        match property.name.as_str() {
            // One that never ended is read as far as it goes.
            "BEGIN" if is_card => cards.extend(card.replace((number, Card::default()))),
            "END" if is_card => cards.extend(card.take()),
            _ => {
                if let Some((_, card)) = &mut card {
                    card.take(&property);
                }
            }
        }
    }
    cards.extend(card);
    cards.into_iter().map(|(number, card)| (number, card.patch())).collect()
}

/// A card as far as it was read.
#[derive(Default)]
struct Card {
    patch: Patch,
    /// The name in parts, for a card without a formatted one.
    parts: Option<String>,
    last: Option<String>,
    first: Option<String>,
}

impl Card {
    fn take(&mut self, property: &Property) {
        let patch = &mut self.patch;
        match property.name.as_str() {
            "UID" => {
                let uid = property.text();
                let uid = uid.trim().trim_start_matches("urn:uuid:");
                patch.id = uid.parse::<ContactId>().ok();
            }
            "FN" => patch.name = Some(property.text()),
            "N" => {
                let parts = property.parts();
                let order = if is_written_family_first(&parts) { [0, 1] } else { [1, 0] };
                let named = order.iter().filter_map(|at| parts.get(*at));
                self.parts = Some(joined(named.map(String::as_str)));
                if let Some(reading) = property.param("SORT-AS") {
                    patch.reading = Some(reading.replace(',', " "));
                }
            }
            // Phones of Japan wrote the reading as a sound.
            "SOUND" => patch.reading = Some(joined(property.parts().iter().map(String::as_str))),
            "SORT-STRING" => patch.reading = Some(property.text()),
            PHONETIC_LAST => self.last = Some(property.text()),
            PHONETIC_FIRST => self.first = Some(property.text()),
            "ORG" => patch.company = Some(joined(property.parts().iter().map(String::as_str))),
            "TITLE" => patch.title = Some(property.text()),
            "TEL" => {
                let value = property.text();
                let value = value.trim_start_matches("tel:").to_owned();
                patch.phones.get_or_insert_default().push(Way { label: label(property), value });
            }
            "EMAIL" => {
                let way = Way { label: label(property), value: property.text() };
                patch.emails.get_or_insert_default().push(way);
            }
            "ADR" => patch.address = Some(joined(property.parts().iter().map(String::as_str))),
            "BDAY" => patch.birthday = Some(birthday(&property.text())),
            "NOTE" => patch.memo = Some(property.text()),
            "CATEGORIES" => patch.tags = Some(property.list().join(",")),
            CUSTOM => {
                if let [name, value] = property.parts().as_slice() {
                    let field = CustomField { name: name.clone(), value: value.clone() };
                    patch.custom.get_or_insert_default().push(field);
                }
            }
            _ => {}
        }
    }

    fn patch(self) -> Patch {
        let mut patch = self.patch;
        let has_name = patch.name.as_ref().is_some_and(|name| !name.trim().is_empty());
        if !has_name {
            patch.name = self.parts.filter(|name| !name.is_empty());
        }
        if self.last.is_some() || self.first.is_some() {
            let parts = [self.last, self.first];
            patch.reading = Some(joined(parts.iter().flatten().map(String::as_str)));
        }
        patch
    }
}

/// Names in scripts of East Asia begin with the family's.
fn is_written_family_first(parts: &[String]) -> bool {
    parts.iter().flat_map(|part| part.chars()).any(|c| c >= '\u{2E80}')
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn label(property: &Property) -> Label {
    let kinds = [
        ("cell", Label::Mobile),
        ("fax", Label::Fax),
        ("home", Label::Home),
        ("work", Label::Work),
    ];
    kinds.into_iter().find(|(kind, _)| property.is(kind)).map_or(Label::Other, |(_, label)| label)
}

/// `19800412`, `1980-04-12T00:00:00Z`, `--0412`: the day alone, with something between its parts.
fn birthday(text: &str) -> String {
    let day = text.split('T').next().unwrap_or_default().trim();
    match day.strip_prefix("--") {
        Some(rest) if rest.len() == 4 && rest.is_ascii() => {
            format!("{}-{}", &rest[..2], &rest[2..])
        }
        Some(rest) => rest.to_owned(),
        None => day.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Patch {
        let mut cards = read(text);
        assert_eq!(cards.len(), 1, "{text}");
        cards.remove(0).1
    }

    #[test]
    fn a_phone_of_2005_is_understood() {
        let text = "BEGIN:VCARD\nVERSION:2.1\n\
            N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8D=B2=93=A1;=97R=8BI;;;\n\
            SOUND;X-IRMC-N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=\n=BB=C4=B3;=D5=B7;;;\n\
            TEL;CELL;VOICE:09012345678\nEMAIL;PREF;INTERNET:yuki@example.com\nEND:VCARD\n";
        let card = only(text);
        assert_eq!(card.name.as_deref(), Some("佐藤 由紀"));
        assert_eq!(card.reading.as_deref(), Some("ｻﾄｳ ﾕｷ"));
        let mobile = Way { label: Label::Mobile, value: "09012345678".into() };
        assert_eq!(card.phones, Some(vec![mobile]));
        assert_eq!(
            card.emails.map(|all| all[0].value.clone()).as_deref(),
            Some("yuki@example.com")
        );
    }

    #[test]
    fn a_card_of_version_3_with_groups_folds_and_quotes() {
        let text = "BEGIN:VCARD\nVERSION:3.0\nN:Brown;Emma;;;\nFN:Emma\n  Brown\n\
            item1.TEL;type=\"work,voice\":+44 20 1234\nADR;TYPE=WORK:;;1 High St;London;;N1;UK\n\
            ORG:Smith\\, Sons;Kitchens\nBDAY:1980-04-12T00:00:00Z\nNOTE:a\\nb\\;c\nPHOTO;ENCODING=b:AAAA\n\
            CATEGORIES:VIP,Owner\nEND:VCARD";
        let card = only(text);
        assert_eq!(card.name.as_deref(), Some("Emma Brown"));
        assert_eq!(
            card.phones,
            Some(vec![Way { label: Label::Work, value: "+44 20 1234".into() }])
        );
        assert_eq!(card.address.as_deref(), Some("1 High St London N1 UK"));
        assert_eq!(card.company.as_deref(), Some("Smith, Sons Kitchens"));
        assert_eq!(card.birthday.as_deref(), Some("1980-04-12"));
        assert_eq!(card.memo.as_deref(), Some("a\nb;c"));
        assert_eq!((card.tags.as_deref(), card.title), (Some("VIP,Owner"), None));
    }

    #[test]
    fn cards_have_the_numbers_of_their_first_lines() {
        let text =
            "\nBEGIN:VCARD\nFN:One\nEND:VCARD\n\nBEGIN:VCARD\nFN:Two\nBEGIN:VCARD\nN:;Three;;;";
        let cards: Vec<_> = read(text).into_iter().map(|(line, card)| (line, card.name)).collect();
        let names = [(2, "One"), (6, "Two"), (8, "Three")];
        assert_eq!(cards, names.map(|(line, name)| (line, Some(name.to_owned()))));
    }
}
