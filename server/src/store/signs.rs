//! The signs of life of connections, as they are kept.

use app::domain::{ConnectionId, Signs};

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    row::to_json,
    schema::{ConnectionRow, SignsRow},
};

/// Lays what came in since the last time over what is kept.
pub struct KeepSigns(pub Vec<(ConnectionId, Signs)>);

impl Command for KeepSigns {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for (connection, later) in &self.0 {
            let row = draft.get::<ConnectionRow>(*connection).await?;
            if !row.is_some_and(|row| row.is_bound()) {
                continue;
            }
            let kept = draft.get::<SignsRow>(*connection).await?;
            let signs = kept.as_ref().map(read).unwrap_or_default().then(*later);
            draft.put::<SignsRow>(*connection, SignsRow { signs: to_json(&signs) });
        }
        Ok(())
    }
}

/// The signs in a row. Some that an older version has written in another form are as good as none:
/// new ones come in.
pub(super) fn read(row: &SignsRow) -> Signs {
    serde_json::from_value(row.signs.clone()).unwrap_or_default()
}
