//! Brotli and gzip twins of files, made once so that any plain file server can send them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::SiteError;

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For code and first screens, which everybody loads and which budgets are measured on.
    Most,
    /// For all other data: ten times as fast, a few percent larger.
    Usual,
}

/// Below this a twin saves no packet.
const SMALLEST_BYTES: u64 = 256;

/// Makes the twins of every file that has none yet, on all cores; says how many files that were.
///
/// A twin that is as new as its file is kept: names with a digest never change their content.
///
/// # Errors
/// The first file that could not be read or written.
pub(crate) fn run(files: &[(PathBuf, Effort)]) -> Result<usize, SiteError> {
    let waiting: Vec<_> = files.iter().filter(|(file, _)| is_worth_it(file) && !has_fresh_twins(file)).collect();
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let work = || -> Result<(), SiteError> {
        while let Some((file, effort)) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
            compress(file, *effort)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            .try_for_each(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    Ok(waiting.len())
}

/// `style.css` and `br` to `style.css.br`.
pub(crate) fn twin(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn is_worth_it(file: &Path) -> bool {
    let is_text_like = file.extension().is_some_and(|extension| {
        ["arrow", "css", "geojson", "html", "js", "json", "md", "svg", "txt", "wasm", "webmanifest"]
            .iter()
            .any(|known| extension == *known)
    });
    is_text_like && fs::metadata(file).is_ok_and(|metadata| metadata.len() >= SMALLEST_BYTES)
}

fn has_fresh_twins(file: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    let Ok(original) = modified(file) else {
        return false;
    };
    ["br", "gz"].iter().all(|extension| modified(&twin(file, extension)).is_ok_and(|twin| twin >= original))
}

fn compress(file: &Path, effort: Effort) -> Result<(), SiteError> {
    let bytes = fs::read(file).map_err(SiteError::file("read", file))?;
    let brotli = twin(file, "br");
    let packed = with_brotli(&bytes, effort).map_err(SiteError::file("compress", file))?;
    fs::write(&brotli, packed).map_err(SiteError::file("write", &brotli))?;
    let gzip = twin(file, "gz");
    let packed = with_gzip(&bytes).map_err(SiteError::file("compress", file))?;
    fs::write(&gzip, packed).map_err(SiteError::file("write", &gzip))
}

fn with_brotli(bytes: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: match effort {
            Effort::Most => 11,
            Effort::Usual => 9,
        },
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}

fn with_gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    // No time stamp: the same bytes give the same twin.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_twins_unpack_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("style.css");
        let text = "p { margin: 0 }\n".repeat(100);
        fs::write(&file, &text).unwrap();

        assert_eq!(run(&[(file.clone(), Effort::Most)]).unwrap(), 1);

        let mut unpacked = String::new();
        let packed = fs::read(twin(&file, "gz")).unwrap();
        flate2::read::GzDecoder::new(&*packed).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        let mut unpacked = Vec::new();
        let packed = fs::read(twin(&file, "br")).unwrap();
        brotli::BrotliDecompress(&mut &*packed, &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
    }

    #[test]
    fn fresh_twins_are_kept_and_pictures_get_none() {
        let folder = tempfile::tempdir().unwrap();
        let (style, icon) = (folder.path().join("a.css"), folder.path().join("a.png"));
        fs::write(&style, "a".repeat(1000)).unwrap();
        fs::write(&icon, "a".repeat(1000)).unwrap();
        let files = [(style, Effort::Usual), (icon.clone(), Effort::Usual)];

        assert_eq!(run(&files).unwrap(), 1);
        assert_eq!(run(&files).unwrap(), 0);
        assert!(!twin(&icon, "br").exists());
    }
}
