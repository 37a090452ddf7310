/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"

#define MOST_FOOTER_BYTES 400

/*
 * What list software writes below every post. A row is a piece of a line in small letters; 2 is
 * enough by itself, 1 counts only beside others, since people write such words too.
 */
typedef struct FooterRow {
    unsigned points;
    const char *piece;
} FooterRow;

static const FooterRow rows[] = {
    /* Mailman 2 and 3 */
    { 2, "/mailman/listinfo/" },
    { 2, "/lists/listinfo/" },
    { 2, "/mailman/options/" },
    { 2, "/mailman3/" },
    { 2, "/postorius/" },
    { 2, " mailing list -- " },
    { 2, "to unsubscribe send an email to " },
    { 1, " mailing list" },
    { 1, "mailing-liste" },
    { 1, "mailingliste" },
    { 1, "liste de diffusion" },
    { 1, "lista de correo" },
    { 1, "lista di distribuzione" },
    { 1, "lista dyskusyjna" },
    { 1, "listinfo" },
    { 1, "list maintainer" },
    { 1, "list archive" },
    { 1, "archives:" },
    /* majordomo, ezmlm, mlmmj, Sympa, LISTSERV */
    { 2, "send mail to majordomo@" },
    { 2, "majordomo@" },
    { 2, "to majordomo" },
    { 2, "an majordomo" },
    { 2, "-unsubscribe@" },
    { 2, "+unsubscribe@" },
    { 2, "unsubscribe+" },
    { 2, "-leave@" },
    { 2, "-signoff-request@" },
    { 1, "-request@" },
    { 1, "-help@" },
    { 2, "for additional commands, e-mail" },
    { 2, "mailto:sympa@" },
    { 2, "subject=unsubscribe" },
    { 2, "signoff " },
    { 2, "listserv@" },
    { 1, "click the following link" },
    { 2, "/cgi-bin/wa?" },
    { 1, "/cgi-bin/" },
    /* Google Groups, Yahoo Groups, Topica, Groups.io, SourceForge, Discourse */
    { 2, "you received this message because you are subscribed" },
    { 2, "you are receiving this because you" },
    { 2, "you're receiving this because you" },
    { 2, "stop receiving emails from it" },
    { 2, "to stop receiving notification" },
    { 2, "groups.google.com/" },
    { 1, "this discussion on the web" },
    { 1, "for more options, visit" },
    { 2, "yahoo! groups sponsor" },
    { 2, "yahoo! groups links" },
    { 2, "your use of yahoo! groups" },
    { 2, "yahoogroups.com/" },
    { 1, "docs.yahoo.com/info/terms" },
    { 2, "groups.io/g/" },
    { 2, "sf.net email is sponsored by" },
    { 2, "sourceforge.net/lists/listinfo" },
    { 2, "t o p i c a" },
    { 1, "email preferences" },
    { 1, "user preferences" },
    /* how to leave, by language */
    { 2, "to unsubscribe from this" },
    { 2, "to unsubscribe send " },
    { 2, "to unsubscribe, e" },
    { 2, "to unsubscribe or" },
    { 2, "to unsubscribe:" },
    { 2, "to unsubscribe from the " },
    { 2, "to subscribe or unsubscribe" },
    { 2, "unsubscribe by sending" },
    { 2, "(un)subscription" },
    { 2, "(un)subscribe" },
    { 1, "unsubscribe" },
    { 1, "subscription" },
    { 2, "aus der liste aus" },
    { 2, "von der liste ab" },
    { 2, "liste abmelden" },
    { 2, "liste abzumelden" },
    { 1, "abmelden" },
    { 1, "abzumelden" },
    { 1, "abbestellen" },
    { 1, "austragen" },
    { 1, "auszutragen" },
    { 1, "se désabonner" },
    { 1, "vous désabonner" },
    { 1, "désinscri" },
    { 1, "désinscription" },
    { 1, "darse de baja" },
    { 1, "darte de baja" },
    { 1, "cancelar la suscripción" },
    { 1, "anular la suscripción" },
    { 1, "cancelar a inscrição" },
    { 1, "cancelar inscrição" },
    { 1, "sair da lista" },
    { 1, "cancellarsi" },
    { 1, "cancellarti" },
    { 1, "annullare l'iscrizione" },
    { 1, "disiscriver" },
    { 1, "uitschrijven" },
    { 1, "afmelden" },
    { 1, "af te melden" },
    { 1, "avregistrer" },
    { 1, "avsluta prenumeration" },
    { 1, "avanmäl" },
    { 1, "framelde" },
    { 1, "afmelde" },
    { 1, "melde deg av" },
    { 1, "peruuttaaksesi" },
    { 1, "poistua listalta" },
    { 1, "wypisać się" },
    { 1, "wypisanie" },
    { 1, "odhlásit" },
    { 1, "odhlášení" },
    { 1, "odhlásiť" },
    { 1, "leiratkoz" },
    { 1, "dezabona" },
    { 1, "odjaviti" },
    { 1, "odjavu" },
    { 1, "abonelikten" },
    { 1, "listeden ayrıl" },
    { 1, "отписаться" },
    { 1, "отказаться от" },
    { 1, "відписатися" },
    { 1, "отпишете" },
    { 1, "διαγραφ" },
    { 1, "إلغاء الاشتراك" },
    { 1, "להסרה" },
    { 1, "수신 거부" },
    { 1, "수신거부" },
    { 1, "購読解除" },
    { 1, "退会" },
    { 1, "退订" },
    { 1, "取消訂閱" },
    { 1, "hủy đăng ký" },
    { 1, "berhenti berlangganan" },
    { 1, "ยกเลิกการ" },
};

unsigned marks_footer(Span line)
{
    g_autofree char *folded = marks_fold(span_trim(line), MOST_FOOTER_BYTES);
    unsigned points = 0;

    if (folded == NULL || *folded == '\0') {
        return 0;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rows) && points < 2; i++) {
        points = strstr(folded, rows[i].piece) != NULL ? MAX(points, rows[i].points) : points;
    }
    return points;
}
