/* sample.h - invented letters for the tests of this room.
 *
 * Harbor Care, Lakeside Clinic and everybody in them do not exist.  The words
 * of the notices are those of the CFPB's Form B-1, the medical sentence in
 * place of the credit card's. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "base/base.h"
#include "paper/letter.h"

#define SAMPLE_LINK "https://harborcare.example/m"

struct paper_letter sample_statement_en(void);
struct paper_letter sample_statement_es(void);
struct paper_letter sample_notice_en(void);
struct paper_letter sample_notice_es(void);

#endif
