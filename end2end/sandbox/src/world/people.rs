//! Providers and LINE users.

use serde::{Deserialize, Serialize};

use super::{Refused, World};
use crate::ids::{ProviderId, UserKey, user_id};

/// A company on the LINE Platform; user IDs are drawn per provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Its name.
    pub name: String,
}

/// A profile picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Picture {
    /// Drawn by the sandbox from the id.
    #[default]
    Drawn,
    /// No picture: the profile carries no `pictureUrl`.
    None,
    /// A picture elsewhere.
    Url(String),
    /// Given bytes, served by the sandbox.
    #[serde(rename_all = "camelCase")]
    Upload {
        /// Such as `image/png`.
        content_type: String,
        /// The bytes.
        base64: String,
    },
}

impl Picture {
    /// The URL under which others find the picture of `id`.
    pub fn url(&self, public_url: &str, id: &str) -> Option<String> {
        match self {
            Self::None => None,
            Self::Url(url) => Some(url.clone()),
            Self::Drawn | Self::Upload { .. } => Some(format!("{public_url}/pictures/{id}.png")),
        }
    }
}

const fn yes() -> bool {
    true
}

/// A person on LINE.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The key by which the control API names the person.
    pub key: UserKey,
    /// Display name.
    pub name: String,
    /// Language tag such as `ja`; LINE leaves it out when the user has not agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Status message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
    /// Profile picture.
    #[serde(default)]
    pub picture: Picture,
    /// Whether the person agreed that bots in groups may know their user ID.
    #[serde(default = "yes")]
    pub consents: bool,
}

impl World {
    /// The provider of that id, made if it is not there. Without an id it is the only one there is,
    /// else `provider-1`.
    pub fn provider(&mut self, id: Option<&str>, name: Option<&str>) -> ProviderId {
        let only = || self.providers.keys().next().filter(|_| self.providers.len() == 1).cloned();
        let id = id.map(ProviderId::from).or_else(only);
        let id = id.unwrap_or_else(|| ProviderId::from("provider-1"));
        self.providers.entry(id.clone()).or_insert_with(|| Provider {
            id: id.clone(),
            name: name.unwrap_or("Provider").to_owned(),
        });
        id
    }

    /// The user ID that this provider's channels know the person by.
    pub fn user_id(&self, provider: &ProviderId, user: &UserKey) -> String {
        user_id(&self.seed, provider, user)
    }

    /// The person behind a user ID, within one provider.
    pub fn user_of(&self, provider: &ProviderId, id: &str) -> Option<&UserKey> {
        let (scope, user) = self.user_index.get(id)?;
        (scope == provider).then_some(user)
    }

    /// A person, named by key or by any of their user IDs.
    pub fn user(&self, name: &str) -> Result<&User, Refused> {
        let by_id = || self.users.get(&self.user_index.get(name)?.1);
        self.users.get(name).or_else(by_id).ok_or_else(|| Refused::NotFound(format!("user {name}")))
    }

    /// Makes the index of user IDs complete.
    pub fn index_users(&mut self) {
        for provider in self.providers.keys() {
            for user in self.users.keys() {
                let id = user_id(&self.seed, provider, user);
                self.user_index.insert(id, (provider.clone(), user.clone()));
            }
        }
    }
}
