//! vCards: read as phones, mail programs and address books of thirty years write them (2.1, 3.0, 4.0),
//! written as 4.0 (RFC 6350). Knows no contact but what a card says of one.

mod line;
mod read;
mod write;

pub use read::read;
pub use write::write;

/// Properties of our own: one of the company's fields, and how a name is read where phones keep it.
const CUSTOM: &str = "X-KAKEHASHI-FIELD";
const PHONETIC_LAST: &str = "X-PHONETIC-LAST-NAME";
const PHONETIC_FIRST: &str = "X-PHONETIC-FIRST-NAME";

#[cfg(test)]
mod tests {
    use app::domain::{
        ContactCard, ContactForm, ContactId,
        contact::{CustomField, Label, Way},
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::{super::patch::Patch, *};

    fn apply(patch: &Patch) -> ContactCard {
        patch.apply(ContactForm::default()).read().unwrap().0
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            name in "[^\\x00-\\x1f]{1,40}",
            memo in "[a-zあ-ん,;:\\\\\"\n= ]{0,200}",
            company in "[a-zあ-ん,;:\\\\ ]{0,40}",
            phone in "[0-9]{2}[0-9 -]{0,20}",
            label in prop::sample::select(&Label::ALL),
            field in ("[a-zあ-ん;,:]{1,20}", "[a-zあ-ん;,:\n]{1,60}"),
            tags in prop::collection::vec("[a-zあ-ん;:]{1,12}", 0..4),
            day in prop::sample::select(vec!["", "1980-04-12", "4/12"]),
        ) {
            let form = ContactForm {
                name, memo, company,
                reading: "さとう ゆき".into(),
                address: "東京都 1-2-3;\n2階".into(),
                phones: vec![Way { label, value: phone }],
                custom: vec![CustomField { name: field.0, value: field.1 }],
                tags: tags.join(","),
                birthday: day.into(),
                ..ContactForm::default()
            };
            prop_assume!(!form.name.trim().is_empty());
            let Ok((card, _)) = form.read() else { return Ok(()) };
            let id = ContactId::new(Uuid::from_u128(7));
            let text = write(id, &card.name, &card);
            prop_assert!(text.lines().all(|line| line.len() <= 75), "{}", text);
            let read = read(&text.replace("\r\n", "\n"));
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(read[0].1.id, Some(id));
            prop_assert_eq!(apply(&read[0].1), card);
        }

        #[test]
        fn nothing_makes_it_stumble(text in "(BEGIN:VCARD\n)?[a-zA-Z:;,=\"\\\\\n あ]{0,120}(END:VCARD)?") {
            let _ = read(&text);
        }
    }
}
