#include <pango/pango.h>
#include <qpdf/qpdf-c.h>

#include "base/base.h"
#include "paper/accessible.h"

#define TREE_DEEP 24
#define XMP_MAX ((size_t)8 << 10)

struct walk {
    qpdf_data file;
    const struct sheet *sheet;
    uint32_t step;      /* where to look for the next STEP_OPEN */
    bool is_different;  /* the tree is not the one we opened */
};

static void catalogue_fill(qpdf_data file, const char *language,
                           struct str xmp);
static void pages_fill(qpdf_data file);
static void element_visit(struct walk *walk, qpdf_oh element, uint32_t deep);
static void kids_visit(struct walk *walk, qpdf_oh kids, uint32_t deep);
static const struct step *next_open(struct walk *walk);
static void extra_add(struct walk *walk, qpdf_oh element,
                      const struct step *open);
static struct str xmp_packet(struct arena *arena, const char *language,
                             const char *title);
static void xml_add(struct buf *buf, const char *text);
static bool written(qpdf_data file, struct arena *arena, struct str *pdf,
                    struct err *err);

bool accessible_pdf(const struct sheet *sheet, struct str drawn,
                    const char *language, const char *title,
                    struct str *pdf, struct err *err)
{
    struct str xmp = xmp_packet(sheet->arena, language, title);
    if (xmp.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the letter");
    qpdf_data file = qpdf_init();
    qpdf_silence_errors(file);
    qpdf_set_suppress_warnings(file, QPDF_TRUE);
    bool is_done = false;
    if (qpdf_read_memory(file, "letter", drawn.at, drawn.len, NULL)
        >= QPDF_ERRORS) {
        err_set(err, ERR_BUG, "the letter's own PDF does not read");
    } else {
        catalogue_fill(file, language, xmp);
        pages_fill(file);
        struct walk walk = { .file = file, .sheet = sheet };
        qpdf_oh root = qpdf_get_root(file);
        qpdf_oh tree = qpdf_oh_get_key(file, root, "/StructTreeRoot");
        kids_visit(&walk, qpdf_oh_get_key(file, tree, "/K"), 0);
        if (walk.is_different || next_open(&walk) != NULL)
            err_set(err, ERR_BUG, "the letter's tags are not what was set");
        else if (qpdf_has_error(file))
            err_set(err, ERR_BUG, "the letter's tags cannot be completed");
        else
            is_done = written(file, sheet->arena, pdf, err);
    }
    qpdf_cleanup(&file);
    return is_done;
}

static void catalogue_fill(qpdf_data file, const char *language,
                           struct str xmp)
{
    qpdf_oh root = qpdf_get_root(file);
    qpdf_oh_replace_key(file, root, "/Lang",
                        qpdf_oh_new_unicode_string(file, language));
    qpdf_oh_replace_key(
        file, root, "/ViewerPreferences",
        qpdf_oh_parse(file, "<< /DisplayDocTitle true >>"));
    qpdf_oh stream = qpdf_oh_new_stream(file);
    qpdf_oh_replace_stream_data(file, stream,
                                (const unsigned char *)xmp.at, xmp.len,
                                qpdf_oh_new_null(file),
                                qpdf_oh_new_null(file));
    qpdf_oh about = qpdf_oh_get_dict(file, stream);
    qpdf_oh_replace_key(file, about, "/Type",
                        qpdf_oh_new_name(file, "/Metadata"));
    qpdf_oh_replace_key(file, about, "/Subtype",
                        qpdf_oh_new_name(file, "/XML"));
    qpdf_oh_replace_key(file, root, "/Metadata", stream);
}

static void pages_fill(qpdf_data file)
{
    int count = qpdf_get_num_pages(file);
    for (int i = 0; i < count; i++)
        qpdf_oh_replace_key(file, qpdf_get_page_n(file, (size_t)i), "/Tabs",
                            qpdf_oh_new_name(file, "/S"));
}

/* /K is one kid or an array of them; a number is marked content. */
static void kids_visit(struct walk *walk, qpdf_oh kids, uint32_t deep)
{
    if (qpdf_oh_is_dictionary(walk->file, kids)) {
        element_visit(walk, kids, deep);
        return;
    }
    if (!qpdf_oh_is_array(walk->file, kids))
        return;
    int count = qpdf_oh_get_array_n_items(walk->file, kids);
    for (int i = 0; i < count; i++) {
        qpdf_oh kid = qpdf_oh_get_array_item(walk->file, kids, i);
        if (qpdf_oh_is_dictionary(walk->file, kid))
            element_visit(walk, kid, deep);
    }
}

static void element_visit(struct walk *walk, qpdf_oh element, uint32_t deep)
{
    qpdf_oh kind = qpdf_oh_get_key(walk->file, element, "/S");
    if (!qpdf_oh_is_name(walk->file, kind))
        return; /* a reference to content, not an element */
    const struct step *open = next_open(walk);
    const char *name = qpdf_oh_get_name(walk->file, kind);
    if (deep > TREE_DEEP || open == NULL || name[0] != '/'
        || strcmp(name + 1, open->tag) != 0) {
        walk->is_different = true;
        return;
    }
    extra_add(walk, element, open);
    kids_visit(walk, qpdf_oh_get_key(walk->file, element, "/K"), deep + 1);
}

/* The elements come in the order in which they were opened. */
static const struct step *next_open(struct walk *walk)
{
    while (walk->step < walk->sheet->step_count) {
        const struct step *step = &walk->sheet->step[walk->step++];
        if (step->kind == STEP_OPEN)
            return step;
    }
    return NULL;
}

static void extra_add(struct walk *walk, qpdf_oh element,
                      const struct step *open)
{
    qpdf_data file = walk->file;
    switch (open->extra) {
    case TAG_PLAIN: break;
    case TAG_ALT:
        qpdf_oh_replace_key(file, element, "/Alt",
                            qpdf_oh_new_unicode_string(file,
                                                       open->extra_text));
        break;
    case TAG_ACTUAL:
        qpdf_oh_replace_key(file, element, "/ActualText",
                            qpdf_oh_new_unicode_string(file,
                                                       open->extra_text));
        break;
    case TAG_SCOPE:
        CHECK(strcmp(open->extra_text, "Row") == 0);
        qpdf_oh_replace_key(file, element, "/A",
                            qpdf_oh_parse(file,
                                          "<< /O /Table /Scope /Row >>"));
        break;
    }
}

/* No "pdfuaid": nothing here proves conformance, so nothing claims it. */
static struct str xmp_packet(struct arena *arena, const char *language,
                             const char *title)
{
    struct buf buf;
    buf_init(&buf, arena, XMP_MAX);
    buf_add_c(&buf,
              "<?xpacket begin=\"\xef\xbb\xbf\" "
              "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
              "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
              "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-"
              "syntax-ns#\">\n<rdf:Description rdf:about=\"\" "
              "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
              "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    xml_add(&buf, title);
    buf_add_c(&buf, "</rdf:li></rdf:Alt></dc:title>\n"
                    "<dc:language><rdf:Bag><rdf:li>");
    xml_add(&buf, language);
    buf_add_c(&buf, "</rdf:li></rdf:Bag></dc:language>\n"
                    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                    "<?xpacket end=\"r\"?>\n");
    return buf.failed ? (struct str){ 0 } : buf_str(&buf);
}

static void xml_add(struct buf *buf, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '<': buf_add_c(buf, "&lt;"); break;
        case '>': buf_add_c(buf, "&gt;"); break;
        case '&': buf_add_c(buf, "&amp;"); break;
        default: buf_add_byte(buf, *text); break;
        }
    }
}

static bool written(qpdf_data file, struct arena *arena, struct str *pdf,
                    struct err *err)
{
    if (qpdf_init_write_memory(file) >= QPDF_ERRORS)
        return err_set(err, ERR_BUG, "the letter cannot be written");
    qpdf_set_object_stream_mode(file, qpdf_o_generate);
    qpdf_set_deterministic_ID(file, QPDF_TRUE);
    if (qpdf_write(file) >= QPDF_ERRORS)
        return err_set(err, ERR_BUG, "the letter cannot be written");
    struct str bytes = { (const char *)qpdf_get_buffer(file),
                         qpdf_get_buffer_length(file) };
    struct str copy = str_copy(arena, bytes);
    if (copy.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the letter");
    *pdf = copy;
    return true;
}
