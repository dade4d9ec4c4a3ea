#include <zint.h>

#include "base/base.h"
#include "paper/code.h"

#define LEVEL_M 2

bool code_make(struct str text, struct code *code, struct err *err)
{
    CHECK(code != NULL);
    CHECK(text.len <= INT32_MAX);
    struct zint_symbol *symbol = ZBarcode_Create();
    if (symbol == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a QR code");
    symbol->symbology = BARCODE_QRCODE;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = LEVEL_M;
    bool is_made = text.len > 0
                   && ZBarcode_Encode(symbol,
                                      (const unsigned char *)text.at,
                                      (int)text.len) < ZINT_ERROR
                   && symbol->rows > 0 && symbol->rows == symbol->width
                   && symbol->rows <= CODE_SIDE_MAX;
    if (is_made) {
        *code = (struct code){ .side = (uint32_t)symbol->rows };
        /* zint packs eight modules a byte, the lowest bit first. */
        for (uint32_t row = 0; row < code->side; row++)
            for (uint32_t column = 0; column < code->side; column++)
                code->is_dark[row][column] =
                    (symbol->encoded_data[row][column / 8]
                     >> (column % 8) & 1) != 0;
    } else {
        err_set(err, ERR_INVALID,
                "the link cannot become a QR code (%zu bytes): %s", text.len,
                symbol->errtxt[0] != '\0' ? symbol->errtxt : "too large");
    }
    ZBarcode_Delete(symbol);
    return is_made;
}
