/* format.h - how do people read an amount, a date, a time, a phone number?
 *
 * English and Spanish of the United States, without ICU.  Files and the API
 * use money_plain and day_iso instead.  Each appends to a buf; the functions
 * that return a str use the arena (absent when it is exhausted). */
#ifndef TEXT_FORMAT_H
#define TEXT_FORMAT_H

#include "base/base.h"
#include "text/words.h"

/* "$1,234.50", "-$0.05": the same in both languages. */
void format_money(struct buf *buf, struct money amount);
/* "1,234", "-7". */
void format_count(struct buf *buf, int64_t count);
/* "12.5%", "3%", "0.25%": parts per million, without needless zeros. */
void format_percent(struct buf *buf, int64_t ppm);
/* "December 15, 2026", "15 de diciembre de 2026"; DAY_NONE: nothing. */
void format_day(struct buf *buf, enum words_language language,
                struct day day);
/* "Tuesday", "martes". */
void format_weekday(struct buf *buf, enum words_language language,
                    struct day day);
/* Second of the day as "4:12 p.m.", "12:00 a.m."; seconds are not shown. */
void format_time(struct buf *buf, int32_t second);
/* "December 15, 2026, 4:12 p.m.", "15 de diciembre de 2026, 4:12 p.m.". */
void format_wall(struct buf *buf, enum words_language language,
                 struct wall wall);
/* "+12175550100", "12175550100", "2175550100" give "(217) 555-0100"; anything
 * else appears as it is. */
void format_phone(struct buf *buf, struct str phone);

struct str format_money_str(struct arena *arena, struct money amount);
struct str format_day_str(struct arena *arena, enum words_language language,
                          struct day day);
struct str format_time_str(struct arena *arena, int32_t second);
struct str format_phone_str(struct arena *arena, struct str phone);
struct str format_count_str(struct arena *arena, int64_t count);

#endif
