//! The company: its name, and where it is.

use super::{
    Store, StoreError, draft::Draft, journal::Command, key::Singleton, schema::CompanyRow,
};

/// What an admin says of the company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutCompany {
    /// Its name.
    pub name: Option<String>,
    /// Where its phones are, as two letters (ISO 3166).
    pub country: Option<String>,
}

/// An admin describes the company.
struct DescribeCompany(AboutCompany);

impl Command for DescribeCompany {
    /// What was said before.
    type Output = AboutCompany;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<AboutCompany, StoreError> {
        let row = draft.get::<CompanyRow>(Singleton).await?.unwrap_or_default();
        let before = AboutCompany { name: row.name.clone(), country: row.country.clone() };
        let AboutCompany { name, country } = self.0.clone();
        draft.put::<CompanyRow>(Singleton, CompanyRow { name, country, ..row });
        Ok(before)
    }
}

impl Store {
    /// What an admin has said of the company.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn about_company(&self) -> Result<AboutCompany, StoreError> {
        let row = self.get::<CompanyRow>(Singleton).await?.unwrap_or_default();
        Ok(AboutCompany { name: row.name, country: row.country })
    }

    /// Keeps what an admin says of the company; where its name is another, every open device is told
    /// to look again.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn describe_company(&self, about: AboutCompany) -> Result<(), StoreError> {
        let name = about.name.clone();
        let before = self.run(DescribeCompany(about)).await?;
        if before.name == name { Ok(()) } else { self.all_look_again().await }
    }

    /// Where the company's phones are, as two letters, if an admin has said it.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn country(&self) -> Result<Option<String>, StoreError> {
        Ok(self.get::<CompanyRow>(Singleton).await?.and_then(|row| row.country))
    }
}
