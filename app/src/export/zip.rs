//! A ZIP archive without compression: the frame of a workbook. Deterministic: every entry has the same date.

/// Bytes of a name and of a file in an archive.
pub(super) struct Entry<'a> {
    /// Path inside the archive, ASCII.
    pub(super) path: &'a str,
    /// Content.
    pub(super) bytes: &'a [u8],
}

/// 1 January 1980, the first day that the format knows.
const DATE: u16 = 0x21;
/// The version that can read stored entries.
const VERSION: u16 = 20;

/// Writes the archive; entries beyond 4 GB are impossible here.
pub(super) fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut directory = Vec::new();
    for Entry { path, bytes } in entries {
        let start = long(file.len());
        let sum = checksum(bytes);
        let common = |out: &mut Vec<u8>| {
            push(out, &[VERSION, 0, 0, 0, DATE]);
            for number in [sum, long(bytes.len()), long(bytes.len())] {
                out.extend(number.to_le_bytes());
            }
            push(out, &[u16::try_from(path.len()).unwrap_or(u16::MAX), 0]);
        };
        file.extend(*b"PK\x03\x04");
        common(&mut file);
        file.extend(path.bytes());
        file.extend(*bytes);
        directory.extend(*b"PK\x01\x02");
        push(&mut directory, &[VERSION]);
        common(&mut directory);
        push(&mut directory, &[0, 0, 0, 0, 0]);
        directory.extend(start.to_le_bytes());
        directory.extend(path.bytes());
    }
    let (start, size) = (long(file.len()), long(directory.len()));
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    file.extend(directory);
    file.extend(*b"PK\x05\x06");
    push(&mut file, &[0, 0, count, count]);
    file.extend(size.to_le_bytes());
    file.extend(start.to_le_bytes());
    push(&mut file, &[0]);
    file
}

fn push(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn long(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// CRC-32 as ZIP wants it (polynomial 0xEDB88320).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u8| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_specification() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }

    #[test]
    fn an_archive_ends_with_the_place_of_its_directory() {
        let file = archive(&[Entry { path: "a.xml", bytes: b"<a/>" }, Entry { path: "b.xml", bytes: b"" }]);
        let end = &file[file.len() - 22..];
        assert_eq!(&end[..4], b"PK\x05\x06");
        assert_eq!(end[10], 2);
        let start = u32::from_le_bytes(end[16..20].try_into().unwrap());
        assert_eq!(&file[usize::try_from(start).unwrap()..][..4], b"PK\x01\x02");
        assert_eq!(&file[..4], b"PK\x03\x04");
    }
}
