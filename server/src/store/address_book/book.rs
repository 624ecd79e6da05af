//! The list of contacts, for thousands of them: kept in memory in its order and ready to be searched,
//! and made anew from the rows when their number has grown.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use app::domain::{
    ContactEntry, ContactId, ContactPage, ContactQuery, MemberId,
    contact::{self, CONTACTS_PAGE, Reader, Sharing, Tag, Visibility},
    fold::{digits, fold},
};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::card;
use crate::store::{
    Store, StoreError,
    key::Singleton,
    queries::{by_uuid, uuid_of},
    schema::{BookRow, ContactCardRow, ContactRow, OwnTags},
    views,
};

/// Where the book stands between two questions. Cheap to copy.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Option<Made>>>);

/// A book, and the number of the change it was made after.
type Made = (i64, Arc<Book>);

/// All contacts, in the order of their readings.
struct Book(Vec<Listed>);

/// A contact as it is searched and sorted.
struct Listed {
    id: ContactId,
    name: String,
    company: String,
    title: String,
    tags: Vec<String>,
    own_tags: Vec<OwnTags>,
    sharing: Sharing,
    shelf: contact::Shelf,
    order: String,
    words: String,
    numbers: String,
}

impl Listed {
    fn of(
        id: ContactId,
        row: ContactCardRow,
        user: Option<&ContactRow>,
    ) -> Result<Self, StoreError> {
        let card = card(&row)?;
        let on_line = || user.map(views::line_name).unwrap_or_default();
        let name = if card.name.is_empty() { on_line() } else { card.name };
        let shelf = match row.trashed_at {
            Some(_) => contact::Shelf::Trash,
            None => contact::Shelf::Kept,
        };
        let together = |text: &str| text.split_whitespace().collect::<String>();
        let mut words =
            [&name, &card.reading, &card.company, &card.title].map(|text| fold(text)).join("\n");
        for text in [&name, &card.reading] {
            words.push('\n');
            words += &fold(&together(text));
        }
        for text in card.emails.iter().map(|way| &way.value).chain(&card.tags) {
            words.push('\n');
            words += &fold(text);
        }
        let numbers: Vec<String> = card.phones.iter().map(|way| digits(&way.value)).collect();
        let order = fold(if card.reading.is_empty() { &name } else { &card.reading });
        Ok(Self {
            id,
            name,
            company: card.company,
            title: card.title,
            tags: card.tags,
            own_tags: row.own_tags,
            sharing: row.sharing.domain(),
            shelf,
            order,
            words,
            numbers: numbers.join("\n"),
        })
    }

    fn tags_of(&self, member: MemberId) -> &[String] {
        let own = self.own_tags.iter().find(|own| own.member == member.uuid());
        own.map(|own| own.tags.as_slice()).unwrap_or_default()
    }

    /// Whether every word of a search is found.
    fn is_meant(&self, search: &Search, reader: MemberId) -> bool {
        search.0.iter().all(|(word, number)| {
            self.words.contains(word)
                || number.as_ref().is_some_and(|number| self.numbers.contains(number))
                || self.tags_of(reader).iter().any(|tag| fold(tag).contains(word))
        })
    }

    fn has(&self, tag: &Tag, reader: MemberId) -> bool {
        match tag {
            Tag::Company(tag) => self.tags.contains(tag),
            Tag::Mine(tag) => self.tags_of(reader).contains(tag),
        }
    }
}

/// The words of a search, those that may be part of a phone number with their digits.
struct Search(Vec<(String, Option<String>)>);

impl Search {
    fn of(typed: &str) -> Self {
        let is_number = |word: &str| {
            word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')' | '.'))
        };
        let word = |word: &str| {
            let number = Some(digits(word)).filter(|digits| is_number(word) && !digits.is_empty());
            (word.to_owned(), number)
        };
        Self(fold(typed).split_whitespace().map(word).collect())
    }
}

impl Store {
    /// The contacts that a member asks for, of those that they may see.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they may not talk with LINE users, or the database's failure.
    pub async fn contacts(
        &self,
        member: MemberId,
        query: &ContactQuery,
    ) -> Result<ContactPage, StoreError> {
        self.need_permission(member).await?;
        let (reader, book) = (self.reader(member).await?, self.book().await?);
        let search = Search::of(&query.search);
        let (mut tags, mut found) = (BTreeSet::new(), Vec::new());
        for one in book.seen_by(&reader).filter(|one| one.shelf == query.shelf) {
            tags.extend(one.tags.iter().cloned().map(Tag::Company));
            tags.extend(one.tags_of(member).iter().cloned().map(Tag::Mine));
            let has_tag = query.tag.as_ref().is_none_or(|tag| one.has(tag, member));
            if has_tag && one.is_meant(&search, member) {
                found.push(one);
            }
        }
        let page = found.iter().skip(query.from as usize).take(CONTACTS_PAGE as usize);
        let page: Vec<&Listed> = page.copied().collect();
        let contacts = self.entries(&page, member).await?;
        let found = u32::try_from(found.len()).unwrap_or(u32::MAX);
        Ok(ContactPage { contacts, found, tags: tags.into_iter().collect() })
    }

    async fn entries(
        &self,
        page: &[&Listed],
        reader: MemberId,
    ) -> Result<Vec<ContactEntry>, StoreError> {
        let users = self.get_all::<ContactRow>(page.iter().map(|one| one.id)).await?;
        let users: HashMap<Uuid, ContactRow> = by_uuid(users);
        let entry = |one: &&Listed| ContactEntry {
            id: one.id,
            name: one.name.clone(),
            company: one.company.clone(),
            title: one.title.clone(),
            picture: users.get(&one.id.uuid()).and_then(|row| views::contact_picture(one.id, row)),
            tags: one.tags.clone(),
            my_tags: one.tags_of(reader).to_vec(),
        };
        Ok(page.iter().map(entry).collect())
    }

    pub(super) async fn contacts_shown_to_group(
        &self,
        group: &str,
    ) -> Result<Vec<ContactId>, StoreError> {
        let book = self.book().await?;
        let is_named = |sharing: &Sharing| match &sharing.visibility {
            Visibility::Groups(groups) => groups.iter().any(|name| name == group),
            Visibility::All | Visibility::Members(_) => false,
        };
        Ok(book.0.iter().filter(|one| is_named(&one.sharing)).map(|one| one.id).collect())
    }

    /// The book of this moment. Its number is read before its rows, so that it is never older than it
    /// says; who asks while it is being made waits for it.
    async fn book(&self) -> Result<Arc<Book>, StoreError> {
        let mut place = self.book.0.lock().await;
        let n = self.get::<BookRow>(Singleton).await?.unwrap_or_default().n;
        if let Some((made_at, book)) = &*place
            && *made_at == n
        {
            return Ok(Arc::clone(book));
        }
        let book = Arc::new(self.read_book().await?);
        *place = Some((n, Arc::clone(&book)));
        Ok(book)
    }

    async fn read_book(&self) -> Result<Book, StoreError> {
        let rows = self.scan::<ContactCardRow>(None, usize::MAX).await?;
        let rows: Vec<(ContactId, ContactCardRow)> = rows
            .into_iter()
            .filter_map(|(id, row)| Some((ContactId::new(uuid_of(&id)?), row)))
            .collect();
        let users = self.get_all::<ContactRow>(rows.iter().map(|(id, _)| *id)).await?;
        let users: HashMap<Uuid, ContactRow> = by_uuid(users);
        let listed =
            |(id, row): (ContactId, ContactCardRow)| Listed::of(id, row, users.get(&id.uuid()));
        let mut book = rows.into_iter().map(listed).collect::<Result<Vec<_>, _>>()?;
        book.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        Ok(Book(book))
    }
}

impl Book {
    fn seen_by<'a>(&'a self, reader: &'a Reader) -> impl Iterator<Item = &'a Listed> {
        self.0.iter().filter(|one| one.sharing.is_shown_to(reader))
    }
}
