//! Where media is kept, as a setting: a directory, or a bucket of an S3-compatible service.

use std::path::{Path, PathBuf};

use clap::Args;
use url::Url;

use super::ServiceUrl;
use crate::secret::SecretText;

/// Where the bytes of media are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaPlace {
    /// Files of this machine.
    Directory(PathBuf),
    /// A bucket.
    Bucket(Box<Bucket>),
}

/// A bucket of an S3-compatible service, and the way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What stands before the names of what we keep there.
    pub prefix: String,
    /// Its region; many services have but one.
    pub region: String,
    /// Where the service is; none is Amazon's own.
    pub endpoint: Option<ServiceUrl>,
    /// The name of the key that may write there.
    pub access_key: String,
    /// The key.
    pub secret_key: SecretText,
}

/// What was typed about a bucket.
#[derive(Args, Clone, Debug, Default)]
pub struct BucketSettings {
    /// Where an S3-compatible service is [default: Amazon's, by region]
    #[arg(
        id = "media_s3_endpoint",
        long = "media-s3-endpoint",
        global = true,
        env = "KAKEHASHI_MEDIA_S3_ENDPOINT",
        value_name = "URL"
    )]
    endpoint: Option<ServiceUrl>,

    /// Region of the bucket
    #[arg(
        id = "media_s3_region",
        long = "media-s3-region",
        global = true,
        env = "KAKEHASHI_MEDIA_S3_REGION",
        value_name = "NAME",
        default_value = "us-east-1"
    )]
    region: String,

    /// Name of the key that may write to the bucket
    #[arg(
        id = "media_s3_access_key",
        long = "media-s3-access-key",
        global = true,
        env = "KAKEHASHI_MEDIA_S3_ACCESS_KEY",
        value_name = "NAME"
    )]
    access_key: Option<String>,

    /// The key itself. Command lines can be seen by other users: prefer the environment
    #[arg(
        id = "media_s3_secret_key",
        long = "media-s3-secret-key",
        global = true,
        env = "KAKEHASHI_MEDIA_S3_SECRET_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    secret_key: Option<SecretText>,
}

/// Why a place for media cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaUrlError {
    /// Neither of the two.
    #[error("must begin with s3:// or file://")]
    Scheme,
    /// No bucket.
    #[error("must name a bucket, as in s3://kakehashi/media")]
    Bucket,
    /// No directory.
    #[error("must name a directory, as in file:///var/lib/kakehashi/media")]
    Directory,
    /// A bucket without a key.
    #[error("needs KAKEHASHI_MEDIA_S3_ACCESS_KEY and KAKEHASHI_MEDIA_S3_SECRET_KEY")]
    NoKey,
}

/// Reads the address; without one, it is `media` in the data directory.
///
/// # Errors
/// When nothing could be kept under it.
pub fn parse(
    typed: Option<&str>,
    data_dir: &Path,
    settings: BucketSettings,
) -> Result<MediaPlace, MediaUrlError> {
    let Some(typed) = typed else { return Ok(MediaPlace::Directory(data_dir.join("media"))) };
    let url = Url::parse(typed).map_err(|_| MediaUrlError::Scheme)?;
    match url.scheme() {
        "file" => {
            let dir = url.to_file_path().map_err(|()| MediaUrlError::Directory)?;
            Ok(MediaPlace::Directory(dir))
        }
        "s3" => bucket(&url, settings).map(|bucket| MediaPlace::Bucket(Box::new(bucket))),
        _ => Err(MediaUrlError::Scheme),
    }
}

fn bucket(url: &Url, settings: BucketSettings) -> Result<Bucket, MediaUrlError> {
    let name = url.host_str().filter(|name| !name.is_empty()).ok_or(MediaUrlError::Bucket)?;
    let (Some(access_key), Some(secret_key)) = (settings.access_key, settings.secret_key) else {
        return Err(MediaUrlError::NoKey);
    };
    Ok(Bucket {
        name: name.to_owned(),
        prefix: url.path().trim_matches('/').to_owned(),
        region: settings.region,
        endpoint: settings.endpoint,
        access_key,
        secret_key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_key() -> BucketSettings {
        BucketSettings {
            endpoint: "https://s3.example.com".parse().ok(),
            region: "us-east-1".into(),
            access_key: Some("key".into()),
            secret_key: Some(SecretText::new("hunter2".into())),
        }
    }

    fn read(typed: Option<&str>) -> Result<MediaPlace, MediaUrlError> {
        parse(typed, Path::new("/data"), with_key())
    }

    #[test]
    fn media_is_kept_in_the_data_directory_or_where_one_says() {
        assert_eq!(read(None), Ok(MediaPlace::Directory("/data/media".into())));
        assert_eq!(read(Some("file:///srv/m")), Ok(MediaPlace::Directory("/srv/m".into())));
        let Ok(MediaPlace::Bucket(bucket)) = read(Some("s3://company/kake/hashi/")) else {
            panic!("no bucket")
        };
        assert_eq!((bucket.name.as_str(), bucket.prefix.as_str()), ("company", "kake/hashi"));
        assert!(!format!("{bucket:?}").contains("hunter2"));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        assert_eq!(read(Some("media")), Err(MediaUrlError::Scheme));
        assert_eq!(read(Some("https://s3.example.com/a")), Err(MediaUrlError::Scheme));
        assert_eq!(read(Some("s3:///a")), Err(MediaUrlError::Bucket));
        let keyless = parse(Some("s3://a"), Path::new("/data"), BucketSettings::default());
        assert_eq!(keyless, Err(MediaUrlError::NoKey));
    }
}
