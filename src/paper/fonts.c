#include <cairo/cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/base.h"
#include "paper/fonts.h"

static const struct font_file {
    const char *name;
    bool is_needed; /* the rest serve names and lines in other scripts */
} files[] = {
    { "NotoSans-Regular.ttf", true },
    { "NotoSans-Bold.ttf", true },
    { "NotoSansArabic-Regular.ttf", false },
    { "NotoSansArmenian-Regular.ttf", false },
    { "NotoSansBengali-Regular.ttf", false },
    { "NotoSansDevanagari-Regular.ttf", false },
    { "NotoSansEthiopic-Regular.ttf", false },
    { "NotoSansGujarati-Regular.ttf", false },
    { "NotoSansGurmukhi-Regular.ttf", false },
    { "NotoSansHebrew-Regular.ttf", false },
    { "NotoSansKhmer-Regular.ttf", false },
    { "NotoSansLao-Regular.ttf", false },
    { "NotoSansMyanmar-Regular.ttf", false },
    { "NotoSansTamil-Regular.ttf", false },
    { "NotoSansTelugu-Regular.ttf", false },
    { "NotoSansThai-Regular.ttf", false },
};

static PangoFontMap *font_map; /* the process's, made at the first letter */

static bool map_make(struct err *err);
static bool files_add(FcConfig *config, struct err *err);

bool fonts_context(const char *language, PangoContext **context,
                   struct err *err)
{
    CHECK(language != NULL);
    CHECK(context != NULL);
    if (font_map == NULL && !map_make(err))
        return false;
    PangoContext *made = pango_font_map_create_context(font_map);
    pango_context_set_language(made, pango_language_from_string(language));
    pango_context_set_base_dir(made, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(made, FALSE);

    /* Positions must not depend on a screen's pixels. */
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(made, options);
    pango_cairo_context_set_resolution(made, 72.0);
    cairo_font_options_destroy(options);
    *context = made;
    return true;
}

void fonts_close(void)
{
    if (font_map == NULL)
        return;
    /* Pango 1.50 forgets to give this reference back by itself. */
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(font_map), NULL);
    g_object_unref(font_map);
    font_map = NULL;
    pango_cairo_font_map_set_default(NULL);
    cairo_debug_reset_static_data();
    FcFini();
}

static bool map_make(struct err *err)
{
    FcConfig *config = FcConfigCreate();
    if (config == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the fonts");
    if (!files_add(config, err)) {
        FcConfigDestroy(config);
        return false;
    }
    font_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    CHECK(font_map != NULL);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(font_map), config);
    FcConfigDestroy(config); /* the map holds it now */
    return true;
}

static bool files_add(FcConfig *config, struct err *err)
{
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[256];
        (void)snprintf(path, sizeof path, PAPER_FONT_FOLDER "/%s",
                       files[i].name);
        bool is_there = FcConfigAppFontAddFile(config,
                                               (const FcChar8 *)path);
        if (!is_there && files[i].is_needed)
            return err_set(err, ERR_ABSENT,
                           "the font %s is not there; install the package "
                           "fonts-noto-core", path);
    }
    return true;
}
