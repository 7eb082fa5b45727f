//! What must not compile: the ways around the only door.

#[test]
fn exact_counts_have_no_way_out_but_suppression() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/suppressed_is_assembled.rs");
    cases.compile_fail("ui/confidential_is_assembled.rs");
    cases.compile_fail("ui/confidential_is_printed.rs");
    cases.compile_fail("ui/confidential_is_serialized.rs");
    cases.compile_fail("ui/suppressed_is_made_by_hand.rs");
}
