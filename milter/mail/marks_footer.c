/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"
#include "phrase_index.h"

#define MOST_FOOTER_BYTES 400

/* People write some of these words too: those count only beside others. */
enum { BESIDE = 1, ALONE = 2 };

/* What list software writes below every post: pieces of lines. */
static const PhraseRow rows[] = {
    /* Mailman 2 and 3 */
    { NULL, ALONE,
      "/mailman/listinfo/|/lists/listinfo/|/mailman/options/|/mailman3/|/postorius/|"
      " mailing list -- |to unsubscribe send an email to " },
    { NULL, BESIDE,
      " mailing list|mailing-liste|mailingliste|liste de diffusion|lista de correo|"
      "lista di distribuzione|lista dyskusyjna|listinfo|list maintainer|list archive|archives:" },
    /* majordomo, ezmlm, mlmmj, Sympa, LISTSERV */
    { NULL, ALONE,
      "send mail to majordomo@|majordomo@|to majordomo|an majordomo|-unsubscribe@|+unsubscribe@|"
      "unsubscribe+|-leave@|-signoff-request@|for additional commands, e-mail|mailto:sympa@|"
      "subject=unsubscribe|signoff |listserv@|/cgi-bin/wa?" },
    { NULL, BESIDE, "-request@|-help@|click the following link|/cgi-bin/" },
    /* Google Groups, Yahoo Groups, Topica, Groups.io, SourceForge, Discourse */
    { NULL, ALONE,
      "you received this message because you are subscribed|you are receiving this because you|"
      "you're receiving this because you|stop receiving emails from it|"
      "to stop receiving notification|groups.google.com/|yahoo! groups sponsor|"
      "yahoo! groups links|your use of yahoo! groups|yahoogroups.com/|groups.io/g/|"
      "sf.net email is sponsored by|sourceforge.net/lists/listinfo|t o p i c a" },
    { NULL, BESIDE,
      "this discussion on the web|for more options, visit|docs.yahoo.com/info/terms|"
      "email preferences|user preferences" },
    /* how to leave, by language */
    { NULL, ALONE,
      "to unsubscribe from this|to unsubscribe send |to unsubscribe, e|to unsubscribe or|"
      "to unsubscribe:|to unsubscribe from the |to subscribe or unsubscribe|"
      "unsubscribe by sending|(un)subscription|(un)subscribe|aus der liste aus|von der liste ab|"
      "liste abmelden|liste abzumelden" },
    { NULL, BESIDE,
      "unsubscribe|subscription|abmelden|abzumelden|abbestellen|austragen|auszutragen|"
      "se désabonner|vous désabonner|désinscri|désinscription|darse de baja|darte de baja|"
      "cancelar la suscripción|anular la suscripción|cancelar a inscrição|cancelar inscrição|"
      "sair da lista|cancellarsi|cancellarti|annullare l'iscrizione|disiscriver|uitschrijven|"
      "afmelden|af te melden|avregistrer|avsluta prenumeration|avanmäl|framelde|afmelde|"
      "melde deg av|peruuttaaksesi|poistua listalta|wypisać się|wypisanie|odhlásit|odhlášení|"
      "odhlásiť|leiratkoz|dezabona|odjaviti|odjavu|abonelikten|listeden ayrıl|отписаться|"
      "отказаться от|відписатися|отпишете|διαγραφ|إلغاء الاشتراك|להסרה|수신 "
      "거부|수신거부|購読解除|退会|退订|"
      "取消訂閱|hủy đăng ký|berhenti berlangganan|ยกเลิกการ" },
};

static const PhraseIndex *pieces(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        g_once_init_leave(&made, (gsize)phrase_index_new(rows, G_N_ELEMENTS(rows)));
    }
    return (const PhraseIndex *)made;
}

unsigned marks_footer(Span line)
{
    g_autofree char *folded = marks_fold(span_trim(line), MOST_FOOTER_BYTES);
    Span text = span_of(folded);
    unsigned points = 0;

    for (size_t at = 0; at < text.length && points < ALONE; at++) {
        const Phrase *piece = phrase_index_find(pieces(), text, at);
        points = piece == NULL ? points : MAX(points, piece->row->meaning);
    }
    return points;
}
