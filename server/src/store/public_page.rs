//! Members as LINE users may know them, and the address of the page that shows it.
//!
//! Whether there is anything to show is worked out at each reading: an account that is open, the
//! permission, an official account. So a page is gone with any of them.

use std::collections::BTreeSet;

use app::domain::{Introduction, MemberId, PageKey, PageName, PublicPage, public_page::Asked};
use surrealdb::types::RecordId;

use super::{
    Store, StoreError,
    database::Vars,
    draft::Draft,
    journal::Command,
    key::TextKey,
    permission,
    queries::read_rows,
    row::{Row, from_json, to_json},
    schema::{ConnectionRow, MemberRow, PageKeyRow, PublicPageRow},
    views,
};

/// Connections with one ID that are looked at. LINE gives an ID to one account.
const SAME_ID: i64 = 16;

/// A member looks for the address of their page: it is made when it is first looked for.
pub struct OpenPublicPage {
    /// Who.
    pub member: MemberId,
    /// The key, if there is none.
    pub fresh: PageKey,
}

impl Command for OpenPublicPage {
    type Output = PublicPage;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<PublicPage, StoreError> {
        permission::need(draft, self.member).await?;
        if let Some(row) = draft.get::<PublicPageRow>(self.member).await? {
            return page(row);
        }
        let page = PublicPage { key: self.fresh.clone(), name: PageName::Key };
        put(draft, self.member, &page);
        Ok(page)
    }
}

/// A member chooses the name that their page goes by. The other one leads nowhere from then on.
pub struct NamePublicPage {
    /// Who.
    pub member: MemberId,
    /// Their choice.
    pub name: PageName,
}

impl Command for NamePublicPage {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let row = draft.need::<PublicPageRow>(self.member).await?;
        let row = PublicPageRow { name: to_json(&self.name), ..row };
        draft.put::<PublicPageRow>(self.member, row);
        Ok(())
    }
}

/// A member gives their page another key. The one before leads nowhere from then on.
pub struct RenewPublicPage {
    /// Who.
    pub member: MemberId,
    /// The key.
    pub fresh: PageKey,
}

impl Command for RenewPublicPage {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let before = page(draft.need::<PublicPageRow>(self.member).await?)?;
        draft.delete::<PageKeyRow>(TextKey::of(before.key.as_str()));
        let page = PublicPage { key: self.fresh.clone(), ..before };
        put(draft, self.member, &page);
        Ok(())
    }
}

fn put(draft: &mut Draft<'_>, member: MemberId, page: &PublicPage) {
    let row = PublicPageRow { key: page.key.to_string(), name: to_json(&page.name) };
    draft.put::<PublicPageRow>(member, row);
    let key = TextKey::of(page.key.as_str());
    draft.insert::<PageKeyRow>(key, PageKeyRow { member: member.uuid() });
}

fn page(row: PublicPageRow) -> Result<PublicPage, StoreError> {
    let table = PublicPageRow::TABLE;
    let key = PageKey::parse(&row.key);
    let key = key.ok_or_else(|| StoreError::malformed(table, "a key that is none"))?;
    Ok(PublicPage { key, name: from_json(table, row.name)? })
}

impl Store {
    /// What LINE users may learn of a member.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when no LINE user can reach them, or the database's failure.
    pub async fn introduction(&self, member: MemberId) -> Result<Introduction, StoreError> {
        self.need_permission(member).await?;
        let row = self.get::<MemberRow>(member).await?.filter(|row| row.active);
        let row = row.ok_or(StoreError::NotFound)?;
        let line_id = self.line_id(member).await?.ok_or(StoreError::NotFound)?;
        let company = self.about_company().await?.name;
        Ok(Introduction {
            member,
            photo: views::photo(&row),
            name: row.name,
            group: row.group,
            company,
            profile: views::profile(row.profile)?,
            line_id,
            language: from_json(MemberRow::TABLE, row.language)?,
        })
    }

    /// What the public page shows that goes by this name now.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when none does, for whatever reason, or the database's failure.
    pub async fn public_introduction(&self, asked: &str) -> Result<Introduction, StoreError> {
        let asked = Asked::parse(asked).ok_or(StoreError::NotFound)?;
        let (introduction, by) = match &asked {
            Asked::Key(key) => (self.by_key(key).await?, PageName::Key),
            Asked::LineId(id) => (self.by_line_id(id).await?, PageName::LineId),
        };
        let row = self.get::<PublicPageRow>(introduction.member).await?;
        let page = page(row.ok_or(StoreError::NotFound)?)?;
        if page.name == by { Ok(introduction) } else { Err(StoreError::NotFound) }
    }

    async fn by_key(&self, key: &PageKey) -> Result<Introduction, StoreError> {
        let row = self.get::<PageKeyRow>(TextKey::of(key.as_str())).await?;
        self.introduction(MemberId::new(row.ok_or(StoreError::NotFound)?.member)).await
    }

    /// Rows may outlive what they say: an account gives its ID up, another one gets it. So what counts
    /// is the ID that a member's profile names now; while it is that of two, it leads to nobody.
    async fn by_line_id(&self, id: &str) -> Result<Introduction, StoreError> {
        let sql = "SELECT * FROM connection WHERE premium_id = $id LIMIT $limit;
            SELECT * FROM connection WHERE basic_id = $id LIMIT $limit";
        let vars = Vars::new().with("id", id.to_owned()).with("limit", SAME_ID);
        let mut answer = self.db.query(sql, vars).await?;
        let mut members = BTreeSet::new();
        for statement in 0..2 {
            let rows: Vec<(RecordId, ConnectionRow)> = read_rows(answer.take(statement)?)?;
            members.extend(rows.into_iter().map(|(_, row)| row.member));
        }
        let mut found = None;
        for member in members {
            let introduction = match self.introduction(MemberId::new(member)).await {
                Err(StoreError::NotFound) => continue,
                read => read?,
            };
            if introduction.line_id == id && found.replace(introduction).is_some() {
                return Err(StoreError::NotFound);
            }
        }
        found.ok_or(StoreError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{Choice, ConnectionId, Grant, LineChat, Newcomers, Role, Rules, Standing};
    use uuid::Uuid;

    use super::*;
    use crate::store::{
        binding::PutConnection,
        directory::{EditMember, SetStanding},
        members::Entry,
        permission::Choose,
        testing::{Company, NOW, colleague, describe},
    };

    const ID: &str = "@123abcde";

    async fn called(company: &Company, id: &str) {
        describe(&company.store, company.connection, id).await;
    }

    async fn open(company: &Company) -> PageKey {
        called(company, ID).await;
        let fresh = PageKey::of(rand::random());
        company.store.run(OpenPublicPage { member: company.member, fresh }).await.unwrap().key
    }

    async fn is_there(company: &Company, name: &str) -> bool {
        match company.store.public_introduction(name).await {
            Ok(introduction) => introduction.name == "林 葵",
            Err(StoreError::NotFound) => false,
            Err(error) => panic!("{error}"),
        }
    }

    #[tokio::test]
    async fn a_page_goes_by_one_name_at_a_time() {
        let company = Company::in_memory().await;
        let key = open(&company).await;
        assert_eq!(open(&company).await, key, "the key stays as it is");
        assert!(is_there(&company, key.as_str()).await && !is_there(&company, ID).await);
        let member = company.member;
        company.store.run(NamePublicPage { member, name: PageName::LineId }).await.unwrap();
        assert!(!is_there(&company, key.as_str()).await && is_there(&company, ID).await);
        company.store.run(NamePublicPage { member, name: PageName::Key }).await.unwrap();
        assert!(is_there(&company, key.as_str()).await && !is_there(&company, ID).await);
    }

    #[tokio::test]
    async fn another_key_ends_the_one_before() {
        let company = Company::in_memory().await;
        let before = open(&company).await;
        let fresh = PageKey::of(7);
        let renew = RenewPublicPage { member: company.member, fresh: fresh.clone() };
        company.store.run(renew).await.unwrap();
        assert!(!is_there(&company, before.as_str()).await);
        assert!(is_there(&company, fresh.as_str()).await);
    }

    #[tokio::test]
    async fn the_page_follows_the_id_that_the_account_has_now() {
        let company = Company::in_memory().await;
        open(&company).await;
        let member = company.member;
        company.store.run(NamePublicPage { member, name: PageName::LineId }).await.unwrap();
        called(&company, "@sagawa").await;
        assert!(!is_there(&company, ID).await && is_there(&company, "@sagawa").await);
    }

    /// Another account, of this member, that says to have the same ID.
    async fn same_id(company: &Company, member: MemberId) {
        let connection = PutConnection {
            fresh: ConnectionId::new(Uuid::now_v7()),
            member,
            channel_id: member.to_string(),
            sealed_secret: "sealed".into(),
            now: NOW,
        };
        let (connection, _) = company.store.run(connection).await.unwrap();
        describe(&company.store, connection, ID).await;
    }

    #[tokio::test]
    async fn an_id_of_two_members_leads_to_nobody() {
        let company = Company::in_memory().await;
        open(&company).await;
        let member = company.member;
        company.store.run(NamePublicPage { member, name: PageName::LineId }).await.unwrap();
        same_id(&company, member).await;
        assert!(is_there(&company, ID).await, "two accounts of one member");
        let other = colleague(&company, "mori").await;
        same_id(&company, other).await;
        assert!(!is_there(&company, ID).await);
    }

    #[tokio::test]
    async fn a_page_is_gone_with_the_permission_and_comes_back_with_it() {
        let company = Company::in_memory().await;
        let key = open(&company).await;
        let by_member = Rules {
            line_chat: LineChat::On,
            grant: Grant::Chosen,
            newcomers: Newcomers::NotChosen,
        };
        company.store.set_rules(by_member).await.unwrap();
        let choose = |choice| Choose { members: vec![company.member], choice };
        company.store.run(choose(Choice::NotChosen)).await.unwrap();
        assert!(!is_there(&company, key.as_str()).await);
        let refused =
            company.store.run(RenewPublicPage { member: company.member, fresh: PageKey::of(1) });
        assert!(matches!(refused.await, Err(StoreError::NotFound)));
        company.store.run(choose(Choice::Chosen)).await.unwrap();
        assert!(is_there(&company, key.as_str()).await);
    }

    /// Another admin.
    async fn admin(company: &Company) -> MemberId {
        let member = colleague(company, "boss").await;
        let entry = Entry { name: "Boss".into(), group: None, role: Role::Admin };
        company.store.run(EditMember { by: company.member, member, entry }).await.unwrap();
        member
    }

    #[tokio::test]
    async fn a_closed_account_has_no_page() {
        let company = Company::in_memory().await;
        let key = open(&company).await;
        let (by, member) = (admin(&company).await, company.member);
        let close = SetStanding { by, member, standing: Standing::Deactivated };
        company.store.run(close).await.unwrap();
        assert!(!is_there(&company, key.as_str()).await);
    }

    #[tokio::test]
    async fn without_an_official_account_there_is_nothing_to_show() {
        let company = Company::in_memory().await;
        let fresh = PageKey::of(3);
        let open = OpenPublicPage { member: company.member, fresh: fresh.clone() };
        company.store.run(open).await.unwrap();
        assert!(!is_there(&company, fresh.as_str()).await);
        for name in ["", "@", "nobody", &"0".repeat(32)] {
            assert!(!is_there(&company, name).await, "{name}");
        }
    }
}
