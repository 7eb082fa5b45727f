//! `nightly suppress`: tables from elsewhere, as files.

use std::path::{Path, PathBuf};

use naerblik_nightly::{
    cli::{EffortArg, SuppressArgs, ZerosArg},
    suppress_command::run,
};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn suppress(&self, cells: PathBuf) -> Result<String, String> {
        let hier = self.file("hier.csv", HIERARCHY);
        let out = self.out();
        let (zeros, effort) = (ZerosArg::Public, Some(EffortArg::Balanced));
        let args = SuppressArgs { hier, cells, out, zeros, threshold: 5, effort, ignore_insiders: true };
        run(&args).map_err(|error| error.to_string())?;
        Ok(std::fs::read_to_string(self.out()).unwrap())
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out.csv")
    }
}

const HIERARCHY: &str = "dim,code,parent\narea,all,\narea,a,all\narea,b,all\nsex,both,\nsex,f,both\nsex,m,both\n";

const CELLS: &str = "\
area,sex,n
all,both,27
all,f,10
all,m,17
a,both,12
a,f,3
a,m,9
b,both,15
b,f,7
b,m,8
";

#[test]
fn a_table_comes_back_in_its_own_order_with_what_to_hide() {
    let desk = Desk::new();
    let answer = desk.suppress(desk.file("cells.csv", CELLS)).unwrap();
    assert_eq!(
        answer,
        "area,sex,n,suppressed\nall,both,27,0\nall,f,10,0\nall,m,17,0\na,both,12,0\na,f,3,1\na,m,9,1\nb,both,15,0\n\
         b,f,7,1\nb,m,8,1\n"
    );
}

#[test]
fn totals_need_not_be_named_and_other_columns_stay() {
    let desk = Desk::new();
    let cells = "note,sex,area,n\nx,f,a,3\ny,m,a,9\nz,f,b,7\nw,m,b,8\n";
    let answer = desk.suppress(desk.file("cells.csv", cells)).unwrap();
    assert_eq!(answer, "note,sex,area,n,suppressed\nx,f,a,3,1\ny,m,a,9,1\nz,f,b,7,1\nw,m,b,8,1\n");
}

#[test]
fn a_table_that_cannot_be_right_is_refused_and_nothing_is_written() {
    let wrong = [
        (CELLS.replace("all,both,27", "all,both,28"), "row 1: `n` is not the sum"),
        (CELLS.replace("b,m,8", "b,m,eight"), "row 9: `n` is no whole number"),
        (format!("{CELLS}b,m,8\n"), "row 10: the cell stands there twice"),
        (CELLS.replace("b,f,7", "c,f,7"), "unknown code c"),
        (CELLS.replace("area,sex,n", "area,sex,count"), "no column `n`"),
    ];
    for (cells, expected) in wrong {
        let desk = Desk::new();
        let message = desk.suppress(desk.file("cells.csv", &cells)).unwrap_err();
        assert!(message.contains(expected), "{message}");
        assert!(!desk.out().exists());
    }
    let message = Desk::new().suppress(Path::new("/nowhere/cells.csv").to_owned()).unwrap_err();
    assert!(message.contains("cannot be read"), "{message}");
}
