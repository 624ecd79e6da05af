//! The demo's furniture: one provider, one channel and four LINE users. Made once; what a person
//! has changed since stays.

use crate::{
    ids::UserKey,
    options::Options,
    world::{Picture, User, World, channel::ChannelSettings},
};

const PEOPLE: [(&str, &str, &str, &str); 4] = [
    ("hanako", "山田 花子", "ja", "今日も一日がんばろう"),
    ("emma", "Emma Clark", "en", "Out hiking until Monday"),
    ("somchai", "สมชาย ใจดี", "th", "สวัสดีครับ"),
    ("minjun", "김민준", "ko", "커피 한 잔의 여유"),
];

/// Makes what is not there yet.
pub fn furnish(world: &mut World, options: &Options) {
    world.provider(Some("demo"), Some("Demo company"));
    if !world.channels.contains_key(options.demo_channel_id.as_str()) {
        let settings = ChannelSettings {
            name: Some("佐藤 美咲".to_owned()),
            status_message: Some("営業部".to_owned()),
            basic_id: options.demo_basic_id.clone(),
            ..ChannelSettings::default()
        };
        let made = world.create_channel(
            Some("demo"),
            Some(options.demo_channel_id.clone()),
            Some(options.demo_channel_secret.clone()),
            settings,
        );
        if let Err(error) = made {
            tracing::error!(%error, "the demo channel");
        }
    }
    for (key, name, language, status) in PEOPLE {
        world.users.entry(UserKey::from(key)).or_insert_with(|| User {
            key: UserKey::from(key),
            name: name.to_owned(),
            language: Some(language.to_owned()),
            status_message: Some(status.to_owned()),
            picture: Picture::Drawn,
            consents: true,
        });
    }
    world.index_users();
}
