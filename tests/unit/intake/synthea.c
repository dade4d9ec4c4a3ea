#include "synthea.h"

#include "text/csv.h"

#define FILE_MAX ((size_t)4 << 20)
#define TABLE_COLUMNS_MAX 32

struct table {
    struct str header[TABLE_COLUMNS_MAX];
    uint32_t columns;
    struct str *cell; /* rows * columns */
    uint32_t rows;
};

static bool table_load(struct arena *arena, const char *folder,
                       const char *name, struct table *table,
                       struct err *err);
static struct str cell(const struct table *table, uint32_t row,
                       const char *column);
static uint32_t row_of(const struct table *table, const char *column,
                       struct str key);
static bool row_write(const struct table *claims, uint32_t claim,
                      const struct table *patients, struct csv_out *out,
                      struct err *err);
static bool open_cents(struct str total, struct str paid, int64_t *cents);

bool synthea_placement(struct arena *arena, const char *folder,
                       struct buf *buf, struct err *err)
{
    static const char *const head[] = {
        "account", "facility", "mrn", "patient_first", "patient_last",
        "patient_suffix", "patient_birth_date", "patient_death_date",
        "language", "address1", "city", "state", "zip", "phone",
        "service_date", "service_end_date", "charges", "insurance_paid",
        "adjustments", "patient_paid", "balance", "itemization_date",
        "itemization_kind", "itemization_amount", "insurer"
    };
    struct table claims, patients;
    if (!table_load(arena, folder, "claims.csv", &claims, err)
        || !table_load(arena, folder, "patients.csv", &patients, err))
        return false;
    struct csv_out out;
    csv_out_init(&out, buf, ',');
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        csv_out_exact(&out, str_of(head[i]));
    csv_out_end(&out);
    for (uint32_t i = 0; i < claims.rows; i++)
        if (!row_write(&claims, i, &patients, &out, err))
            return false;
    if (buf->failed)
        return err_set(err, ERR_EXHAUSTED, "no room for the file");
    return true;
}

static bool row_write(const struct table *claims, uint32_t claim,
                      const struct table *patients, struct csv_out *out,
                      struct err *err)
{
    uint32_t patient = row_of(patients, "Id", cell(claims, claim, "PATIENT"));
    struct money charged = MONEY_ZERO;
    int64_t open = 0;
    if (patient == patients->rows
        || !money_parse(cell(claims, claim, "CLAIM_TOTAL"), &charged)
        || !open_cents(cell(claims, claim, "CLAIM_TOTAL"),
                       cell(claims, claim, "EOB_PAYMENT"), &open))
        return err_set(err, ERR_CORRUPT, "claims.csv, row %" PRIu32, claim);

    struct str service = cell(claims, claim, "SERVICE_START");
    csv_out_exact(out, str_part(cell(claims, claim, "CLAIM_ID"), 0, 36));
    csv_out_exact(out, STR(SYNTHEA_FACILITY));
    csv_out_exact(out, cell(patients, patient, "MRN"));
    csv_out_exact(out, cell(patients, patient, "FIRST"));
    csv_out_exact(out, cell(patients, patient, "LAST"));
    csv_out_exact(out, cell(patients, patient, "SUFFIX"));
    csv_out_exact(out, cell(patients, patient, "BIRTHDATE"));
    csv_out_exact(out, cell(patients, patient, "DEATHDATE"));
    csv_out_exact(out, cell(patients, patient, "LANGUAGE"));
    csv_out_exact(out, cell(patients, patient, "ADDRESS"));
    csv_out_exact(out, cell(patients, patient, "CITY"));
    csv_out_exact(out, cell(patients, patient, "STATE"));
    csv_out_exact(out, cell(patients, patient, "ZIP"));
    csv_out_exact(out, cell(patients, patient, "PHONE"));
    csv_out_exact(out, service);
    csv_out_exact(out, cell(claims, claim, "SERVICE_END"));
    csv_out_money(out, charged);
    csv_out_money(out, (struct money){ charged.cents - open });
    csv_out_money(out, MONEY_ZERO);
    csv_out_money(out, MONEY_ZERO);
    csv_out_money(out, (struct money){ open });
    csv_out_exact(out, service);
    csv_out_exact(out, STR("transaction"));
    csv_out_money(out, charged);
    csv_out_exact(out, cell(claims, claim, "INSURER"));
    csv_out_end(out);
    return true;
}

/* total - paid to the cent, half a cent up.  All is counted in units of
 * 10^-15 dollars, which is finer than any amount of the files. */
static bool open_cents(struct str total, struct str paid, int64_t *cents)
{
    enum { SCALE = 15 };
    __extension__ typedef __int128 wide;
    struct str text[2] = { total, paid };
    wide value[2] = { 0, 0 };
    for (int k = 0; k < 2; k++) {
        struct str whole, part;
        (void)str_cut(text[k], '.', &whole, &part);
        if (whole.len == 0 || whole.len > 9 || part.len > SCALE)
            return false;
        for (size_t i = 0; i < whole.len + SCALE; i++) {
            char c = '0';
            if (i < whole.len)
                c = whole.at[i];
            else if (i - whole.len < part.len)
                c = part.at[i - whole.len];
            if (c < '0' || c > '9')
                return false;
            value[k] = value[k] * 10 + (c - '0');
        }
    }
    wide cent = 1;
    for (int i = 0; i < SCALE - 2; i++)
        cent *= 10;
    wide open = value[0] - value[1];
    if (open < 0)
        return false;
    *cents = (int64_t)((open + cent / 2) / cent);
    return true;
}

static bool table_load(struct arena *arena, const char *folder,
                       const char *name, struct table *table,
                       struct err *err)
{
    *table = (struct table){ 0 };
    struct str path = str_format(arena, "%s/%s", folder, name), bytes;
    if (!file_read(world_real(), arena, str_c(arena, path), FILE_MAX, &bytes,
                   err))
        return false;
    size_t lines = 0;
    for (size_t at = 0; at < bytes.len; at++)
        lines += bytes.at[at] == '\n';
    struct csv *csv = NULL;
    struct csv_record record;
    if (!csv_open(arena, csv_read_str, &bytes, ',', &csv, err)
        || csv_next(csv, &record, err) != CSV_RECORD
        || record.count > TABLE_COLUMNS_MAX)
        return err_context(err, "%s", name);
    table->columns = record.count;
    for (uint32_t i = 0; i < record.count; i++)
        table->header[i] = str_copy(arena, record.field[i].text);
    table->cell = arena_many(arena, lines * record.count, struct str);
    if (table->cell == NULL)
        return err_set(err, ERR_EXHAUSTED, "no room for %s", name);
    enum csv_step step;
    while ((step = csv_next(csv, &record, err)) == CSV_RECORD) {
        if (record.count != table->columns || table->rows >= lines)
            return err_set(err, ERR_CORRUPT, "%s is not a table", name);
        for (uint32_t i = 0; i < record.count; i++)
            table->cell[(size_t)table->rows * table->columns + i] =
                str_copy(arena, record.field[i].text);
        table->rows++;
    }
    return step == CSV_END;
}

static struct str cell(const struct table *table, uint32_t row,
                       const char *column)
{
    for (uint32_t i = 0; i < table->columns; i++)
        if (str_is(table->header[i], column))
            return table->cell[(size_t)row * table->columns + i];
    CHECK(false);
    return (struct str){ 0 };
}

static uint32_t row_of(const struct table *table, const char *column,
                       struct str key)
{
    for (uint32_t i = 0; i < table->rows; i++)
        if (str_equal(cell(table, i, column), key))
            return i;
    return table->rows;
}
