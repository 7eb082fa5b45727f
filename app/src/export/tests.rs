use naerblik_shared::cell::Status;

use super::*;

fn extract(language: Language) -> Extract {
    let column = |id, head: &str| Column { id, head: head.to_owned() };
    Extract {
        stem: "prøve".to_owned(),
        language,
        title: "Hud & hår".to_owned(),
        columns: vec![
            column("area", "Område"),
            column("citizens", "Borgere"),
            column("rate", "Pr. 1.000"),
            column("status", "Status"),
        ],
        rows: vec![
            vec![
                Field::Text("0101".to_owned()),
                Field::Count(Some(0)),
                Field::Number(Some(22.5)),
                Field::Status(Availability::Published(Status::Value)),
            ],
            vec![
                Field::Text("=SUM(A1)".to_owned()),
                Field::Count(None),
                Field::Number(None),
                Field::Status(Availability::Published(Status::Suppressed)),
            ],
        ],
        link: String::new(),
        citation: String::new(),
        notes: vec![("Kilde".to_owned(), "KPOS; hele landet\nog mere".to_owned())],
    }
}

#[test]
fn a_danish_file_survives_danish_excel() {
    let text = String::from_utf8(csv::write(&extract(Language::Danish))).unwrap();
    assert_eq!(
        text,
        "\u{feff}Område;Borgere;Pr. 1.000;Status\r\n\
         \"=\"\"0101\"\"\";0;22,5000;value\r\n\
         \"=\"\"=SUM(A1)\"\"\";;;suppressed\r\n\
         \r\n\
         Kilde;\"KPOS; hele landet og mere\"\r\n"
    );
}

#[test]
fn an_english_file_has_points() {
    let text = String::from_utf8(csv::write(&extract(Language::English))).unwrap();
    assert!(text.contains("\"=\"\"0101\"\"\",0,22.5000,value\r\n"));
}

#[test]
fn a_workbook_keeps_codes_as_text_and_absent_cells_empty() {
    let file = String::from_utf8_lossy(&xlsx::write(&extract(Language::Danish))).into_owned();
    assert!(file.contains("<t xml:space=\"preserve\">0101</t>"));
    assert!(file.contains("<c><v>0</v></c><c s=\"2\"><v>22.5</v></c>"));
    assert!(file.contains("<c/><c/>") && file.contains("suppressed"));
    assert!(file.contains("Om tallene"));
}

#[test]
fn every_format_has_an_ending_and_a_media_type() {
    for format in Format::ALL {
        assert!(!format.ending().is_empty() && format.media_type().contains('/'));
        assert!(!format.write(&extract(Language::English)).unwrap().is_empty());
    }
}
