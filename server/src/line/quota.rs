//! How many messages an official account may send in the month, and how many it has, as LINE counts.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#get-quota>

use super::{
    client::{Endpoint, LineClient},
    lookup::LookupError,
    payload::{Consumption, Quota},
    token::AccessToken,
};

const QUOTA: Endpoint<'_> = Endpoint { method: "GET", path: "/v2/bot/message/quota", names: &[] };
const CONSUMPTION: Endpoint<'_> =
    Endpoint { method: "GET", path: "/v2/bot/message/quota/consumption", names: &[] };

/// LINE's figures of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Messages that the plan has; none when it has no limit.
    pub limit: Option<u64>,
    /// Messages that were sent, approximately, also from elsewhere. May be more than the limit.
    pub used: u64,
}

impl LineClient {
    /// The figures of the present month, by Japan's time.
    ///
    /// # Errors
    /// When LINE does not tell.
    pub async fn figures(&self, token: &AccessToken) -> Result<Figures, LookupError> {
        let limit = self.limit(token).await?;
        let used: Consumption = self.look_up(CONSUMPTION, token).await?;
        Ok(Figures { limit, used: used.total_usage })
    }

    async fn limit(&self, token: &AccessToken) -> Result<Option<u64>, LookupError> {
        let quota: Quota = self.look_up(QUOTA, token).await?;
        match (quota.kind.as_str(), quota.value) {
            ("none", _) => Ok(None),
            ("limited", Some(value)) => Ok(Some(value)),
            // A kind from the future is not taken for a plan without a limit.
            _ => Err(LookupError::NotNow),
        }
    }

    /// Whether nothing is left. Unknown counts as not spent: trying again is harmless.
    pub(super) async fn quota_is_spent(&self, token: &AccessToken) -> bool {
        let Ok(Some(limit)) = self.limit(token).await else { return false };
        let used = self.look_up::<Consumption>(CONSUMPTION, token).await;
        used.is_ok_and(|used| used.total_usage >= limit)
    }
}
