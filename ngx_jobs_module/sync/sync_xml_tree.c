/*
 * An XML element as a cJSON value.
 */

#include "sync_xml.h"


static int sync_xml_count(sync_xml_tree_t *t, size_t bytes);
static void sync_xml_attributes(sync_xml_tree_t *t, sync_xml_frame_t *frame,
    const char **attributes);
static void sync_xml_tag(sync_xml_tree_t *t, const char *name,
    const char **attributes);
static cJSON *sync_xml_value(sync_xml_tree_t *t, sync_xml_frame_t *frame,
    int outermost);


void
sync_xml_tree_init(sync_xml_tree_t *t)
{
    memset(t, 0, sizeof(sync_xml_tree_t));
    jobs_buf_init(&t->text, &sync_mem, SYNC_ROW_MAX + 1);
}


void
sync_xml_tree_free(sync_xml_tree_t *t)
{
    sync_xml_tree_reset(t, 0);
    jobs_buf_free(&t->text);
}


void
sync_xml_tree_reset(sync_xml_tree_t *t, size_t max)
{
    unsigned  i;

    for (i = 0; i < SYNC_XML_ROW_DEPTH; i++) {
        cJSON_Delete(t->frame[i].object);
        t->frame[i].object = NULL;
    }

    cJSON_Delete(t->value);
    t->value = NULL;
    t->fault = NULL;
    t->depth = 0;
    t->markup = 0;
    t->bytes = 0;
    t->max = max;
    t->nodes = 0;
    jobs_buf_reset(&t->text);
}


void
sync_xml_tree_open(sync_xml_tree_t *t, const char *name,
    const char **attributes)
{
    size_t             i;
    sync_xml_frame_t  *frame;

    t->depth++;

    if (t->fault != NULL || !sync_xml_count(t, strlen(name))) {
        return;
    }

    if (t->markup != 0) {
        sync_xml_tag(t, name, attributes);
        return;
    }

    if (t->depth > SYNC_XML_ROW_DEPTH) {
        t->fault = "its elements are nested too deeply";
        return;
    }

    frame = &t->frame[t->depth - 1];
    frame->text = t->text.len;

    for (i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], "type") == 0
            && strcmp(attributes[i + 1], "xhtml") == 0)
        {
            t->markup = t->depth;
            return;
        }
    }

    sync_xml_attributes(t, frame, attributes);
}


void
sync_xml_tree_text(sync_xml_tree_t *t, const char *s, size_t len)
{
    if (t->fault != NULL) {
        return;
    }

    t->bytes += len;

    if (t->bytes > t->max) {
        t->fault = "it is longer than 4 MB";
        return;
    }

    if (t->markup != 0) {
        jobs_escape_html(&t->text, jobs_str(s, len));
        return;
    }

    jobs_buf_add(&t->text, s, len);
}


int
sync_xml_tree_close(sync_xml_tree_t *t, const char *name)
{
    cJSON             *value;
    sync_xml_frame_t  *frame, *parent;

    t->depth--;

    if (t->fault == NULL && t->text.rc != JOBS_OK) {
        t->fault = "it is longer than 4 MB";
    }

    if (t->fault != NULL) {
        return t->depth == 0;
    }

    if (t->markup != 0 && t->depth >= t->markup) {
        jobs_buf_lit(&t->text, "</");
        jobs_buf_str(&t->text, sync_str(name));
        jobs_buf_char(&t->text, '>');
        return 0;
    }

    t->markup = 0;
    frame = &t->frame[t->depth];
    value = sync_xml_value(t, frame, t->depth == 0);

    if (t->depth == 0) {
        t->value = value;
        return 1;
    }

    parent = frame - 1;

    if (parent->object == NULL) {
        parent->object = cJSON_CreateObject();
    }

    sync_xml_member(parent->object, name, value);

    return 0;
}


void
sync_xml_member(cJSON *object, const char *name, cJSON *value)
{
    cJSON  *before, *list;

    before = cJSON_GetObjectItemCaseSensitive(object, name);

    if (before == NULL) {
        cJSON_AddItemToObject(object, name, value);
        return;
    }

    if (cJSON_IsArray(before)) {
        cJSON_AddItemToArray(before, value);
        return;
    }

    list = cJSON_CreateArray();
    cJSON_AddItemToArray(list, cJSON_DetachItemViaPointer(object, before));
    cJSON_AddItemToArray(list, value);
    cJSON_AddItemToObject(object, name, list);
}


static int
sync_xml_count(sync_xml_tree_t *t, size_t bytes)
{
    t->bytes += bytes;
    t->nodes++;

    if (t->nodes > SYNC_XML_NODES) {
        t->fault = "it has too many elements";
        return 0;
    }

    if (t->bytes > t->max) {
        t->fault = "it is longer than 4 MB";
        return 0;
    }

    return 1;
}


static void
sync_xml_attributes(sync_xml_tree_t *t, sync_xml_frame_t *frame,
    const char **attributes)
{
    char    name[SYNC_XML_NAME + 2];
    size_t  i, len;

    for (i = 0; attributes[i] != NULL; i += 2) {
        len = strlen(attributes[i]);

        if (!sync_xml_count(t, len + strlen(attributes[i + 1]))) {
            return;
        }

        if (len > SYNC_XML_NAME) {
            continue;
        }

        if (frame->object == NULL) {
            frame->object = cJSON_CreateObject();
        }

        name[0] = '@';
        memcpy(name + 1, attributes[i], len + 1);
        cJSON_AddStringToObject(frame->object, name, attributes[i + 1]);
    }
}


static void
sync_xml_tag(sync_xml_tree_t *t, const char *name, const char **attributes)
{
    size_t  i;

    jobs_buf_char(&t->text, '<');
    jobs_buf_str(&t->text, sync_str(name));

    for (i = 0; attributes[i] != NULL; i += 2) {
        jobs_buf_char(&t->text, ' ');
        jobs_buf_str(&t->text, sync_str(attributes[i]));
        jobs_buf_lit(&t->text, "=\"");
        jobs_escape_html(&t->text, sync_str(attributes[i + 1]));
        jobs_buf_char(&t->text, '"');
    }

    jobs_buf_char(&t->text, '>');
}


/* the element of a frame, and its text from the pile */

static cJSON *
sync_xml_value(sync_xml_tree_t *t, sync_xml_frame_t *frame, int outermost)
{
    cJSON   *value;
    char    *text;
    size_t   i;

    jobs_buf_char(&t->text, '\0');
    text = t->text.data + frame->text;

    if (t->text.rc != JOBS_OK) {
        text = "";
    }

    value = frame->object;
    frame->object = NULL;

    if (value == NULL && !outermost) {
        value = cJSON_CreateString(text);

    } else {
        for (i = 0; text[i] != '\0' && strchr(" \t\r\n", text[i]) != NULL;
             i++)
        {
            /* void */
        }

        if (value == NULL) {
            value = cJSON_CreateObject();
        }

        if (text[i] != '\0') {
            cJSON_AddStringToObject(value, "#text", text);
        }
    }

    t->text.len = frame->text;

    return value;
}
