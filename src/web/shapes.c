/* The shapes, one for each view; a mixed-in one has no answer of its own. */
#include "base/base.h"
#include "web/shape.h"

#define COUNTS "accepted count, held count, refused count, known count"
#define CODES "[code text, words word]"
#define PROGRESS "{paid money, total money}"
#define CHANGES "[what text, due_on day?, first_on day?, words word]"
#define SIDE "{count count, each money?, next_on day?, last_on day?, " \
             "total money}"
#define HOURS "[hour count, clock count, is_morning flag, is_chosen flag]"
#define OFFER "count count, each money, last money, total money, " \
              "first_on day?, last_on day?"

static const struct {
    const char *name, *fields;
} rows[] = {
    { "problem", "error {status count, kind text, message text, "
      "fields~ [field text, message text], request~ id}" },
    { "see", "see text" },
    { "health", "is_well flag" },

    /* --- signing in --- */
    { "sign_in", "problem none, name_problem none, name text?, action text, "
      "was_signed_out flag, is_provider flag" },
    { "second", "problem none, code_problem none" },
    { "second_set", "problem none, code_problem none, name text, "
      "secret text, link text, is_due flag, due_on day?, home text" },
    { "second_codes", "recovery [text], home text" },

    /* --- the person's pages --- */
    { "bill", "ref id, brand text, client text, client_phone phone?, "
      "facility text, city text?, service_on day?, patient_first text?, "
      "account text, balance money, hold_until day?, next_due day?, "
      "next_amount money, status word, status_more word?" },
    { "sum", "charged money, insurance_paid money, taken_off money, "
      "paid money, interest money, fees money, adds_up flag" },
    { "pay_to", "pay_name text, pay_line1 text, pay_line2 text?, "
      "pay_city text, pay_state text, pay_zip text" },
    { "find", "problem none, code_problem none, born_problem none, "
      "phone phone, code text?, born_month text?, born_day text?, "
      "born_year text?, said_goodbye flag, was_signed_out flag" },
    { "real", "legal_name text, known_as text?" },
    { "not_me", "problem none, phone phone, was_heard flag, whats " CODES },
    { "back", "problem none, contact_problem none, born_problem none, "
      "phone phone, contact text?, born_month text?, born_day text?, "
      "born_year text?" },
    { "back_code", "problem none, code_problem none, phone phone, "
      "minutes count, ask text?" },
    { "mail", "address text, ref id, was_stopped flag" },
    { "wishes", "is_english flag, is_spanish flag, not_at_work flag, "
      "is_large flag, ways [code text, words word, is_on flag], "
      "days [code text, words word, is_off flag], from_hours " HOURS ", "
      "to_hours " HOURS },
    { "preferences", "+wishes, problem none, way_problem none, email text?, "
      "today day, was_saved flag, was_proved flag, phone phone" },
    { "email_page", "problem none, email_problem none, email text?, "
      "phone phone" },
    { "proof", "email text, for text?" },
    { "proof_code", "problem none, code_problem none, minutes count, "
      "ask text?, for text?, phone phone" },
    { "helpers", "has_helpers flag, helpers [helper_ref text, helper text, "
      "relation word, scope word, since day?, until day?, "
      "is_from_desk flag], relations " CODES },
    { "helper_page", "+helpers, problem none, name_problem none, name text?, "
      "was_saved flag, was_ended flag, today day, to text" },
    { "bill_page", "+bill, +sum, agency text, who word, care word, "
      "is_paid flag, has_other_bills flag, may_choose flag, is_paused flag, "
      "has_plan flag, progress " PROGRESS ", help_url text?, help_phone phone?, phone phone?" },
    { "bills", "has_bills flag, bills [@bill]" },
    { "choices", "+bill, +pay_to, grace count, days count, "
      "problem {item [field text, words word]}?, offers [offer text, "
      "kind text, is_plan flag, is_pause flag, is_full flag, fees money, "
      OFFER "]" },
    { "pause", "+bill, days count, until day" },
    { "say", "+bill, problem none, phone_problem none, words_problem none, "
      "what count, phone phone?, title word, lead word, words_label word, "
      "go word, has_reasons flag, legend word?, asks_phone flag, "
      "is_complaint flag, is_stop flag, reasons " CODES },
    { "said", "+bill, said text, words word, receipt text, answer_on day?, "
      "owner text?, is_complaint flag" },
    { "pay", "+bill, +pay_to, is_due flag, phone phone?" },
    { "plan", "+bill, problem none, agree_problem none, offer text, "
      OFFER ", grace count, total_words text" },
    { "plan_look", "payments [due_on day, amount money, open money, "
      "code text, words word], missed {date day}?, rests flag, "
      "reminds flag, total money, left money, skips_left count, "
      "may_lower flag, days count, notice_ends day?, is_notice_over flag" },
    { "plan_page", "+bill, +pay_to, +plan_look, changes " CHANGES ", "
      "progress " PROGRESS ", help_url text?, is_again flag" },
    { "change_look", "do count, day count, count count, title word, "
      "lead word, refused word?, asks_day flag, month_days [number count, "
      "is_chosen flag], asks_each flag, lower [count count, each money, "
      "is_chosen flag], is_review flag, is_end flag, reference text?, "
      "sentence text?, before " SIDE ", after " SIDE },
    { "change", "+bill, +plan_look, +change_look, problem none, "
      "agree_problem none" },
    { "changed", "+bill, is_end flag, first_on day?, left money, "
      "change id" },
    { "extra", "+bill, +pay_to, problem none, amount_problem none, "
      "typed text?, is_shown flag, left money, next_on day?, "
      "next_open money?" },
    { "plan_done", "+bill, +pay_to, plan id, total money, grace count, "
      "payments [due_on day, amount money]" },

    /* --- the desk --- */
    { "request_line", "ref id, words word, debt_ref id?, at moment, "
      "is_promised flag, answer_on day?, owner text?, is_late flag" },
    { "desk", "q none, has_requests flag, requests [@request_line]" },
    { "request", "+request_line, said text?, client_answer text?, "
      "client_answered moment?, is_done flag, is_dispute flag, "
      "phone phone?, has_reasons flag, reasons [words word]" },
    { "desk_find", "problem none, q text?, was_searched flag, "
      "has_found flag, found [ref id, initials text, born_year text?, "
      "client text, service_on day?, left money]" },
    { "desk_preferences", "+wishes, problem none, way_problem none, "
      "ref id" },
    { "desk_helper", "+helpers, problem none, name_problem none, "
      "name text?, ref id, to text" },
    { "desk_bill", "+bill, +sum, problem none, amount_problem none, "
      "method_problem none, received_problem none, kind_problem none, "
      "until_problem none, note_problem none, said word?, name text, "
      "language word, care word, program word, has_plan flag, count count, "
      "total money, born_on day?, has_phone flag, phones [digits text, "
      "number phone, is_landline flag], emails [email text], "
      "addresses [line1 text, line2 text?, city text, state text, zip text], "
      "methods [code text, words word, is_chosen flag], kinds " CODES ", "
      "timeline [until day?, at moment, words word, by text?, text text?, "
      "amount money?, payment id?, bill_ref id], is_held flag, "
      "is_disputed flag, seen text?" },
    { "desk_plan", "+bill, +plan_look, +change_look, problem none, "
      "agree_problem none, name text, changes " CHANGES ", is_asked flag, "
      "is_again flag, may_end_unpaid flag" },
    { "may_call", "ref id, name text, is_allowed flag, answer id, "
      "number phone?, calls_used count, calls_limit count, zone text?, "
      "local_now moment?, closes moment?, next_at moment?, verdict word, "
      "has_reasons flag, reasons [words text, is_missing flag, "
      "decision word, rule text, citation text, until moment?], "
      "has_channels flag, channels [words word]" },
    { "call", "problem none, outcome_problem none, ref id, name text, "
      "answer text, digits text, number phone, is_third_party flag, "
      "outcomes " CODES },
    { "payment", "ref id, payment id, name text, title word, kind word, "
      "amount money, method word?, number text?, received_on day?, "
      "recorded_at moment, facility text, account_ending text, "
      "balance money, is_reversed flag, may_reverse flag" },
    { "users", "wrong none, name text?, password text?, users [number count, "
      "name text, full_name text, role text, role_words word, client text?, "
      "is_self flag, has_roles flag, has_second flag, since moment, "
      "seen moment?, is_off flag, off_since moment?]" },
    { "keys", "wrong none, name text?, key text?, has_keys flag, keys ["
      "name text, role text, role_words word, client text?, scopes " CODES
      ", is_live flag, made_by text, made moment, expires moment, "
      "seen moment?, ended moment?]" },
    { "morning", "today day, is_good flag, looks count, has_clients flag, "
      "before money, month money, line [name text, label word, health text, "
      "state word, is_well flag, due~ day?, sent_today~ count, "
      "sent_before~ count, waiting~ count, unreleased~ count, "
      "held_back~ count, open~ count, late~ count, going~ count, missed~ count, missing~ count, "
      "at~ moment?, words word, link text?], client [code text, files text, "
      "file_words word, is_missing flag, last_on day?, expected_on day?, "
      "weekday text, before money, month money], next {on day?, "
      "written count, refused count, left money, is_cut flag}?" },
    { "letters", "ref id, client text, made_on day, letter_count count, "
      "left money, usual count, why word?, is_waiting flag, state word, "
      "decided moment?, by text?, note text?" },
    { "ready", "is_ready flag, open count, item [name text, health text, "
      "is_done flag, state word, label word, words word, command text?, "
      "link text?]" },
    { "releases", "is_ready flag, to_do text?, has_waiting flag, "
      "has_letters flag, letters [@letters]" },
    { "release", "+letters, is_ready flag, to_do text?, problem none, "
      "why_problem none, "
      "typed_why text?, samples [kind text, language text, words word, "
      "text text]" },
    { "stop_line", "ref id, client text?, facility text?, file_name text?, "
      "account text?, state text?, way word?, letter word?, "
      "is_everything flag, why text, at moment, by text, is_open flag, "
      "ended moment?, ended_by text?" },
    { "stops", "problem none, why_problem none, scope_problem none, "
      "base text, is_ours flag, file text?, bill text?, typed_why text?, "
      "ways " CODES ", messages " CODES ", has_stops flag, "
      "stops [@stop_line]" },
    { "stop", "+stop_line, base text, bills count, left money" },

    /* --- the provider --- */
    { "provider", "client text, placed money, left money, accounts count, "
      "has_batches flag, batches [ref id, file text, kind text, "
      "is_news flag, kind_words word, at moment, " COUNTS ", "
      "accepted_amount money, refused_amount money, is_undone flag]" },
    { "accounts", "has_accounts flag, account [ref id, number text, "
      "first text, last text, service_on day?, placed_on day?, "
      "placed money, left money], next id?" },
    { "amounts", "accepted_amount money, held_amount money, "
      "refused_amount money, known_amount money, total_amount money" },
    { "row", "line count, column count, column_name text?, account text?, "
      "outcome text, found text?, code text?, reason text?, fix text?, "
      "amount money" },
    { "batch", "batch id, kind text, is_news flag, kind_words word, "
      "rows count, ready count, " COUNTS ", +amounts, has_reasons flag, "
      "reason [outcome text, outcome_words word, code text?, fix text?, "
      "rows count, amount money], part [after text?, from count, to count], "
      "has_rows flag, row [+row, outcome_words word], after text?, "
      "next text?" },
    { "import", "file text, is_dry_run flag, batch id?, kind text, "
      "is_news flag, was_resumed flag, rows count, new count, " COUNTS ", "
      "unread count, ready count, +amounts, row [@row], "
      "rows_not_shown count" },
    { "placing", "job id, state text, done count, total count" },
    { "needs", "problem none, was_said flag, has_needs flag, needs [ref id, "
      "title word, account text, bill id?, you_by day?, we_by day?, "
      "is_late flag, is_answered flag, has_reasons flag, "
      "reasons [words word]]" },
    { "preview_box", "problem flag, trouble text?, is_learned flag" },
    { "preview", "file text, kind text, rows count, columns count, "
      "is_complete flag, missing [words text], fields [word text, "
      "what text], column [number count, header text, field text?, "
      "label text?, hint text?, hint_label text?, is_read flag, "
      "is_unwanted flag, filled count, good count, trouble text?, "
      "sample [value text]]" },
    { "sums", "ref id, through day, gross money, fee money, net money" },
    { "remits", "has_remits flag, remits [@sums]" },
    { "remit", "+sums, client text, has_lines flag, line [event id, "
      "account text, on day, kind text, method text?, number text?, "
      "gross money, fee money, net money]" },
};

bool shape_at(uint32_t i, struct str *name, struct str *fields)
{
    if (i >= sizeof rows / sizeof rows[0])
        return false;
    *name = str_of(rows[i].name);
    *fields = str_of(rows[i].fields);
    return true;
}
