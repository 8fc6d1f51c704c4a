"""Thirty faults of AWS, the network and the terminal: what a person must see, and the tests that see it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]


class Row(NamedTuple):
    """One fault."""

    must_see: str
    tests: tuple[str, ...]
    """Paths with names, as pytest takes them, below tests/."""


ROWS = {
    1: Row("no credentials: how to sign in", (
        "glue/errors/test_error_of_files.py::test_no_credentials_at_all_say_how_to_sign_in",
        "cli/test_open.py::test_a_file_is_opened_at_its_run_without_credentials",
        "screens/test_session_faults.py::test_no_credentials_name_what_signs_in_and_keys_that_are_added_later_work",
    )),
    2: Row("SSO over: the exact command; old data stays, marked with its age", (
        "glue/errors/test_error_of_files.py::test_an_sso_sign_in_that_is_of_no_use_gives_the_exact_command",
        "screens/browse/test_faults.py::test_a_refresh_that_fails_keeps_what_was_loaded",
        "screens/test_session_faults.py::test_an_sso_sign_in_that_is_missing_expired_or_damaged_gives_the_command",
        "screens/test_health.py::test_what_was_loaded_stays_and_is_marked_with_its_age",
        "screens/test_recovery.py::test_an_expired_sign_in_is_not_polled_but_asked_by_r_after_a_sign_in_and_on_focus",
        "pty/test_sign_in.py::test_the_command_gets_the_terminal_and_what_failed_is_asked_again",
    )),
    3: Row("unknown profile: close matches, before the UI", (
        "glue/errors/test_error_of_files.py::test_a_profile_that_is_in_no_file_is_named",
        "cli/test_aws_config.py::test_an_unknown_profile_is_one_line_with_close_matches",
        "cli/test_aws_config.py::test_before_the_ui_in_a_terminal",
    )),
    4: Row("AWS_REGION alone works", (
        "glue/clients/test_glue.py::test_aws_region_is_read_before_aws_default_region",
        "screens/test_session_faults.py::test_only_aws_region_is_enough",
    )),
    5: Row("no region: where to set one", (
        "glue/clients/test_glue.py::test_no_region_is_an_error_with_a_way_out",
        "glue/errors/test_error_of_files.py::test_a_profile_without_a_region_says_where_to_set_one",
        "screens/test_session_faults.py::test_no_region_says_where_to_set_one_and_the_region_picker_helps",
        "screens/test_session_faults.py::test_a_region_of_another_form_is_named",
    )),
    6: Row("broken config: path and line, before the UI", (
        "glue/errors/test_error_of_files.py::test_a_broken_config_file_is_named_with_the_line_number_but_without_the_line",
        "cli/test_aws_config.py::test_a_broken_file_is_named_with_the_parsers_words_and_without_its_line",
        "cli/test_aws_config.py::test_a_broken_file_is_told_before_the_ui_in_a_terminal",
    )),
    7: Row("damaged SSO cache: sign in again, never a hash", (
        "glue/errors/test_error_of_files.py::test_an_sso_sign_in_that_is_of_no_use_gives_the_exact_command",
        "screens/test_session_faults.py::test_an_sso_sign_in_that_is_missing_expired_or_damaged_gives_the_command",
    )),
    8: Row("MFA: asked masked, never in the middle of the screen", (
        "glue/errors/test_error.py::test_every_situation_has_its_kind_its_cause_and_its_next_step",
        "app/test_mfa.py::test_the_code_is_asked_once_masked_and_opens_the_session",
        "app/test_mfa.py::test_a_wrong_code_is_told_and_r_asks_for_another",
        "pty/test_mfa.py::test_it_is_asked_on_the_terminal_and_not_echoed",
    )),
    9: Row("credential_process is named, its output is not", (
        "glue/errors/test_error_of_files.py::test_a_credential_process_that_does_not_give_credentials_is_told_without_its_output",
        "screens/test_session_faults.py::test_a_credential_process_that_fails_is_named_without_its_arguments",
        "screens/test_session_faults.py::test_a_credential_process_that_takes_its_time_holds_up_no_key",
    )),
    10: Row("no ListJobs: a job can be opened all the same", (
        "screens/browse/test_faults.py::test_who_may_not_list_jobs_reads_which_permission_is_missing_and_can_try_again",
        "screens/browse/test_faults.py::test_who_may_not_list_jobs_can_still_open_one_by_its_name",
        "screens/browse/test_rights.py::test_who_may_not_list_jobs_opens_one_by_its_typed_name",
    )),
    11: Row("no GetJobRuns for one: the permission's name, the rest goes on", (
        "screens/browse/test_faults.py::test_runs_that_are_denied_for_one_job_say_so_and_other_jobs_go_on",
        "glue/lineage/test_tree.py::test_a_missing_or_denied_run_is_a_leaf_that_tells_why_and_its_siblings_go_on",
        "screens/browse/test_rights.py::test_a_run_opens_by_its_typed_id_where_its_list_is_denied_or_lacks_it",
        "screens/browse/test_tree_loader.py::test_a_run_that_cannot_be_had_says_why_and_can_be_retried_while_its_siblings_go_on",
    )),
    12: Row("deleted: gone, and what was loaded stays", (
        "glue/clients/test_glue.py::test_a_run_that_is_gone_says_so",
        "screens/browse/test_faults.py::test_one_predecessor_that_is_gone_leaves_its_siblings_and_is_asked_for_again_by_r",
    )),
    13: Row("throttled: says so, tries again by itself, then a key", (
        "glue/errors/test_error.py::test_every_situation_has_its_kind_its_cause_and_its_next_step",
        "screens/test_health.py::test_a_throttled_call_says_on_the_screen_which_try_is_under_way",
        "screens/test_recovery.py::test_a_throttled_list_is_asked_for_again_by_itself_and_then_by_r",
    )),
    14: Row("offline: which host, old data kept, asked again by itself", (
        "glue/errors/test_error_of_files.py::test_a_port_where_nobody_listens_is_named",
        "glue/lineage/test_graph.py::test_a_failed_refresh_keeps_what_was_loaded_and_tells_the_error",
        "screens/test_health.py::test_what_was_loaded_stays_and_is_marked_with_its_age",
        "screens/test_recovery.py::test_while_the_network_is_down_one_load_is_tried_at_growing_intervals",
        "screens/test_recovery.py::test_when_it_is_back_all_that_failed_is_asked_for_once_and_the_banner_goes",
    )),
    15: Row("a portal's page: not from AWS, never an empty list", (
        "screens/browse/test_faults.py::test_a_captive_portal_is_never_an_empty_list",
    )),
    16: Row("an answer that cannot be read: said, the rest is there", (
        "glue/clients/test_glue.py::test_what_is_not_a_list_of_runs_never_reads_as_an_empty_one",
        "glue/clients/test_glue.py::test_entries_that_are_no_runs_are_counted_and_the_rest_is_there",
        "screens/browse/test_faults.py::test_one_odd_run_of_a_page_has_its_row_and_hides_no_other",
        "screens/browse/test_faults.py::test_entries_that_are_no_runs_or_names_are_counted_and_the_rest_is_shown",
        "screens/browse/test_faults.py::test_a_cut_off_answer_is_unreadable_and_what_was_loaded_stays",
    )),
    17: Row("dead proxy: its host without the password", (
        "glue/errors/test_error.py::test_any_exception_is_explained_without_a_secret",
        "screens/test_session_faults.py::test_a_dead_proxy_is_named_without_who_uses_it",
        "test_credentials_stay.py::test_a_password_of_a_proxy_or_an_endpoint_is_in_no_error_log_report_or_info",
    )),
    18: Row("wrong clock: said", (
        "glue/errors/test_error.py::test_every_situation_has_its_kind_its_cause_and_its_next_step",
        "screens/test_health.py::test_a_fault_of_the_whole_session_is_one_banner_with_cause_and_next_step",
    )),
    19: Row("silent server: q ends it at once", (
        "pty/test_endings.py::test_it_ends_at_once_with_hung_calls_whatever_is_open",
        "screens/browse/test_faults.py::test_while_aws_is_silent_the_wait_is_told_keys_answer_and_q_quits",
    )),
    20: Row("control sequences are seen and do nothing", (
        "pty/test_hostile.py::test_the_terminal_gets_no_hostile_sequence_from_any_pane",
        "pty/test_leaks.py::test_hostile_text_makes_no_other_sequence_and_no_control_character",
        "screens/test_hostile.py::test_every_place_shows_hostile_text_visibly",
    )),
    21: Row("markup is shown as it is written", (
        "screens/test_hostile.py::test_every_place_shows_hostile_text_visibly",
        "screens/test_hostile.py::test_hostile_words_of_an_error_are_made_visible_in_pane_and_toast",
    )),
    22: Row("hidden characters are seen, the true name is copied and asked for", (
        "screens/test_hostile.py::test_every_place_shows_hostile_text_visibly",
        "screens/test_hostile.py::test_copying_gives_the_true_text",
    )),
    23: Row("256 KB: the beginning and the size, whole in the viewer", (
        "text/test_run_fields.py::test_a_long_value_is_cut_in_the_pane_with_its_size_and_opened_whole",
        "screens/test_viewer.py::test_of_a_quarter_of_a_megabyte_on_one_line_what_is_in_sight_is_drawn_and_all_is_searched",
    )),
    24: Row("secrets are dots, copied only on demand", (
        "screens/test_secrets.py::test_no_secret_is_on_the_screen_or_in_a_picture_until_x_and_the_innocent_always_are",
        "screens/test_secrets.py::test_y_copies_with_masks_and_says_how_many_and_shift_y_copies_raw_and_says_so",
    )),
    25: Row("odd values are shown raw or as not returned", (
        "screens/browse/test_faults.py::test_odd_values_are_on_the_screen_as_they_came_or_as_not_returned",
        "text/test_run_fields.py::test_what_cannot_be_read_makes_no_number",
        "text/test_run_fields.py::test_an_absent_member_has_its_row_which_says_so",
        "text/test_states.py::test_an_unknown_state_is_shown_as_it_came_and_safely",
    )),
    26: Row("any graph: cycles marked, each run once, no recursion", (
        "glue/lineage/test_tree.py::test_a_run_that_led_to_itself_is_marked_and_does_not_open",
        "glue/lineage/test_tree.py::test_a_diamond_is_no_cycle_and_its_second_place_points_to_the_first",
        "glue/lineage/test_tree.py::test_a_chain_of_a_thousand_runs_of_one_job_is_a_thousand_rows_at_no_indent",
        "glue/lineage/test_tree.py::test_a_fan_in_of_three_hundred_shows_all_failed_first_then_the_last_to_finish",
        "glue/lineage/test_tree.py::test_duplicate_entries_are_one_row_and_incomplete_ones_a_row_each",
        "screens/browse/test_tree_loader.py::test_cycles_and_incomplete_entries_are_marked_and_not_followed",
        "screens/browse/test_tree_loader.py::test_the_whole_ancestry_is_fetched_each_run_once",
        "screens/browse/test_tree_loader.py::test_a_thousand_links_stay_at_the_left_edge",
        "screens/browse/test_tree_loader.py::test_three_hundred_predecessors_are_usable_at_once_and_narrowed_by_a_filter",
    )),
    27: Row("a clipboard that is out of reach: cannot confirm, a file instead", (
        "local/test_clipboard.py::test_without_tmux_or_desktop_the_terminal_is_asked_and_nothing_is_claimed",
        "app/test_run_actions.py::test_a_copy_that_nobody_confirms_can_be_written_to_a_file",
        "pty/test_windows.py::test_a_copy_that_no_clipboard_confirms_says_so_and_f_writes_it_to_a_file",
    )),
    28: Row("any window: all within reach, or a notice", (
        "pty/test_windows.py::test_any_size_is_survived_and_a_window_that_is_too_small_says_so",
        "pty/test_journey.py::test_from_a_job_to_the_run_that_failed_and_back",
        "screens/browse/test_keys.py::test_at_80_by_24_every_pane_is_reached",
    )),
    29: Row("no terminal: one line; no UTF-8: ASCII", (
        "cli/test_main.py::test_without_a_terminal_it_leaves_with_one_line_that_says_why",
        "cli/test_main.py::test_a_dumb_terminal_is_refused_in_one_line",
        "pty/test_windows.py::test_without_utf_8_every_sign_is_one_of_ascii",
        "pty/test_windows.py::test_a_terminal_that_cannot_place_text_is_refused_in_one_line",
        "pty/test_windows.py::test_without_the_variable_term_it_works_and_leaves_the_terminal_as_it_was",
        "pty/test_windows.py::test_where_keys_cannot_come_from_stdin_one_line_says_what_to_use_instead",
    )),
    30: Row("signals and bugs: terminal restored, exit code, report", (
        "pty/test_endings.py::test_it_ends_at_once_with_hung_calls_whatever_is_open",
        "pty/test_endings.py::test_a_terminal_that_vanishes_ends_it",
        "pty/test_endings.py::test_a_bug_restores_the_terminal_and_leaves_a_report_without_values",
        "pty/test_endings.py::test_a_signal_while_it_starts_ends_it_as_one_later_does",
    )),
}  # fmt: skip


@cache
def names_in(path: Path) -> frozenset[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, functions) and each.name.startswith("test_"))


def test_every_fault_has_its_row() -> None:
    assert sorted(ROWS) == list(range(1, 31))


@pytest.mark.parametrize("number", ROWS)
def test_every_row_is_tested_by_tests_that_exist(number: int) -> None:
    row = ROWS[number]
    assert row.must_see
    assert row.tests
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name in names_in(ROOT / "tests" / path), test


@pytest.mark.parametrize("number", ROWS)
def test_every_row_is_looked_at_where_a_person_looks(number: int) -> None:
    """On a screen, in a terminal or at what a command printed: a classifier's words alone are not seen."""
    assert any(test.startswith(("screens/", "app/", "pty/", "cli/")) for test in ROWS[number].tests)
