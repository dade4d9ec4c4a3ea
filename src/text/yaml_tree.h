/* yaml_tree.h - what does the YAML say, before any schema?
 *
 * For this room only.  yaml_tree.c is the one file that sees libyaml; it
 * turns the event stream into a tree with a place for everything, and refuses
 * what a settings file has no use for. */
#ifndef TEXT_YAML_TREE_H
#define TEXT_YAML_TREE_H

#include "text/yaml.h"

enum yaml_kind { YAML_TREE_SCALAR, YAML_TREE_MAPPING, YAML_TREE_LIST };

struct yaml_tree {
    enum yaml_kind kind;
    struct yaml_place place;
    struct str text;     /* of a scalar */
    bool plain;          /* a scalar without quotes */
    struct str key;      /* in a mapping */
    struct yaml_place key_place;
    struct yaml_tree *next, *first, *last;
    uint32_t count;      /* of children */
};

/* NULL when the file cannot be read at all; then, and also for lesser
 * problems, file->problem says what is wrong. */
struct yaml_tree *yaml_tree_read(struct yaml_file *file, struct str bytes);

/* Adds one problem at a place. */
void yaml_problem_at(struct yaml_file *file, struct yaml_place place,
                     struct str path, const char *format, ...)
    PRINTF_LIKE(4, 5);

#endif
