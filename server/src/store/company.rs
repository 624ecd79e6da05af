//! The company: its name, and where it is.

use super::{
    Store, StoreError, draft::Draft, journal::Command, key::Singleton, schema::CompanyRow,
};

/// An admin names the company.
pub struct NameCompany(pub Option<String>);

impl Command for NameCompany {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = draft.get::<CompanyRow>(Singleton).await?.unwrap_or_default();
        draft.put::<CompanyRow>(Singleton, CompanyRow { name: self.0.clone(), ..row });
        Ok(())
    }
}

impl Store {
    /// The company's name, if an admin has given it.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn company_name(&self) -> Result<Option<String>, StoreError> {
        Ok(self.get::<CompanyRow>(Singleton).await?.and_then(|row| row.name))
    }

    /// Where the company's phones are, as two letters, if an admin has said it.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn country(&self) -> Result<Option<String>, StoreError> {
        Ok(self.get::<CompanyRow>(Singleton).await?.and_then(|row| row.country))
    }
}
