/*
 * A recogniser in a process of its own, on Debian's libpocketsphinx. It speaks a small protocol over standard input and
 * output, one message after the other, and ends with its input.
 *
 * In: a letter, a length of four bytes (little endian), and so many bytes.
 *   L  "name\tpath"   loads a language model under a name
 *   F  "name\tpath"   loads a grammar (finite states, the library's own format) under a name
 *   D  "name"         forgets either
 *   W  "word\tphones" adds a word to the dictionary
 *   B  "name"         begins an utterance with the named model or grammar
 *   A  16 bit mono samples of 16 kHz
 *   E                 ends the utterance: the final follows
 *   C                 drops the utterance
 * Out: lines, fields divided by tabs, times in ms from the utterance's first sample.
 *   ready
 *   loaded <name> | failed <name>
 *   begun                               what follows is of the utterance that was begun last
 *   partial <word:from:to> ...
 *   final <best path's posterior in log> <word:from:to:posterior> ...
 *   other <score> <word> ...            other readings, before `final`
 *
 * Arguments: -hmm DIR -dict FILE, -lm FILE or -fsg FILE, and any other of the library.
 */
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A second of sound, or a path: nothing longer is sent. */
#define LONGEST (1u << 20)
/* Other readings that are looked for. */
#define READINGS 12
/* Between two partials: frames of 10 ms. */
#define PARTIAL_EVERY 20

static const arg_t options[] = {POCKETSPHINX_OPTIONS, CMDLN_EMPTY_OPTION};

static int read_all(void *to, size_t size) { return size == 0 || fread(to, 1, size, stdin) == size; }

/* Words that are sounds and no words: <s>, <sil>, ++breath++, [NOISE]; (NULL) is a step of a grammar without one. */
static int silent(const char *word) { return strchr("<+[(", word[0]) != NULL; }

/* Writes a word without the number of its pronunciation: 好(2). */
static void put_word(const char *word) {
  const char *variant = strchr(word, '(');
  fwrite(word, 1, variant != NULL && variant != word ? (size_t)(variant - word) : strlen(word), stdout);
}

static void put_words(ps_decoder_t *decoder, int with_posterior) {
  logmath_t *log_math = ps_get_logmath(decoder);
  for (ps_seg_t *seg = ps_seg_iter(decoder); seg != NULL; seg = ps_seg_next(seg)) {
    int from, to;
    if (silent(ps_seg_word(seg))) continue;
    ps_seg_frames(seg, &from, &to);
    putchar('\t');
    put_word(ps_seg_word(seg));
    printf(":%d:%d", from * 10, (to + 1) * 10);
    if (with_posterior) {
      double posterior = logmath_exp(log_math, ps_seg_prob(seg, NULL, NULL, NULL));
      printf(":%.4f", posterior > 1 ? 1 : posterior);
    }
  }
}

static void put_final(ps_decoder_t *decoder) {
  int32 score;
  int listed = 0;
  if (ps_get_hyp(decoder, &score) != NULL) {
    for (ps_nbest_t *best = ps_nbest(decoder); best != NULL; best = ps_nbest_next(best)) {
      int32 of = 0;
      const char *text = ps_nbest_hyp(best, &of);
      if (text != NULL) printf("other\t%d\t%s\n", of, text);
      if (++listed >= READINGS) {
        ps_nbest_free(best);
        break;
      }
    }
    printf("final\t%d\t%d", score, ps_get_n_frames(decoder));
    put_words(decoder, 1);
  } else {
    printf("final\t0\t%d", ps_get_n_frames(decoder));
  }
  putchar('\n');
}

static int load_grammar(ps_decoder_t *decoder, const char *name, const char *path) {
  fsg_model_t *grammar =
      fsg_model_readfile(path, ps_get_logmath(decoder), (float32)cmd_ln_float32_r(ps_get_config(decoder), "-lw"));
  if (grammar == NULL) return -1;
  int failed = ps_set_fsg(decoder, name, grammar);
  fsg_model_free(grammar);
  return failed;
}

int main(int argc, char **argv) {
  err_set_logfp(NULL);
  cmd_ln_t *config = cmd_ln_parse_r(NULL, options, argc, argv, TRUE);
  if (config == NULL) return 2;
  ps_decoder_t *decoder = ps_init(config);
  if (decoder == NULL) return 3;
  char *body = malloc(LONGEST + 2);
  if (body == NULL) return 4;
  int speaking = 0, told = 0;
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    unsigned char head[5];
    if (!read_all(head, sizeof head)) break;
    uint32_t size = (uint32_t)head[1] | (uint32_t)head[2] << 8 | (uint32_t)head[3] << 16 | (uint32_t)head[4] << 24;
    if (size > LONGEST || !read_all(body, size)) break;
    body[size] = 0;
    char *second = strchr(body, '\t');
    switch (head[0]) {
      case 'L':
        if (second == NULL) return 5;
        *second++ = 0;
        printf("%s\t%s\n", ps_set_lm_file(decoder, body, second) == 0 ? "loaded" : "failed", body);
        break;
      case 'F':
        if (second == NULL) return 5;
        *second++ = 0;
        printf("%s\t%s\n", load_grammar(decoder, body, second) == 0 ? "loaded" : "failed", body);
        break;
      case 'D':
        ps_unset_search(decoder, body);
        break;
      case 'W':
        if (second == NULL) return 5;
        *second++ = 0;
        ps_add_word(decoder, body, second, 0);
        break;
      case 'B':
        if (speaking) ps_end_utt(decoder);
        speaking = ps_set_search(decoder, body) == 0 && ps_start_utt(decoder) == 0;
        told = 0;
        if (speaking) printf("begun\n");
        else printf("failed\t%s\n", body);
        break;
      case 'A':
        if (!speaking) break;
        ps_process_raw(decoder, (const int16 *)body, size / 2, FALSE, FALSE);
        if (ps_get_n_frames(decoder) - told >= PARTIAL_EVERY) {
          told = ps_get_n_frames(decoder);
          int32 score;
          if (ps_get_hyp(decoder, &score) != NULL) {
            printf("partial");
            put_words(decoder, 0);
            putchar('\n');
          }
        }
        break;
      case 'E':
        if (!speaking) break;
        speaking = 0;
        ps_end_utt(decoder);
        put_final(decoder);
        break;
      case 'C':
        if (speaking) ps_end_utt(decoder);
        speaking = 0;
        break;
      default:
        return 6;
    }
    fflush(stdout);
  }
  ps_free(decoder);
  cmd_ln_free_r(config);
  free(body);
  return 0;
}
