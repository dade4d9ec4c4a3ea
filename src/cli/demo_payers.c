#include "base/base.h"
#include "cli/demo.h"
#include "text/csv.h"
#include "text/json.h"

#define EVERY_ROWS 13     /* one account in so many is paid by mail, */
#define EVERY_ROWS_FEW 4  /* of a small demo one in so many */
#define FEW_ACCOUNTS 200
#define PAYMENTS_A_DAY 5
#define CSV_BYTES_MAX 16384
#define NO_COLUMN UINT32_MAX

struct bytes {
    struct str left;
};

static ssize_t bytes_read(void *context, void *to, size_t len)
{
    struct bytes *bytes = context;
    size_t part = bytes->left.len < len ? bytes->left.len : len;
    memcpy(to, bytes->left.at, part);
    bytes->left = str_part(bytes->left, part, bytes->left.len);
    return (ssize_t)part;
}

/* The provider's own name for a field, where its agreement maps it. */
static uint32_t column_find(const struct client_agreement *agreement,
                            const struct csv_record *head, const char *field)
{
    struct str name = str_of(field);
    for (uint32_t i = 0; i < agreement->column_count; i++)
        if (str_is(agreement->column[i].field, field))
            name = agreement->column[i].column;
    for (uint32_t i = 0; i < head->count; i++)
        if (str_equal_fold(head->field[i].text, name))
            return i;
    return NO_COLUMN;
}

static void payer_add(struct demo *demo, uint32_t client, struct str account,
                      struct str balance)
{
    struct demo_payer *payer = &demo->payer[demo->payer_count];
    struct money amount;
    if (account.len >= sizeof payer->account || account.len == 0
        || !money_parse(balance, &amount) || amount.cents <= 0)
        return;
    *payer = (struct demo_payer){ .client = client, .balance = amount };
    memcpy(payer->account, account.at, account.len);
    demo->payer_count++;
}

bool demo_payers_note(struct demo *demo, uint32_t client,
                      const struct client_agreement *agreement,
                      struct str csv, struct arena *arena, struct err *err)
{
    struct bytes bytes = { csv };
    struct csv *reader;
    struct csv_record record;
    if (!csv_open(arena, bytes_read, &bytes, ',', &reader, err))
        return false;
    if (csv_next(reader, &record, err) != CSV_RECORD)
        return err_set(err, ERR_BUG, "the invented file has no header");
    uint32_t account = column_find(agreement, &record, "account");
    uint32_t balance = column_find(agreement, &record, "balance");
    if (account == NO_COLUMN || balance == NO_COLUMN)
        return err_set(err, ERR_BUG, "the invented file lacks a column");
    uint32_t every = demo->accounts < FEW_ACCOUNTS ? EVERY_ROWS_FEW
                                                   : EVERY_ROWS;
    for (uint32_t row = 1; demo->payer_count < DEMO_PAYERS_MAX; row++) {
        struct err bad = { .kind = ERR_NONE };
        if (csv_next(reader, &record, &bad) != CSV_RECORD)
            break; /* some rows are broken on purpose */
        if (row % every == 0 && record.fault == CSV_SOUND
            && account < record.count && balance < record.count)
            payer_add(demo, client, record.field[account].text,
                      record.field[balance].text);
    }
    return true;
}

/* Most pay all, some half, by check or money order.  What was refused at the
 * door cannot be paid, and the answer says so. */
bool demo_payments(struct demo *demo, struct arena *arena, struct err *err)
{
    struct app *app = &demo->house.app;
    struct buf csv;
    struct cli_form form;
    struct str json;
    const struct json *root;
    int64_t posted = 0;
    struct day today = app_today(app, world_now(&demo->clock));
    uint32_t until = demo->payers_done + PAYMENTS_A_DAY;
    buf_init(&csv, arena, CSV_BYTES_MAX);
    buf_add_c(&csv, "client,account,amount,received_on,method,number\n");
    if (demo->payers_done == demo->payer_count)
        return true;
    for (uint32_t i = demo->payers_done;
         i < until && i < demo->payer_count; i++) {
        const struct demo_payer *payer = &demo->payer[i];
        struct money amount = payer->balance;
        if (i % 3 == 1)
            amount = money_share_down(amount, 500000);
        buf_add_format(&csv, "%.*s,%s,%.*s,%.*s,%s,%d\n",
                       STR_ARGS(demo->client[payer->client]), payer->account,
                       STR_ARGS(money_plain(arena, amount)),
                       STR_ARGS(day_iso(arena, today)),
                       i % 4 == 2 ? "money_order" : "check", 1001 + (int)i);
        demo->payers_done = i + 1;
    }
    cli_form_init(&form, demo->cli);
    if (!demo_ask_file(demo, "/admin/pay/import", &form, buf_str(&csv),
                       "lockbox.csv", arena, &json, err)
        || !json_parse(arena, json, &root, err))
        return err_context(err, "the mailed payments");
    if (json_int(json_get(root, STR("posted")), &posted))
        demo->payments += (uint32_t)posted;
    return true;
}
